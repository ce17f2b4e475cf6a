import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { TestWorkspace } from '../../test/app.ts'
import { newId } from '../kit/id.ts'
import type { Begun } from './begin.ts'
import type { ProvenReceipt } from './proven.ts'
import { type Filed, openReceipts } from './receipts.ts'
import { openSettlement } from './settle.ts'
import { newReference, openSteps, type Steps } from './testing.ts'

const PRICE_MICROS = 8300

let steps: Steps
let file: (receipt: ProvenReceipt) => Promise<Filed>
before(async () => {
  steps = await openSteps()
  file = openReceipts(steps.context).add
})
afterEach(() => steps.emptyQueue())
after(() => steps.close())

interface Sent {
  id: string
  begun: Begun
  reference: string
  receipt: ProvenReceipt
}

/** A text that the provider has answered for. */
async function sentText(workspace: TestWorkspace): Promise<Sent> {
  const [id] = await steps.post(workspace, {})
  const [begun] = await steps.beginAll()
  const reference = newReference()
  const outcome = { kind: 'accepted', reference, status: 'queued', segments: 1 } as const
  await openSettlement(steps.context).add({ begun: begun!, outcome })
  return { id: id!, begun: begun!, reference, receipt: receiptFor(begun!, reference) }
}

function receiptFor({ text, n, token }: Begun, reference: string): ProvenReceipt {
  const address = { workspaceId: text.workspace_id, messageId: text.id, n, token }
  return { ...address, reference, status: 'delivered', errorCode: null, source: 'callback', proof: 'signature' }
}

describe('a receipt that is not about an attempt of ours is stale and changes nothing:', () => {
  const STRAYS: [string, (sent: Sent, other: Sent) => Partial<ProvenReceipt>][] = [
    ['another token', () => ({ token: 'A'.repeat(22) })],
    ['a token that is cut short', ({ begun }) => ({ token: begun.token.slice(0, -1) })],
    ['the token of another text', (_, other) => ({ token: other.begun.token })],
    ['the address of another text', (_, other) => ({ messageId: other.id })],
    ['a reference that the provider did not answer with', () => ({ reference: newReference() })],
    ['the reference of another text', (_, other) => ({ reference: other.reference })],
    ['an attempt that was never made', () => ({ n: 2 })],
    ['a text that does not exist', () => ({ messageId: newId('msg') })],
    ['another workspace', () => ({ workspaceId: newId('ws') })],
  ]
  for (const [what, change] of STRAYS) {
    test(what, async () => {
      const workspace = await steps.carrier.connected()
      const [sent, other] = [await sentText(workspace), await sentText(workspace)]
      assert.equal(await file({ ...sent.receipt, ...change(sent, other) }), 'stale')
      for (const { id } of [sent, other]) {
        const { status, receipts, committed } = await steps.message(id)
        assert.deepEqual([status, receipts, committed.segments], ['sent', [], 2])
      }
    })
  }

  test('a reference that belongs to another text, before the own answer came', async () => {
    const workspace = await steps.carrier.connected()
    const other = await sentText(workspace)
    const [id] = await steps.post(workspace, {})
    const [begun] = await steps.beginAll()
    assert.equal(await file(receiptFor(begun!, other.reference)), 'stale')
    assert.deepEqual((await steps.message(id!)).attempts, ['started'])
    assert.equal(await file(receiptFor(begun!, newReference())), 'filed')
    assert.equal((await steps.message(id!)).status, 'delivered')
  })
})

describe('after a restore the attempt in doubt has another token than the one the provider was given:', () => {
  /** As the restore leaves it, and the receipt of the attempt that was made after the backup. */
  async function restored(): Promise<{ id: string; receipt: ProvenReceipt }> {
    const [id] = await steps.post(await steps.carrier.connected(), {})
    const [begun] = await steps.beginAll()
    await steps.change(
      `with doubt as (
         update attempts set state = 'unknown', worker = 'restore', token = 'of the restore' where message_id = $1 returning n
       ) update messages set status = 'unknown', tries = doubt.n from doubt where id = $1`,
      [id],
    )
    return { id: id!, receipt: receiptFor(begun!, newReference()) }
  }

  test('the signature is proof enough, for the first receipt and those that follow', async () => {
    const { id, receipt } = await restored()
    assert.equal(await file({ ...receipt, status: 'sent' }), 'filed')
    assert.deepEqual((await steps.message(id)).attempts, ['accepted'])
    assert.equal(await file(receipt), 'filed')
    assert.equal(await file({ ...receipt, reference: newReference() }), 'stale')
    const { status, receipts, provider_sid } = await steps.message(id)
    assert.deepEqual([status, receipts, provider_sid], ['delivered', ['sent', 'delivered'], receipt.reference])
  })

  test('without a signature it is not, nor with the reference of another text', async () => {
    const { id, receipt } = await restored()
    const other = await sentText(await steps.carrier.connected())
    assert.equal(await file({ ...receipt, proof: 'asked_again' }), 'stale')
    assert.equal(await file({ ...receipt, reference: other.reference }), 'stale')
    assert.deepEqual((await steps.message(id)).attempts, ['unknown'])
  })
})

