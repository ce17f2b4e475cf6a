import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startSimulator } from '../start.ts'
import { type Bench, startBench } from '../testing.ts'
import type { SimHandsetView, SimMessageView, SimStateView } from '../wire.ts'

const TEXT = { to: '+14155550142', from: '+14155550100' }

test('every request and receipt of a text can be read, with its parts and what makes it dear', async (t) => {
  const bench = await startBench(t)
  const body = `${'a'.repeat(66)}😀${'b'.repeat(10)}`
  const { sid } = await bench.client(bench.full, 'Standard').messages.create({ ...TEXT, body })
  await bench.pass(10_000)
  const [message] = await messages(bench)
  assert.deepEqual([message?.encoding, message?.units, message?.segments], ['UCS-2', 78, 2])
  assert.deepEqual(message?.parts, ['a'.repeat(66), `😀${'b'.repeat(10)}`])
  assert.deepEqual(message?.forcing_ucs2, [{ index: 66, character: '😀', replacement: null }])
  assert.deepEqual(
    [message?.sid, message?.handset, message?.arrived, message?.created_at],
    [sid, TEXT.to, true, '2026-03-12T14:02:03.200Z'],
  )
  assert.deepEqual(message?.request, {
    method: 'POST',
    path: `/2010-04-01/Accounts/${bench.full.sid}/Messages.json`,
    params: { Body: body, From: TEXT.from, To: TEXT.to },
    signed_in_with: bench.full.keys[0]!.sid,
    answered: 201,
    fault: null,
  })
})

test('texts are found by number, handset, time and account, and read on from where one stopped', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  for (const to of ['+14155550142', '+14155550143', '+14155550142']) {
    await client.messages.create({ ...TEXT, to, body: `to ${to}` })
    await bench.pass(1000)
  }
  await bench.sim('/handsets/+14155550142/replies', { method: 'POST', body: { body: 'hi' } })
  const count = async (query: string) => (await messages(bench, query)).length
  assert.equal(await count('?to=%2B14155550142&direction=outbound-api'), 2)
  assert.equal(await count('?handset=%2B14155550143'), 1)
  assert.equal(await count('?after=2026-03-12T14:02:05.000Z&direction=outbound-api'), 1)
  assert.equal(await count(`?account=${bench.other.sid}`), 0)
  const first = await bench.sim<{ items: SimMessageView[]; next: string }>('/messages?limit=2')
  assert.equal(first.next, first.items[1]?.sid)
  const rest = await messages(bench, `?before=${first.next}`)
  assert.equal(new Set([...first.items, ...rest].map((item) => item.sid)).size, first.items.length + rest.length)
})

test('a phone appears when it is first texted, keeps its name, and can be removed', async (t) => {
  const bench = await startBench(t)
  await bench.client(bench.full).messages.create({ ...TEXT, body: 'hello' })
  const change = { name: 'On-call lead', behaviour: 'off' }
  await bench.sim('/handsets/+14155550142', { method: 'PATCH', body: change })
  await bench.sim('/handsets/+14155550142/replies', { method: 'POST', body: { body: 'STOP', to: '+442079460000' } })
  const list = async () => (await bench.sim<{ items: SimHandsetView[] }>('/handsets')).items
  const [handset] = await list()
  assert.deepEqual(
    [handset?.number, handset?.name, handset?.behaviour, handset?.opted_out_of],
    ['+14155550142', 'On-call lead', 'off', ['+442079460000']],
  )
  assert.match(handset?.last_text ?? '', /unsubscribed/)
  await bench.sim('/handsets/+14155550142', { method: 'DELETE' })
  assert.deepEqual(await list(), [])
})

test('what is asked wrongly is refused in words', async (t) => {
  const bench = await startBench(t)
  const cases: [path: string, init: { method: string; body?: unknown }, detail: RegExp][] = [
    ['/handsets', { method: 'POST', body: { number: 'nobody' } }, /nobody is not a phone number/],
    ['/handsets', { method: 'POST', body: { number: '+14155550142', behaviour: 'asleep' } }, /behaviour/],
    ['/handsets/+14155550142', { method: 'PATCH', body: {} }, /No such handset/],
    ['/handsets/+14155550142', { method: 'DELETE' }, /No such handset/],
    ['/handsets/+14155550142/replies', { method: 'POST', body: {} }, /body/],
    ['/handsets/+14155550142/replies', { method: 'POST', body: { body: 'x', to: '+14155559999' } }, /no account here/],
    ['/messages/SM0/receipts', { method: 'POST', body: {} }, /No such message/],
  ]
  for (const [path, init, detail] of cases) {
    assert.match((await bench.sim<{ detail: string }>(path, init)).detail, detail, path)
  }
  const broken = await fetch(`${bench.simulator.url}/sim/faults`, { method: 'POST', body: '{' })
  assert.equal(broken.status, 422)
})

