import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, afterEach, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { maskPhone } from '../../shared/phone.ts'
import type { TestWorkspace } from '../../test/app.ts'
import type { Outcome } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import type { Begun } from './begin.ts'
import { toEnd } from './ending.ts'
import type { ProvenReceipt } from './proven.ts'
import { openReceipts } from './receipts.ts'
import { openSettlement, type Settlement } from './settle.ts'
import { sweep } from './sweep.ts'
import { newReference, openSteps, type Steps } from './testing.ts'

const PRICE_MICROS = 8300

let steps: Steps
let settlement: Settlement
before(async () => {
  steps = await openSteps()
  settlement = openSettlement(steps.context)
})
afterEach(() => steps.emptyQueue())
after(() => steps.close())

const accepted = (reference = newReference()): Outcome => ({
  kind: 'accepted',
  reference,
  status: 'queued',
  segments: 1,
})
const rejected = (code: number, httpStatus = 400): Outcome => ({
  kind: 'rejected',
  refusal: adapterFor('simulator').refusal(code, httpStatus),
  httpStatus,
  detail: 'No.',
})
const notSent = (why: 'unreachable' | 'rate_limited' | 'unavailable', retryAfterMs?: number): Outcome => ({
  kind: 'not_sent',
  why,
  detail: 'Busy.',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})
const unknown: Outcome = { kind: 'unknown', why: 'timeout', detail: 'Silence.', httpStatus: null }

async function beginOne(workspace: TestWorkspace, text = {}): Promise<{ id: string; begun: Begun }> {
  const [id] = await steps.post(workspace, text)
  const [begun] = await steps.beginAll()
  return { id: id!, begun: begun! }
}

interface Case {
  what: string
  outcome: Outcome
  attempt: string
  status: string
  kept: boolean
  /** Seconds until the next try, at least and at most. */
  again?: [number, number]
  waiting?: string
}

const CASES: Case[] = [
  { what: 'accepted', outcome: accepted(), attempt: 'accepted', status: 'sent', kept: true },
  { what: 'not known', outcome: unknown, attempt: 'unknown', status: 'unknown', kept: true },
  {
    what: 'not sent',
    outcome: notSent('unreachable'),
    attempt: 'not_sent',
    status: 'queued',
    kept: false,
    again: [1, 3],
  },
  {
    what: 'too many requests, to be tried in 30 seconds',
    outcome: notSent('rate_limited', 30_000),
    attempt: 'not_sent',
    status: 'queued',
    kept: false,
    again: [28, 30],
  },
  { what: 'refused for its number', outcome: rejected(21211), attempt: 'rejected', status: 'failed', kept: false },
  {
    what: 'refused for the credentials',
    outcome: rejected(20003, 401),
    attempt: 'rejected',
    status: 'queued',
    kept: false,
    again: [-5, 0],
    waiting: 'bad_credentials',
  },
  {
    what: 'refused for the account',
    outcome: rejected(20005, 403),
    attempt: 'rejected',
    status: 'queued',
    kept: false,
    again: [-5, 0],
    waiting: 'account',
  },
  {
    what: 'refused by a trial account for its recipient',
    outcome: rejected(21608),
    attempt: 'rejected',
    status: 'failed',
    kept: false,
  },
]

describe('an attempt that ended', () => {
  for (const { what, outcome, attempt, status, kept, again, waiting } of CASES) {
    test(`as ${what}: attempt ${attempt}, message ${status}, money ${kept ? 'kept' : 'given back'}`, async () => {
      const workspace = await steps.carrier.connected()
      const { id, begun } = await beginOne(workspace)
      await settlement.add({ begun, outcome })
      const message = await steps.message(id)
      assert.deepEqual([message.attempts, message.status], [[attempt], status])
      const money = kept ? { micros: PRICE_MICROS, segments: 1 } : { micros: 0, segments: 0 }
      assert.deepEqual(message.committed, money)
      assert.equal(message.finished, status === 'failed')
      if (again) assert.ok(message.due_in_seconds >= again[0] && message.due_in_seconds <= again[1])
      assert.equal(await waitingOf(workspace), waiting ?? null)
    })
  }
})

