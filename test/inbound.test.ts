import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestWorkspace, until } from './app.ts'
import { type Carrier, startCarrier, waitForStatus } from './carrier.ts'
import { keptFrom, onPhone, point, repliesTo, reply } from './inbound.ts'

const SENDER = '+14155550100'
const SHORT_CODE = '12345'
const TOLL_FREE = '+18005550199'

let carrier: Carrier
let ours: TestWorkspace
let byCode: TestWorkspace
before(async () => {
  carrier = await startCarrier()
  const { url } = carrier.server
  ours = await carrier.connected({ name_in_texts: 'Acme' })
  byCode = await carrier.connected({
    name_in_texts: 'Bolt',
    sender: { kind: 'short_code', short_code: SHORT_CODE },
  })
  point(carrier, SENDER, await repliesTo(carrier, ours, url))
  point(carrier, TOLL_FREE, await repliesTo(carrier, ours, url))
  point(carrier, SHORT_CODE, await repliesTo(carrier, byCode, url))
})
after(() => carrier.stop())

let phones = 0
const newPhone = () => `+1415555${7000 + phones++}`

async function send(workspace: TestWorkspace, to: string, body = 'Your build failed') {
  const answer = await workspace.call<{ id: string; status: string; skip_reason: string | null }>(
    'POST',
    '/v1/messages',
    { to, body },
  )
  assert.equal(answer.status, 202, JSON.stringify(answer.body))
  return answer.body
}

async function stopped(workspace: TestWorkspace): Promise<{ source: string; to: string }[]> {
  return (await workspace.call<{ items: { source: string; to: string }[] }>('GET', '/v1/opt-outs')).body.items
}

test('the address is told to who may configure, and to nobody who only inherits it', async () => {
  const { url } = carrier.server
  const told = async (workspace: TestWorkspace) => {
    const { address, why_not } = (await workspace.call('GET', '/v1/sms/replies')).body
    return [address, why_not]
  }
  assert.deepEqual(await told(ours), [await repliesTo(carrier, ours, url), null])
  assert.deepEqual(await told(await carrier.server.workspace()), [null, 'not_connected'])
  const reader = await carrier.server.workspace({ permissions: ['sms.read'] })
  assert.deepEqual(await told(reader), [null, 'not_connected'])
})

test('STOP from the phone ends the texts at once, the provider alone answers it, and START takes them up again', async () => {
  const phone = newPhone()
  await waitForStatus(ours, (await send(ours, phone, 'one')).id, 'delivered')
  await reply(carrier, phone, SENDER, ' Stop ')
  assert.equal((await send(ours, phone, 'two')).skip_reason, 'opted_out')
  const [entry] = await stopped(ours)
  assert.deepEqual([entry?.source, entry?.to.slice(-4)], ['keyword', phone.slice(-4)])
  await reply(carrier, phone, SENDER, 'START')
  assert.deepEqual(await stopped(ours), [])
  await waitForStatus(ours, (await send(ours, phone, 'three')).id, 'delivered')
  const texts = await until('three answers', async () => {
    const all = await onPhone(carrier, phone)
    return all.includes('three') && all.length >= 4 ? all : null
  })
  assert.equal(texts.length, 4, texts.join('\n'))
  assert.deepEqual(
    (await keptFrom(carrier, phone)).map(({ reading, effect, answered_by }) => [reading, effect, answered_by]),
    [
      ['stop', 'stopped', 'provider'],
      ['start', 'lifted', 'provider'],
    ],
  )
})

test('a short code, which the provider leaves alone, is answered by us: STOP once, START once, HELP with the contact', async () => {
  await byCode.call('PATCH', '/v1/workspace', { support_contact: 'help@bolt.example' })
  const phone = newPhone()
  for (const word of ['HELP', 'STOP', 'stop!', 'START']) await reply(carrier, phone, SHORT_CODE, word)
  const texts = await until('three answers', async () => {
    const all = await onPhone(carrier, phone)
    return all.length >= 3 ? all : null
  })
  assert.deepEqual(texts.sort(), [
    'Bolt: For help: help@bolt.example. Msg & data rates may apply. Reply STOP to end our texts.',
    'Bolt: You get no more texts from us. Reply START to get them again.',
    'Bolt: You get our texts again. Reply HELP for help, STOP to end them.',
  ])
  assert.deepEqual(
    (await keptFrom(carrier, phone)).map(({ effect, answered_by }) => [effect, answered_by]),
    [
      [null, 'handset'],
      ['stopped', 'handset'],
      ['stopped_already', null],
      ['lifted', 'handset'],
    ],
  )
})

test('on a toll-free number YES lifts nothing, UNSTOP does', async () => {
  const phone = newPhone()
  await reply(carrier, phone, TOLL_FREE, 'STOP')
  await reply(carrier, phone, TOLL_FREE, 'YES')
  assert.equal((await send(ours, phone)).skip_reason, 'opted_out')
  await reply(carrier, phone, TOLL_FREE, 'UNSTOP')
  assert.equal((await send(ours, phone)).skip_reason, null)
})

test('YES says nothing to a number that was not stopped, and takes texts up where it was', async () => {
  const phone = newPhone()
  await reply(carrier, phone, SENDER, 'YES')
  await reply(carrier, phone, SENDER, 'STOP')
  await reply(carrier, phone, SENDER, 'YES')
  assert.deepEqual(
    (await keptFrom(carrier, phone)).map(({ effect }) => effect),
    ['not_stopped', 'stopped', 'lifted'],
  )
})

test('a sentence that may be a wish stops nothing and waits for a person', async () => {
  const phone = newPhone()
  await reply(carrier, phone, SENDER, 'please stop texting me')
  const [kept] = await keptFrom(carrier, phone)
  assert.deepEqual([kept?.reading, kept?.effect], ['perhaps_stop', null])
  assert.equal((await send(ours, phone)).skip_reason, null)
})

test('START leaves what an administrator entered', async () => {
  const phone = newPhone()
  await ours.call('POST', '/v1/opt-outs', { number: phone })
  await reply(carrier, phone, SENDER, 'START')
  assert.equal((await keptFrom(carrier, phone))[0]?.effect, 'kept')
  assert.equal((await send(ours, phone)).skip_reason, 'opted_out')
})

/** All texts of a workspace wait, as when the provider refuses its account; or no longer. */
async function wait({ id }: TestWorkspace, waiting: 'account' | null): Promise<void> {
  const later = new Date(Date.now() + 3_600_000)
  const since = waiting && { waiting_since: new Date(), waiting_next_look_at: later }
  await carrier.server.context.db.system((tx) =>
    tx
      .updateTable('sms_settings')
      .set({ waiting, ...since })
      .where('workspace_id', '=', id)
      .execute(),
  )
}

test('what waited for the number when STOP came is skipped within a second, and nothing else is', async () => {
  const [phone, other] = [newPhone(), newPhone()]
  await wait(ours, 'account')
  const ids = await Promise.all([phone, phone, phone, other].map(async (to) => (await send(ours, to)).id))
  await reply(carrier, phone, SENDER, 'STOP')
  const startedMs = performance.now()
  for (const id of ids.slice(0, 3)) {
    const { skip_reason } = await waitForStatus(ours, id, 'skipped')
    assert.equal(skip_reason, 'opted_out')
  }
  assert.ok(performance.now() - startedMs < 1000)
  await wait(ours, null)
  await waitForStatus(ours, ids[3]!, 'delivered')
  const texts = (await onPhone(carrier, phone)).filter((body) => body === 'Your build failed')
  assert.deepEqual(texts, [])
})