test('a web page elsewhere can neither read nor steer, nor can another name for this machine', async (t) => {
  const bench = await startBench(t)
  const { port, url } = bench.simulator
  const own = `127.0.0.1:${port}`
  const cases: [headers: Record<string, string>, status: number][] = [
    [{ host: own }, 200],
    [{ host: own, origin: url, 'sec-fetch-site': 'same-origin' }, 200],
    [{ host: `localhost:${port}`, origin: `http://localhost:${port}` }, 200],
    [{ host: own, origin: 'https://example.com' }, 403],
    [{ host: own, origin: 'null' }, 403],
    [{ host: own, origin: `http://127.0.0.1:${port + 1}` }, 403],
    [{ host: `rebound.example:${port}` }, 403],
    [{ host: own, 'sec-fetch-site': 'cross-site' }, 403],
  ]
  for (const [headers, status] of cases) {
    for (const [method, path] of [
      ['GET', '/sim/state'],
      ['POST', '/sim/faults'],
    ] as const) {
      assert.equal(await ask(port, method, path, headers), status, `${method} ${JSON.stringify(headers)}`)
    }
  }
})

test('changes are told to who listens', async (t) => {
  const bench = await startBench(t)
  const response = await fetch(`${bench.simulator.url}/sim/events`)
  const events = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let heard = (await events.read()).value ?? ''
  assert.match(heard, /event: hello/)
  await bench.client(bench.full).messages.create({ ...TEXT, body: 'look here' })
  while (!heard.includes('look here')) heard += (await events.read()).value ?? ''
  const data = /event: changes\ndata: (.+)/.exec(heard)?.[1] ?? '{}'
  const { state, messages: changed, handsets } = JSON.parse(data)
  assert.deepEqual([state.accepted, changed[0].body, handsets[0].number], [1, 'look here', TEXT.to])
  assert.equal('accounts' in state, false)
  await events.cancel()
})

test('accounts stay the same over restarts of one data directory, and nobody else may read their file', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'simulator-'))
  t.after(() => rm(directory, { recursive: true }))
  const accountsFile = join(directory, 'simulator', 'accounts.json')
  const first = await startSimulator({ port: 0, accountsFile })
  const [account] = first.state.accounts
  const headers = { authorization: `Basic ${btoa(`${account!.sid}:${account!.authToken}`)}` }
  const path = `/2010-04-01/Accounts/${account!.sid}/IncomingPhoneNumbers/${account!.numbers[0]!.sid}.json`
  await fetch(first.url + path, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ SmsUrl: 'http://127.0.0.1:9/in' }),
  })
  await first.stop()
  const second = await startSimulator({ port: 0, accountsFile })
  t.after(() => second.stop())
  assert.deepEqual(second.state.accounts, first.state.accounts)
  assert.equal(second.state.accounts[0]?.numbers[0]?.smsUrl, 'http://127.0.0.1:9/in')
  assert.equal((await stat(accountsFile)).mode & 0o777, 0o600)
})

test('the state names every account with what a client needs to sign in', async (t) => {
  const bench = await startBench(t)
  const { accounts, url } = await bench.sim<SimStateView>('/state')
  assert.equal(url, bench.simulator.url)
  assert.deepEqual(
    accounts.map((account) => [account.kind, account.status, account.auth_token.length]),
    [
      ['Full', 'active', 32],
      ['Trial', 'active', 32],
      ['Full', 'suspended', 32],
      ['Full', 'active', 32],
      ['Test', 'active', 32],
    ],
  )
})

async function messages(bench: Bench, query = ''): Promise<SimMessageView[]> {
  return (await bench.sim<{ items: SimMessageView[] }>(`/messages${query}`)).items
}

/** `fetch` would not send another Host than the real one. */
function ask(port: number, method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asking.once('error', reject)
    asking.end()
  })
}