test('attempts that ended together each have their own end', async () => {
  const workspace = await steps.carrier.connected()
  const outcomes = [accepted(), unknown, notSent('unreachable'), rejected(21211), accepted()]
  const ids = await steps.post(workspace, ...outcomes.map(() => ({})))
  const begun = await steps.beginAll()
  await Promise.all(
    outcomes.map((outcome, i) => settlement.add({ begun: begun.find(({ text }) => text.id === ids[i])!, outcome })),
  )
  const messages = await Promise.all(ids.map(steps.message))
  assert.deepEqual(
    messages.map(({ status }) => status),
    ['sent', 'unknown', 'queued', 'failed', 'sent'],
  )
  assert.deepEqual(messages[0]!.committed, { micros: 3 * PRICE_MICROS, segments: 3 })
})

async function waitingOf(workspace: TestWorkspace): Promise<string | null> {
  const rows = await steps.context.db.tenant(workspace.id, (tx) =>
    tx.selectFrom('sms_settings').select('waiting').execute(),
  )
  return rows[0]!.waiting
}

test('law: waits double from two seconds to five minutes, give or take a quarter, and last as long as asked', () => {
  const begun = { text: { workspace_id: 'ws', id: 'msg' } } as Begun
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.option(fc.integer({ min: 0, max: 900_000 })), (n, askedMs) => {
      const { messageStatus, againInSeconds } = toEnd({
        begun: { ...begun, n },
        outcome: notSent('unreachable', askedMs ?? undefined),
      })
      const middle = Math.min(2 ** n, 300)
      const asked = Math.ceil((askedMs ?? 0) / 1000)
      assert.equal(messageStatus, 'queued')
      assert.ok(againInSeconds >= Math.max(middle * 0.75, asked))
      assert.ok(againInSeconds <= Math.max(middle * 1.25, asked))
    }),
  )
})

test('a gateway that answers 5xx is tried four times, and then the text has failed', async () => {
  const workspace = await steps.carrier.connected()
  const [id] = await steps.post(workspace, {})
  for (let n = 1; n <= 4; n++) {
    await steps.change('update queue set due_at = now() where id = $1', [id])
    const [begun] = await steps.beginAll()
    assert.equal(begun?.n, n)
    await settlement.add({ begun: begun!, outcome: notSent('unavailable') })
  }
  const { status, error_class, attempts, finished, committed } = await steps.message(id!)
  assert.deepEqual(
    { status, error_class, attempts, finished, committed: committed.micros },
    {
      status: 'failed',
      error_class: 'transient_carrier',
      attempts: Array(4).fill('not_sent'),
      finished: true,
      committed: 0,
    },
  )
})

const receiptFor = ({ text, n, token }: Begun, status: ProvenReceipt['status'], reference: string): ProvenReceipt => ({
  workspaceId: text.workspace_id,
  messageId: text.id,
  n,
  token,
  reference,
  status,
  errorCode: status === 'failed' ? 30008 : null,
  source: 'callback',
  proof: 'signature',
})

/** What a receipt said before the answer came, and what the answer may no longer change. */
const EARLY: [ProvenReceipt['status'], Outcome, string, number][] = [
  ['delivered', accepted(), 'delivered', PRICE_MICROS],
  ['delivered', unknown, 'delivered', PRICE_MICROS],
  ['failed', accepted(), 'failed', 0],
  ['failed', rejected(21211), 'failed', 0],
]
for (const [said, outcome, status, micros] of EARLY) {
  test(`a receipt that says ${said} before the answer is ${outcome.kind} wins`, async () => {
    const { id, begun } = await beginOne(await steps.carrier.connected())
    const reference = outcome.kind === 'accepted' ? outcome.reference : newReference()
    assert.equal(await openReceipts(steps.context).add(receiptFor(begun, said, reference)), 'filed')
    await settlement.add({ begun, outcome })
    const message = await steps.message(id)
    assert.deepEqual([message.status, message.attempts, message.committed.micros], [status, ['accepted'], micros])
    assert.equal(message.provider_sid, reference)
  })
}

