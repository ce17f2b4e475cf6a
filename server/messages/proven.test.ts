import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type TestWorkspace, until } from '../../test/app.ts'
import type { ProviderStatus } from '../providers/adapter.ts'
import { openReceipts } from './receipts.ts'
import { newReference, startSending } from './testing.ts'
import {
  ACCEPTED,
  type DoubtSteps,
  doubts,
  lookInVain,
  lookTwice,
  NOT_ACCEPTED,
  openDoubtSteps,
  sendInDoubt,
  sendUntil,
  startAfresh,
  taken,
} from './testing-doubt.ts'

let steps: DoubtSteps
let workspace: TestWorkspace
before(async () => {
  steps = await openDoubtSteps()
})
beforeEach(async () => {
  await startAfresh(steps)
  workspace = await steps.carrier.connected()
})
after(() => steps.close())

/** It was taken, the answer was lost, and the list lags: taken for not sent, it waits to be sent again. */
async function takenForNotSent() {
  const to = steps.newPhone()
  const [id] = await steps.post(workspace, { to })
  await sendInDoubt(steps, [id!], ACCEPTED)
  const { sid } = taken(steps, to)[0]!
  steps.carrier.simulator.state.faults.change({ list_lag_ms: 3_600_000 })
  await lookTwice(steps, [id!])
  steps.carrier.simulator.state.faults.clear()
  assert.deepEqual((await steps.message(id!)).attempts, ['not_accepted'])
  return { id: id!, to, proves: (status: ProviderStatus) => callBack(id!, 1, sid, status) }
}

async function callBack(messageId: string, n: number, reference: string, status: ProviderStatus): Promise<void> {
  const { token } = (await doubts(steps, messageId))[n - 1]!
  const said = { reference, status, errorCode: null, source: 'callback', proof: 'signature' } as const
  const filed = await openReceipts(steps.context).add({ workspaceId: workspace.id, messageId, n, token, ...said })
  assert.equal(filed, 'filed')
}

/** The carrier has too much to do for the second try. */
async function refuseSecond(id: string): Promise<void> {
  const { faults } = steps.carrier.simulator.state
  faults.change({ rate_429: 1 })
  const sending = startSending(steps.context, steps.shift)
  try {
    await until('the second try', async () => (await steps.message(id)).attempts[1] === 'not_sent')
  } finally {
    await sending.stop()
    faults.clear()
  }
}