/** What the provider's last word makes of a text. */
const ENDS: [ProvenReceipt['status'], number | null, string, number, boolean][] = [
  ['sent', null, 'sent', PRICE_MICROS, false],
  ['delivered', null, 'delivered', PRICE_MICROS, true],
  ['undelivered', 30003, 'undelivered', PRICE_MICROS, true],
  ['failed', 30008, 'failed', 0, true],
  ['failed', 30036, 'expired', 0, true],
  ['canceled', null, 'cancelled', 0, true],
]
for (const [said, errorCode, status, micros, finished] of ENDS) {
  test(`${said} (${errorCode ?? 'no error'}) makes a text ${status}, with ${micros ? 'its money spent' : 'its money back'}`, async () => {
    const { id, receipt } = await sentText(await steps.carrier.connected())
    for (let times = 0; times < 2; times++) await file({ ...receipt, status: said, errorCode })
    const message = await steps.message(id)
    assert.deepEqual(
      [message.status, message.committed.micros, message.finished, message.error_code],
      [status, micros, finished, errorCode],
    )
    assert.equal(message.ask_in_seconds === null, finished, 'asked for while there is something to learn')
  })
}

test('law: receipts in any order, repeated, one by one or together, end the same, and move money once', async () => {
  const workspace = await steps.carrier.connected()
  const LIVES = [
    ['accepted', 'queued', 'sending', 'sent', 'delivered'],
    ['queued', 'sent', 'undelivered', 'delivered'],
    ['queued', 'sending', 'failed'],
  ] as const
  const story = fc
    .constantFrom(...LIVES)
    .chain((life) => fc.shuffledSubarray([...life, ...life], { minLength: life.length * 2 }))
  let committedBefore = 0
  await fc.assert(
    fc.asyncProperty(story, fc.boolean(), async (said, together) => {
      const { id, receipt } = await sentText(workspace)
      const receipts = said.map((status) => ({ ...receipt, status, errorCode: status === 'failed' ? 30008 : null }))
      if (together) await Promise.all(receipts.map(file))
      else for (const one of receipts) await file(one)
      const message = await steps.message(id)
      const failed = said.includes('failed')
      assert.equal(message.status, failed ? 'failed' : 'delivered')
      assert.deepEqual(new Set(message.receipts), new Set(said))
      committedBefore += failed ? 0 : PRICE_MICROS
      assert.equal(message.committed.micros, committedBefore)
    }),
    { numRuns: 25 },
  )
})

test('a receipt settles an attempt that was in doubt', async () => {
  const [id] = await steps.post(await steps.carrier.connected(), {})
  const [begun] = await steps.beginAll()
  const outcome = { kind: 'unknown', why: 'timeout', detail: 'Silence.', httpStatus: null } as const
  await openSettlement(steps.context).add({ begun: begun!, outcome })
  assert.equal((await steps.message(id!)).status, 'unknown')
  await file({ ...receiptFor(begun!, newReference()), status: 'sent' })
  const { status, attempts, ask_in_seconds } = await steps.message(id!)
  assert.deepEqual([status, attempts], ['sent', ['accepted']])
  assert.ok(ask_in_seconds! > 50 && ask_in_seconds! <= 60)
})

test('a block that only a receipt tells of is written for the number that was texted', async () => {
  const [meant, testPhone] = [steps.newPhone(), steps.newPhone()]
  const workspace = await steps.carrier.connected({ redirect: { enabled: true, phone_number: testPhone } })
  await steps.post(workspace, { to: meant })
  const [begun] = await steps.beginAll()
  await file({ ...receiptFor(begun!, newReference()), status: 'failed', errorCode: 21610 })
  const rows = await steps.context.db.tenant(workspace.id, (tx) =>
    tx.selectFrom('opt_outs').select('number_hash').execute(),
  )
  assert.deepEqual(rows, [{ number_hash: steps.context.keys.hashNumber(testPhone) }])
})
