import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { until } from '../../test/app.ts'
import type { Http } from '../kit/egress/exchange.ts'
import { openAsking } from './ask.ts'
import { openSteps, type Steps, startSending } from './testing.ts'

let steps: Steps
let ask: () => Promise<boolean>
before(async () => {
  // The carrier says that it has sent a text, and nothing more for as long as these tests run.
  steps = await openSteps({ delays: { deliveryMs: 3_600_000 } })
  ask = openAsking(steps.context)
})
beforeEach(() => steps.carrier.simulator.state.faults.clear())
after(() => steps.close())

interface Sent {
  id: string
  /** The text as the carrier knows it. */
  atCarrier: NonNullable<ReturnType<Steps['carrier']['simulator']['state']['messages']['find']>>
}

async function sentText(): Promise<Sent> {
  const [id] = await steps.post(await steps.carrier.connected(), {})
  const dispatch = startSending(steps.context, steps.shift)
  await until('the text being sent', async () => (await steps.message(id!)).status === 'sent')
  await dispatch.stop()
  const { provider_sid } = await steps.message(id!)
  const atCarrier = steps.carrier.simulator.state.messages.find(provider_sid!)!
  await until('the carrier having it', async () => atCarrier.status === 'sent')
  return { id: id!, atCarrier }
}

/** Time passes for this text alone. */
async function pass(id: string, minutes: number): Promise<void> {
  await steps.change(
    `update attempts set started_at = started_at - $2::interval, ask_at = ask_at - $2::interval where message_id = $1`,
    [id, `${minutes} minutes`],
  )
  await steps.change('update messages set sent_at = sent_at - $2::interval where id = $1', [id, `${minutes} minutes`])
}

test('a text without a receipt is asked for after a minute, not before, and what the provider says counts', async () => {
  const { id, atCarrier } = await sentText()
  await ask()
  assert.equal((await steps.message(id)).asked, 0)
  await pass(id, 1)
  atCarrier.status = 'delivered'
  await ask()
  const { status, asked, ask_in_seconds, receipts } = await steps.message(id)
  assert.deepEqual(
    { status, asked, ask_in_seconds, receipts },
    { status: 'delivered', asked: 1, ask_in_seconds: null, receipts: ['delivered'] },
  )
})

test('after ten minutes without a word a text is taken to be delivered, and a later word still counts', async () => {
  const { id, atCarrier } = await sentText()
  await pass(id, 9)
  await ask()
  assert.equal((await steps.message(id)).status, 'sent')
  await pass(id, 1)
  await ask()
  const assumed = await steps.message(id)
  assert.deepEqual([assumed.status, assumed.finished], ['assumed_delivered', true])
  await pass(id, 50)
  atCarrier.status = 'undelivered'
  atCarrier.errorCode = 30003
  await ask()
  const { status, error_code } = await steps.message(id)
  assert.deepEqual([status, error_code], ['undelivered', 30003])
})

test('it is asked for six times, ever more rarely, and then never again', async () => {
  const { id } = await sentText()
  const looks: (number | null)[] = []
  let minute = 0
  for (const at of [1, 3, 10, 60, 360, 1440]) {
    await pass(id, at - minute)
    minute = at
    await ask()
    const { ask_in_seconds } = await steps.message(id)
    looks.push(ask_in_seconds && Math.round(ask_in_seconds / 60))
  }
  assert.deepEqual(looks, [2, 7, 50, 300, 1080, null])
  await pass(id, 100_000)
  await ask()
  const { asked, status } = await steps.message(id)
  assert.deepEqual([asked, status], [6, 'assumed_delivered'])
})

/** Answers that say nothing about the text. */
const NOTHING_LEARNT: [string, (sent: Sent) => void][] = [
  ['refuses the sign-in', () => steps.carrier.simulator.state.faults.change({ sign_in_refused: true })],
  ['says a status that nobody knows', ({ atCarrier }) => Object.assign(atCarrier, { status: 'teleported' })],
  ['does not know the text', ({ atCarrier }) => steps.carrier.simulator.state.messages.remove(atCarrier)],
  [
    'answers with another text',
    ({ atCarrier }) => Object.assign(atCarrier, { sid: `SM${'0'.repeat(32)}`, status: 'delivered' }),
  ],
]
for (const [what, make] of NOTHING_LEARNT) {
  test(`a provider that ${what} changes nothing, and is asked again later`, async () => {
    const sent = await sentText()
    make(sent)
    await pass(sent.id, 1)
    await ask()
    const { status, asked, ask_in_seconds, receipts } = await steps.message(sent.id)
    assert.deepEqual([status, asked, receipts], ['sent', 1, []])
    assert.ok(ask_in_seconds! > 100 && ask_in_seconds! <= 120)
  })
}