test('an answer that comes when the attempt is in doubt already is taken', async () => {
  const { id, begun } = await beginOne(await steps.carrier.connected())
  await steps.change("update attempts set deadline_at = now() - interval '1 second' where message_id = $1", [id])
  await sweep(steps.context)
  assert.equal((await steps.message(id)).status, 'unknown')
  await settlement.add({ begun, outcome: accepted() })
  const { status, attempts } = await steps.message(id)
  assert.deepEqual([status, attempts], ['sent', ['accepted']])
})

test('an end that is stored twice gives money back once', async () => {
  const workspace = await steps.carrier.connected()
  const kept = await beginOne(workspace)
  const { id, begun } = await beginOne(workspace)
  for (const outcome of [rejected(21211), notSent('unreachable')]) await settlement.add({ begun, outcome })
  assert.deepEqual((await steps.message(id)).attempts, ['rejected'])
  assert.deepEqual((await steps.message(kept.id)).committed, { micros: PRICE_MICROS, segments: 1 })
})

test('an answer that cannot be stored spoils none that is stored with it', async () => {
  const workspace = await steps.carrier.connected()
  const ids = await steps.post(workspace, {}, {}, {}, {})
  const begun = await steps.beginAll()
  const twice = newReference()
  const references = [newReference(), twice, twice, newReference()]
  const stored = await Promise.allSettled(
    begun.map((one, i) => settlement.add({ begun: one, outcome: accepted(references[i]) })),
  )
  assert.equal(stored.filter((one) => one.status === 'rejected').length, 1)
  const states = await Promise.all(ids.map(async (id) => (await steps.message(id)).attempts[0]))
  assert.deepEqual(states.sort(), ['accepted', 'accepted', 'accepted', 'started'])
})

test('a number that the provider has blocked is the one that was texted, not the one that was meant', async () => {
  const [meant, testPhone] = [steps.newPhone(), steps.newPhone()]
  const workspace = await steps.carrier.connected({ redirect: { enabled: true, phone_number: testPhone } })
  const { begun } = await beginOne(workspace, { to: meant })
  await settlement.add({ begun, outcome: rejected(21610) })
  const rows = await steps.context.db.tenant(workspace.id, (tx) =>
    tx.selectFrom('opt_outs').select(['number_hash', 'source']).execute(),
  )
  assert.deepEqual(rows, [{ number_hash: steps.context.keys.hashNumber(testPhone), source: 'provider' }])
})

test('an opt-out that the provider told of is on record, once, with the number masked', async () => {
  const to = steps.newPhone()
  const workspace = await steps.carrier.connected()
  await steps.post(workspace, { to, body: 'One' }, { to, body: 'Other' })
  for (const begun of await steps.beginAll()) await settlement.add({ begun, outcome: rejected(21610) })
  const rows = await steps.context.db.tenant(workspace.id, (tx) =>
    tx.selectFrom('audit_entries').select(['actor_kind', 'changes']).where('action', '=', 'opt_out.added').execute(),
  )
  assert.deepEqual(rows, [{ actor_kind: 'system', changes: { number: { from: null, to: maskPhone(to) } } }])
})

test('a refusal of credentials that were replaced meanwhile stops nothing', async () => {
  const workspace = await steps.carrier.connected()
  const { begun } = await beginOne(workspace)
  const account = steps.carrier.simulator.state.accounts.find(({ sid }) => sid === begun.channel.account)!
  account.authToken = randomBytes(16).toString('hex')
  const credentials = { kind: 'auth_token', auth_token: account.authToken }
  assert.equal((await workspace.call('PATCH', '/v1/sms/settings', { credentials })).status, 200)
  await settlement.add({ begun, outcome: rejected(20003, 401) })
  assert.equal(await waitingOf(workspace), null)
})

test('the text of a code goes when it was handed over or refused, and stays while it may be tried again', async () => {
  const workspace = await steps.carrier.connected()
  for (const [outcome, has] of [
    [accepted(), false],
    [rejected(21211), false],
    [notSent('unreachable'), true],
  ] as const) {
    const { id, begun } = await beginOne(workspace, { class: 'otp' })
    await settlement.add({ begun, outcome })
    assert.equal((await steps.message(id)).has_body, has, outcome.kind)
  }
})
