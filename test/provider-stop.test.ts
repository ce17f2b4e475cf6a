import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from './app.ts'
import { type Bench, PUBLIC, type Sent, startBench } from './callback.ts'
import { repliesTo } from './inbound.ts'

let bench: Bench
let token: string
let ours: TestWorkspace
before(async () => {
  bench = await startBench()
  const account = bench.simulator.state.accounts.find((one) => one.kind === 'Full' && one.status === 'active')!
  token = account.authToken
  ours = await bench.workspaceOf(account)
})
after(() => bench.stop())

interface Entry {
  source: string
  note: string | null
  link_of: string | null
}

const entries = async () => (await ours.call<{ items: Entry[] }>('GET', '/v1/opt-outs')).body.items

/** The provider reports what became of a text. */
async function report({ path, sid }: Sent, status: string, code?: number): Promise<void> {
  const params = { MessageSid: sid, MessageStatus: status, ...(code && { ErrorCode: String(code) }) }
  assert.equal(await bench.call(path, params, token), 204)
}

async function numberOf({ id }: Sent): Promise<string> {
  const { body } = await ours.call<{ to: string }>('POST', `/v1/messages/${id}/reveal`)
  return body.to
}

const said: [code: number, status: string, stops: boolean][] = [
  [21610, 'failed', true],
  [30004, 'undelivered', true],
  [30007, 'undelivered', false],
  [30005, 'undelivered', false],
]
for (const [code, status, stops] of said) {
  test(`a receipt with ${code} ${stops ? 'stops the number' : 'is no opt-out'}`, async () => {
    const [sent] = await bench.send(ours, 1)
    const before = (await entries()).length
    await report(sent!, status, code)
    await report(sent!, status, code)
    const now = await entries()
    assert.equal(now.length - before, stops ? 1 : 0)
    if (stops) {
      const { source, note, link_of } = now[0]!
      assert.deepEqual([source, note?.endsWith(String(code)), link_of], ['provider', true, sent!.id])
    }
    const again = await ours.call<{ skip_reason: string | null }>('POST', '/v1/messages', {
      to: await numberOf(sent!),
      body: 'Once more',
    })
    assert.equal(again.body.skip_reason, stops ? 'opted_out' : null)
  })
}

let texts = 0

/** A text comes in at the workspace's address, with what the provider says it took it for. */
async function comesIn(from: string, body: string, more: Record<string, string>): Promise<void> {
  const path = (await repliesTo(bench, ours, PUBLIC)).slice(PUBLIC.length)
  const sid = `SM${String(texts++).padStart(32, '0')}`
  const params = { MessageSid: sid, From: from, To: '+14155550100', Body: body, ...more }
  assert.equal(await bench.call(path, params, token), 200)
}

async function skipOf(to: string): Promise<string | null> {
  const { body } = await ours.call<{ skip_reason: string | null }>('POST', '/v1/messages', { to, body: 'Hello' })
  return body.skip_reason
}

test('a word of the owner’s choice counts as what the provider took it for, and is not answered twice', async () => {
  await ours.call('PATCH', '/v1/sms/settings', { support_contact: 'help@acme.example' })
  const phone = '+14155553001'
  await comesIn(phone, 'NO MORE DEALS', { OptOutType: 'STOP' })
  assert.equal(await skipOf(phone), 'opted_out')
  await comesIn(phone, 'DEALS', { OptOutType: 'START' })
  assert.equal(await skipOf(phone), null)
  await comesIn(phone, 'WHO', { OptOutType: 'HELP' })
  const { body } = await ours.call<{ items: { reading: string; answered_by: string }[] }>('GET', '/v1/inbound?limit=3')
  assert.deepEqual(
    body.items.map(({ reading, answered_by }) => [reading, answered_by]),
    [
      ['help', 'provider'],
      ['start', 'provider'],
      ['stop', 'provider'],
    ],
  )
})

test('whoever writes STOP has said it, whatever the provider took it for', async () => {
  await comesIn('+14155553002', 'STOP', { OptOutType: 'HELP' })
  assert.equal(await skipOf('+14155553002'), 'opted_out')
})