test('a provider that cannot be reached changes nothing, and is asked again later', async () => {
  const { id } = await sentText()
  await pass(id, 1)
  const http: Http = async () => ({ kind: 'unknown', reason: 'timeout', detail: 'Silence.' })
  await openAsking({ ...steps.context, egress: { ...steps.context.egress, http } })()
  const { status, asked, receipts } = await steps.message(id)
  assert.deepEqual([status, asked, receipts], ['sent', 1, []])
})

test('silence is taken for delivery only where the provider was heard; after the last look in any case', async () => {
  const { id } = await sentText()
  steps.carrier.simulator.state.faults.change({ sign_in_refused: true })
  await pass(id, 11)
  for (let looks = 1; looks <= 5; looks++) {
    await ask()
    assert.deepEqual([(await steps.message(id)).asked, (await steps.message(id)).status], [looks, 'sent'])
    await steps.change('update attempts set ask_at = now() where message_id = $1', [id])
  }
  await ask()
  assert.equal((await steps.message(id)).status, 'assumed_delivered')
})

/** Sent and due to be asked for, all of one account. */
async function dueTexts(count: number): Promise<string[]> {
  const ids = await steps.post(await steps.carrier.connected(), ...Array.from({ length: count }, () => ({})))
  const dispatch = startSending(steps.context, steps.shift)
  for (const id of ids) await until('the texts being sent', async () => (await steps.message(id)).status === 'sent')
  await dispatch.stop()
  for (const id of ids) await pass(id, 1)
  return ids
}

const askThrough = (http: Http) => openAsking({ ...steps.context, egress: { ...steps.context.egress, http } })
const OTHER_ACCOUNT = `AC${'0'.repeat(32)}`

test('a provider that keeps silent is not asked for the rest; their look is put off, and not lost', async () => {
  const ids = await dueTexts(8)
  let questions = 0
  await askThrough(async () => {
    questions++
    return { kind: 'unknown', reason: 'timeout', detail: 'Silence.' }
  })()
  assert.equal(questions, 4)
  const after = await Promise.all(ids.map((id) => steps.message(id)))
  assert.deepEqual(after.map(({ asked }) => asked).sort(), [0, 0, 0, 0, 1, 1, 1, 1])
  for (const { ask_in_seconds } of after) assert.ok(ask_in_seconds! > 50 && ask_in_seconds! <= 120)
})

test('what one provider says counts while another still keeps silent', async () => {
  const silent = await sentText()
  await steps.change('update attempts set provider_account = $2 where message_id = $1', [silent.id, OTHER_ACCOUNT])
  const { id, atCarrier } = await sentText()
  atCarrier.status = 'delivered'
  await pass(silent.id, 1)
  await pass(id, 1)
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Http>>>()
  const { sid } = silent.atCarrier
  const turn = askThrough((request) => (request.url.includes(sid) ? promise : steps.context.egress.http(request)))()
  try {
    await until('the other being delivered', async () => (await steps.message(id)).status === 'delivered')
  } finally {
    resolve({ kind: 'unknown', reason: 'timeout', detail: 'Silence.' })
    await turn
  }
})

test('the texts of one account do not take up a whole turn while others wait', async () => {
  const ids = await dueTexts(22)
  const { id } = await sentText()
  await steps.change('update attempts set provider_account = $2 where message_id = $1', [id, OTHER_ACCOUNT])
  for (const one of ids) await pass(one, 1)
  await pass(id, 1)
  await ask()
  assert.equal((await steps.message(id)).asked, 1)
})

test('a turn that finds more than it can ask at once says that there is more to do', async () => {
  const ids = await dueTexts(25)
  assert.equal(await ask(), true)
  assert.equal(await ask(), false)
  for (const id of ids) assert.equal((await steps.message(id)).asked, 1)
})