describe('a receipt proves the first try of a text while the second', () => {
  test('is in doubt: looking in vain for the second does not send it a third time, and gives its money back', async () => {
    const { id, to, proves } = await takenForNotSent()
    await sendInDoubt(steps, [id], NOT_ACCEPTED)
    await proves('delivered')
    const both = (await steps.message(id)).committed.micros
    await lookTwice(steps, [id])
    const { status, attempts, committed } = await steps.message(id)
    assert.deepEqual([status, attempts], ['delivered', ['accepted', 'not_accepted']])
    assert.equal(committed.micros, both / 2)
    assert.equal((await doubts(steps, id))[0]!.doubled, false)
    assert.deepEqual(await steps.beginAll(), [])
    assert.equal(taken(steps, to).length, 1)
  })

  test('is under way: it stays delivered whatever becomes of the second', async () => {
    const { id, proves } = await takenForNotSent()
    assert.equal((await steps.beginAll()).length, 1)
    await proves('delivered')
    await steps.change(`update attempts set state = 'unknown', deadline_at = now() where message_id = $1 and n = 2`, [
      id,
    ])
    await lookTwice(steps, [id])
    assert.deepEqual(await steps.beginAll(), [])
    const { status, attempts } = await steps.message(id)
    assert.deepEqual([status, attempts], ['delivered', ['accepted', 'not_accepted']])
  })

  test('waits for a decision: "send again" does not send it any more', async () => {
    const { id, to, proves } = await takenForNotSent()
    await sendInDoubt(steps, [id], NOT_ACCEPTED)
    await lookInVain(steps, id)
    await proves('sent')
    const { status } = await workspace.call('POST', `/v1/messages/${id}/decision`, { decision: 'send_again' })
    assert.equal(status, 200)
    assert.deepEqual(await steps.beginAll(), [])
    const { attempts } = await steps.message(id)
    assert.deepEqual([(await steps.message(id)).status, attempts], ['sent', ['accepted', 'not_accepted']])
    assert.equal(taken(steps, to).length, 1)
  })

  test('waits to be tried again: the text is delivered and waits no more', async () => {
    const { id, proves } = await takenForNotSent()
    await refuseSecond(id)
    assert.equal((await steps.message(id)).status, 'queued')
    await proves('delivered')
    const { status, attempts } = await steps.message(id)
    assert.deepEqual([status, attempts, await waits(id)], ['delivered', ['accepted', 'not_sent'], false])
  })

  const ENDED: [how: string, end: (id: string) => Promise<void>][] = [
    [
      'was refused',
      async (id) => {
        await steps.beginAll()
        await steps.change(`update attempts set state = 'rejected' where message_id = $1 and n = 2`, [id])
        await steps.change(`update messages set status = 'failed', tries = 2 where id = $1`, [id])
      },
    ],
    [
      'was skipped',
      async (id) => {
        await steps.change(`update sms_settings set enabled = false where workspace_id = $1`, [workspace.id])
        await steps.beginAll()
        assert.equal((await steps.message(id)).status, 'skipped')
      },
    ],
  ]
  for (const [how, end] of ENDED) {
    test(`${how}: the text is delivered`, async () => {
      const { id, proves } = await takenForNotSent()
      await end(id)
      await proves('delivered')
      const { status, skip_reason } = await steps.message(id)
      assert.deepEqual([status, skip_reason], ['delivered', null])
    })
  }

  test('was taken too: what is said of the second counts, until the first is delivered', async () => {
    const { id, proves } = await takenForNotSent()
    await sendUntil(steps, [id], 'sent', 'delivered')
    const second = (await doubts(steps, id))[1]!.sid!
    await steps.change(`update messages set status = 'sent' where id = $1`, [id])
    await steps.change(`update attempts set provider_status = null, status_rank = -1 where message_id = $1`, [id])
    await callBack(id, 2, second, 'undelivered')
    await proves('sent')
    assert.equal((await steps.message(id)).status, 'undelivered')
    await proves('delivered')
    assert.equal((await steps.message(id)).status, 'delivered')
  })
})

test('receipts of both tries that are filed together leave the text delivered', async () => {
  const { id, to } = await takenForNotSent()
  await sendUntil(steps, [id], 'sent', 'delivered')
  await steps.change(`update messages set status = 'sent' where id = $1`, [id])
  await steps.change(
    `update attempts set state = 'accepted', provider_status = null, status_rank = -1, provider_sid = case n when 1 then $2 else provider_sid end
     where message_id = $1`,
    [id, newReference()],
  )
  const receipts = openReceipts(steps.context)
  const of = async (n: number, status: ProviderStatus) => {
    const { sid, token } = (await doubts(steps, id))[n - 1]!
    const said = { reference: sid!, status, errorCode: null, source: 'callback', proof: 'signature' } as const
    return { workspaceId: workspace.id, messageId: id, n, token, ...said }
  }
  const both = [await of(1, 'delivered'), await of(2, 'sent')]
  // The first is filed alone while the others gather.
  const [other] = await steps.post(workspace, {})
  const busy = receipts.add({ ...both[0]!, messageId: other! })
  assert.deepEqual(await Promise.all([busy, ...both.map((one) => receipts.add(one))]), ['stale', 'filed', 'filed'])
  assert.equal((await steps.message(id)).status, 'delivered')
  assert.equal(taken(steps, to).length, 2)
})

async function waits(id: string): Promise<boolean> {
  const rows = await steps.context.db.system((tx) => tx.rows('', 'select from queue where id = $1', [id]))
  return rows.length > 0
}
