import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { sweep } from '../messages/sweep.ts'
import { openSteps, type Steps } from '../messages/testing.ts'
import { DUE, fallThroughTurn } from './fall-through.ts'
import { openUrgent, refused, report, settle, taken, WITH_MAIL } from './testing-urgent.ts'

let steps: Steps
before(async () => {
  steps = await openSteps({ environment: WITH_MAIL })
})
afterEach(() => steps.emptyQueue())
after(() => steps.close())

const fallThrough = async () => {
  while (await fallThroughTurn(steps.context));
}
type Urgent = Awaited<ReturnType<typeof openUrgent>>

const ENDS: [what: string, end: (urgent: Urgent) => Promise<void>, status: string, says: RegExp][] = [
  ['is refused', async () => settle(steps, await steps.beginAll(), refused), 'failed', /^Not sent: /],
  [
    'is not delivered',
    async () => {
      const begun = await steps.beginAll()
      const outcome = taken()
      await settle(steps, begun, outcome)
      await report(steps, begun[0]!, 'undelivered', 30006, outcome.reference)
    },
    'undelivered',
    /^Not delivered: /,
  ],
  [
    'meets an opt-out that came meanwhile',
    async ({ query, workspace }) => {
      await query(
        `insert into opt_outs (workspace_id, number_hash, source)
         select $1, to_hash, 'keyword' from messages where workspace_id = $1 and channel = 'sms'`,
        [workspace.id],
      )
      await steps.beginAll()
    },
    'skipped',
    /answered STOP/,
  ],
  [
    'expires in the queue',
    async ({ workspace }) => {
      await steps.change('update messages set not_after = now() where workspace_id = $1', [workspace.id])
      await steps.change('update queue set not_after = now() where workspace_id = $1', [workspace.id])
      while (await sweep(steps.context));
    },
    'expired',
    /^Not sent in time/,
  ],
]

describe('the mail goes instead where the text of an urgent alert', () => {
  for (const [what, end, status, says] of ENDS) {
    test(what, async () => {
      const urgent = await openUrgent(steps)
      const event = await urgent.happen()
      await fallThrough()
      const waiting = await urgent.messages(event)
      assert.deepEqual([Object.keys(waiting), waiting.sms.status], [['sms'], 'queued'])
      await end(urgent)
      await fallThrough()
      const { sms, email } = await urgent.messages(event)
      assert.deepEqual([sms.status, email.status, email.to], [status, 'queued', 'a•••@acme.example'])
      assert.deepEqual([sms.instead_by, email.instead_of], [email.id, sms.id])
      assert.match(sms.status_text, says)
      assert.match(sms.status_text, / Sent by email instead\.$/)
      assert.match(email.status_text, /It is urgent, and the text could not go\.$/)
      assert.match(email.subject, /ENG-142 priority changed to Urgent/)
      assert.deepEqual([sms.instead.id, sms.instead.channel], [email.id, 'email'])
      assert.match(email.instead.status_text, says)
      const [{ waits }] = await urgent.query(
        'select count(*)::int as waits from message_mails where workspace_id = $1',
        [urgent.workspace.id],
      )
      assert.equal(waits, 1)
    })
  }
})

test('of many that end at once, looked for by several workers meanwhile, each goes by mail once', async () => {
  const urgent = await openUrgent(steps)
  const events = await Promise.all(Array.from({ length: 20 }, (_, i) => urgent.happen({ id: `evt-${i}` })))
  const begun = await steps.beginAll()
  assert.equal(begun.length, 20)
  const turns = Array.from({ length: 12 }, () => fallThroughTurn(steps.context))
  await Promise.all([...begun.map((one) => settle(steps, [one], refused)), ...turns])
  await Promise.all(Array.from({ length: 4 }, fallThrough))
  await Promise.all(Array.from({ length: 4 }, fallThrough))
  for (const event of events) {
    const { sms, email } = await urgent.messages(event)
    assert.deepEqual([sms.status, sms.instead_by, email.instead_of], ['failed', email.id, sms.id])
  }
  const mails = await urgent.query('select message_id from message_mails where workspace_id = $1', [
    urgent.workspace.id,
  ])
  assert.equal(mails.length, 20)
})

test('what was mailed by preference is not mailed again', async () => {
  const urgent = await openUrgent(steps, { sms: true, email: true, in_app: true })
  const event = await urgent.happen()
  const before = await urgent.messages(event)
  await settle(steps, await steps.beginAll(), refused)
  await fallThrough()
  const { sms, email, in_app } = await urgent.messages(event)
  assert.deepEqual([email.id, in_app.id], [before.email.id, before.in_app.id])
  assert.deepEqual([sms.instead_by, email.instead_of], [email.id, null])
})

