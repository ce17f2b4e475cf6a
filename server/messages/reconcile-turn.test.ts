import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type TestWorkspace, until } from '../../test/app.ts'
import type { Exchange, Http, HttpRequest } from '../kit/egress/exchange.ts'
import { openAttempts } from './in-doubt.ts'
import { openReconciling } from './reconcile.ts'
import { openSteps, type Steps } from './testing.ts'
import { ACCEPTED, doubts, pass, sendInDoubt, startAfresh, TO_FIRST_LOOK } from './testing-doubt.ts'

let steps: Steps
let workspace: TestWorkspace
before(async () => {
  steps = await openSteps()
})
beforeEach(async () => {
  await startAfresh(steps)
  await steps.change(
    `update attempts set state = 'rejected', redirected_sealed = null where state in ('started', 'unknown')`,
  )
  workspace = await steps.carrier.connected()
})
after(() => steps.close())

async function textInDoubt(was: typeof ACCEPTED, by = workspace) {
  const to = steps.newPhone()
  const [id] = await steps.post(by, { to })
  await sendInDoubt(steps, [id!], was)
  return { id: id!, to }
}

test('a look reads no open texts to other numbers, but those that went to its number by a redirect', async () => {
  const { id, to } = await textInDoubt(ACCEPTED)
  const others = await steps.post(workspace, {}, {}, { to })
  await steps.beginAll()
  await steps.change(`update attempts set redirected_sealed = 'x' where message_id = $1`, [others[1]])
  const { context } = steps
  const open = await context.db.system(async (tx) => {
    const [of] = await tx.rows<{ account: string }>(
      '',
      'select provider_account as account from attempts where message_id = $1',
      [id],
    )
    return openAttempts(context, tx, [of!.account], [context.keys.hashNumber(to)])
  })
  assert.deepEqual(
    open
      .map((one) => one.message_id)
      .filter((one) => one === id || others.includes(one))
      .sort(),
    [id, others[1], others[2]].sort(),
  )
})

/** The provider as it is, but what it answers to a question goes through `answer`. */
function looking(answer: (request: HttpRequest, ask: () => Promise<Exchange>) => Promise<Exchange>) {
  const { http } = steps.context.egress
  const through: Http = (request) => answer(request, () => http(request))
  return openReconciling({ ...steps.context, egress: { ...steps.context.egress, http: through } })
}

const SILENCE: Exchange = { kind: 'unknown', reason: 'timeout', detail: 'Silence.' }

test('an account that does not answer is not asked again in the same turn, and all its texts are looked up later', async () => {
  const ids = await steps.post(workspace, ...Array.from({ length: 12 }, () => ({})))
  await sendInDoubt(steps, ids, ACCEPTED)
  await pass(steps, ids, TO_FIRST_LOOK)
  let asked = 0
  await looking(async () => {
    asked++
    return SILENCE
  })()
  assert.equal(asked, 4)
  for (const id of ids) assert.ok((await doubts(steps, id))[0]!.look_in_seconds! < 60)
  await pass(steps, ids, 60)
  await openReconciling(steps.context)()
  for (const id of ids) assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
})

test('what one account says is concluded while another still keeps silent', async () => {
  const silent = await textInDoubt(ACCEPTED)
  const account = `AC${'0'.repeat(32)}`
  await steps.change('update attempts set provider_account = $2 where message_id = $1', [silent.id, account])
  await steps.change('update connections set account_sid = $2 where workspace_id = $1', [workspace.id, account])
  const { id } = await textInDoubt(ACCEPTED, await steps.carrier.connected())
  await pass(steps, [silent.id, id], TO_FIRST_LOOK)
  const { promise, resolve } = Promise.withResolvers<Exchange>()
  const turn = looking(({ url }, ask) => (url.includes(account) ? promise : ask()))()
  try {
    await until('the other being decided', async () => (await steps.message(id)).attempts[0] === 'accepted')
  } finally {
    resolve(SILENCE)
    await turn
  }
  assert.deepEqual((await steps.message(silent.id)).attempts, ['unknown'])
})

test('the texts of one account do not take up a whole turn while others wait', async () => {
  const many = await steps.post(workspace, ...Array.from({ length: 70 }, () => ({})))
  await sendInDoubt(steps, many, ACCEPTED)
  const { id } = await textInDoubt(ACCEPTED)
  await steps.change(`update attempts set provider_account = 'AC' || repeat('0', 32) where message_id = $1`, [id])
  await pass(steps, many, TO_FIRST_LOOK + 10)
  await pass(steps, [id], TO_FIRST_LOOK)
  const look = openReconciling(steps.context)
  assert.equal(await look(), true)
  assert.equal((await doubts(steps, id))[0]!.undecided, 'other_account')
  assert.equal(await look(), false)
  for (const one of many) assert.deepEqual((await steps.message(one)).attempts, ['accepted'])
})

/** As a provider whose clock is behind by so much: what it created, and when it says that it answers. */
function clockBehind(seconds: number) {
  const earlier = (time: string) => new Date(Date.parse(time) - seconds * 1000).toUTCString()
  return looking(async (_request, ask) => {
    const exchange = await ask()
    if (exchange.kind !== 'answered') return exchange
    const body = exchange.body.replace(
      /"date_created": ?"([^"]*)"/g,
      (_all, time: string) => `"date_created":"${earlier(time)}"`,
    )
    return { ...exchange, body, headers: { ...exchange.headers, date: earlier(exchange.headers.date!) } }
  })
}

test('a list of a provider whose clock is far from ours proves nothing; one that is a little off does', async () => {
  const { id } = await textInDoubt(ACCEPTED)
  await pass(steps, [id], TO_FIRST_LOOK)
  await clockBehind(600)()
  const [doubt] = await doubts(steps, id)
  assert.deepEqual([doubt!.state, doubt!.looks, doubt!.undecided], ['unknown', 0, 'unclear'])
  await pass(steps, [id], 60)
  await clockBehind(50)()
  assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
})