test('a text that is not urgent falls nowhere, and one that may have arrived does not either', async () => {
  const urgent = await openUrgent(steps)
  const maybe = await urgent.happen()
  await settle(steps, await steps.beginAll(), { kind: 'unknown', why: 'timeout', detail: 'Silence.', httpStatus: null })
  await urgent.call('PATCH', `/v1/triggers/${urgent.triggerId}`, { urgent: false })
  const calm = await urgent.happen()
  await settle(steps, await steps.beginAll(), refused)
  await fallThrough()
  assert.deepEqual(Object.keys(await urgent.messages(maybe)), ['sms'])
  const { sms, ...others } = await urgent.messages(calm)
  assert.deepEqual([sms.status, sms.instead, others], ['failed', null, {}])
})

test('a receipt that comes late calls nothing back, and the record says what came first', async () => {
  const urgent = await openUrgent(steps)
  const event = await urgent.happen()
  const begun = await steps.beginAll()
  const outcome = taken()
  await settle(steps, begun, outcome)
  await report(steps, begun[0]!, 'undelivered', 30003, outcome.reference)
  await fallThrough()
  await report(steps, begun[0]!, 'delivered', null, outcome.reference)
  await fallThrough()
  const { sms, email } = await urgent.messages(event)
  assert.deepEqual([email.status, sms.instead_by], ['queued', email.id])
  assert.match(sms.status_text, /Sent by email instead\.$/)
})

describe('where there is no address', () => {
  test('it stands in the inbox of a member, also after a mail that failed', async () => {
    const urgent = await openUrgent(steps)
    const person = urgent.personId
    await urgent.join()
    const mailed = await urgent.happen()
    await settle(steps, await steps.beginAll(), refused)
    await fallThrough()
    await urgent.query(
      `update messages set status = 'failed', error_text = 'no such mailbox' where id = $2 and workspace_id = $1`,
      [urgent.workspace.id, (await urgent.messages(mailed)).email.id],
    )
    await fallThrough()
    const first = await urgent.messages(mailed)
    assert.deepEqual([first.email.instead_by, first.in_app.instead_of], [first.in_app.id, first.email.id])
    assert.match(first.in_app.status_text, /could not go by text or by mail/)
    await urgent.call('PATCH', `/v1/people/${person}`, { email: null })
    const unmailed = await urgent.happen()
    await settle(steps, await steps.beginAll(), refused)
    await fallThrough()
    const { sms, email, in_app } = await urgent.messages(unmailed)
    assert.deepEqual([email, sms.instead_by, in_app.instead_of], [undefined, in_app.id, sms.id])
    assert.match(sms.status_text, /It stands in the inbox instead\.$/)
    const [{ here }] = await urgent.query('select count(*)::int as here from inbox_items where workspace_id = $1', [
      urgent.workspace.id,
    ])
    assert.equal(here, 2)
  })

  test('and no account, the record says that there is no other way', async () => {
    const urgent = await openUrgent(steps, undefined, { email: null })
    const event = await urgent.happen()
    await settle(steps, await steps.beginAll(), refused)
    await fallThrough()
    const { sms, ...others } = await urgent.messages(event)
    assert.deepEqual([sms.instead_by, others], [null, {}])
    assert.match(sms.status_text, /there is no other way to this person\.$/)
  })
})

test('who is not active any more gets nothing instead, and what cannot be made keeps no other', async () => {
  const gone = await openUrgent(steps)
  const [bad, good] = [await openUrgent(steps), await openUrgent(steps)]
  const events = [await gone.happen(), await bad.happen(), await good.happen()]
  await gone.call('PATCH', `/v1/people/${gone.personId}`, { active: false })
  await steps.context.db.pool.query(`update events set payload_sealed = '\\x00' where id = $1`, [events[1]])
  await settle(steps, await steps.beginAll(), refused)
  await fallThrough()
  const says = async (urgent: Urgent, i: number) => {
    const [row] = await urgent.query(
      `select fell_to from messages where workspace_id = $1 and event_id = $2 and channel = 'sms'`,
      [urgent.workspace.id, events[i]],
    )
    return row.fell_to
  }
  assert.deepEqual([await says(gone, 0), await says(bad, 1), await says(good, 2)], ['inactive', 'failed', 'email'])
})

test('looking for them reads an index that holds nothing else', async () => {
  const plan = await steps.context.db.system(async (tx) => {
    await tx.rows('', 'set local enable_seqscan = off', [])
    return tx.rows<{ 'QUERY PLAN': string }>('', `explain ${DUE.replace('$1', '200')}`, [])
  })
  assert.match(JSON.stringify(plan), /Index Scan using messages_to_fall_through/)
})
