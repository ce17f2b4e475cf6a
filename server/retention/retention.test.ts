import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type pg from 'pg'
import { insertAttempt, insertMessage } from '../../test/rows.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { newId } from '../kit/id.ts'
import { countAll, kept } from '../statistics/testing.ts'
import { retentionRoutes } from './routes.ts'
import { addEvent, addReply, daysAgo, idsOf, keepFor, openOwner, optOut, plant, runOut, tablesWith } from './testing.ts'
import { retentionTurn } from './turn.ts'

let slice: Slice
let owner: pg.Client
before(async () => {
  slice = await openSlice(retentionRoutes)
  owner = await openOwner(slice)
})
after(async () => {
  await owner.end()
  await slice.close()
})

const read = async (workspaceId: string) => (await slice.call(actorIn(workspaceId, []), 'GET', '/v1/retention')).body

async function actionsIn(workspaceId: string): Promise<string[]> {
  const rows = await slice.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('audit_entries').select('action').orderBy('id').execute(),
  )
  return rows.map(({ action }) => action)
}

test('what is older goes with all that hangs on it, and leaves no trace but counts', async () => {
  const [workspaceId, other] = [await slice.workspace(), await slice.workspace()]
  const old = await plant(slice, workspaceId, daysAgo(41), 'PLANTEDOLD')
  const fresh = await plant(slice, workspaceId, daysAgo(39), 'PLANTEDFRESH')
  await plant(slice, other, daysAgo(41), 'PLANTEDOTHER')
  const words = ['PLANTEDOLD', 'plantedold', ...Object.values(old)]
  const held = await tablesWith(owner, words)
  for (const table of ['messages', 'attempts', 'receipts', 'inbox_items', 'links', 'webhook_deliveries', 'events'])
    assert.ok(held.includes(table), table)
  const freshHeld = await tablesWith(owner, ['PLANTEDFRESH', ...Object.values(fresh)])
  const otherHeld = await tablesWith(owner, ['PLANTEDOTHER'])
  await countAll(slice.context, workspaceId)
  const figures = await kept(slice.context, workspaceId)

  await keepFor(slice, workspaceId, 40)
  await runOut(slice, workspaceId)

  assert.deepEqual(await tablesWith(owner, words), [])
  assert.deepEqual(await tablesWith(owner, ['PLANTEDFRESH', ...Object.values(fresh)]), freshHeld)
  assert.deepEqual(await tablesWith(owner, ['PLANTEDOTHER']), otherHeld)
  await countAll(slice.context, workspaceId)
  assert.deepEqual({ ...(await kept(slice.context, workspaceId)), person: null }, { ...figures, person: null })
  const { days, last, running, deleted_in_all } = await read(workspaceId)
  const deleted = {
    messages: 1,
    replies: 1,
    events: 1,
    attempts: 1,
    receipts: 1,
    inbox_entries: 1,
    links: 1,
    webhook_calls: 2,
  }
  assert.deepEqual(
    { days, running, deleted: last.deleted, stays: last.stays, clean: last.nothing_older, deleted_in_all },
    {
      days: 40,
      running: null,
      deleted,
      stays: { messages: 0, replies: 0, events: 0 },
      clean: true,
      deleted_in_all: deleted,
    },
  )
  assert.deepEqual(await actionsIn(workspaceId), ['retention.deleted'])
  assert.deepEqual((await read(other)).last, null)
})

test('what is undecided, on its way, still to be told, or needed elsewhere stays, and is said to', async () => {
  const workspaceId = await slice.workspace()
  const at = daysAgo(50)
  const stays: string[] = []
  const add = async (wanted: Parameters<typeof insertMessage>[2]) => {
    const { id } = await insertMessage(slice, workspaceId, { created_at: at, ...wanted })
    stays.push(id)
    return id
  }
  await add({ status: 'queued' })
  await add({ status: 'queued', channel: 'email' })
  const unknown = await add({ status: 'unknown' })
  await insertAttempt(slice, workspaceId, unknown, { state: 'unknown', started_at: at, undecided: 'no_listing' })
  const begun = await add({ status: 'failed' })
  await insertAttempt(slice, workspaceId, begun, { state: 'started', started_at: at })
  await add({ status: 'failed', urgent: true })
  await add({ status: 'sent', provider: 'twilio', sent_at: new Date() })
  const mailed = await add({ status: 'sent', channel: 'email' })
  const told = await add({ status: 'delivered' })
  const caused = newId('evt', at.getTime())
  await add({ status: 'queued', event_id: caused })
  const over = await insertMessage(slice, workspaceId, { created_at: at, status: 'failed' })
  await addEvent(slice, workspaceId, caused, at, 'ENG-1')
  const dated = newId('evt', at.getTime())
  const passed = newId('evt', at.getTime())
  await addEvent(slice, workspaceId, dated, at, 'ENG-2')
  await addEvent(slice, workspaceId, passed, at, 'ENG-2')
  await addEvent(slice, workspaceId, newId('evt', at.getTime()), at, 'ENG-2')
  const wish = newId('inb', at.getTime())
  const stop = newId('inb', at.getTime())
  await addReply(slice, workspaceId, wish, at, 'x', 'perhaps_stop')
  await addReply(slice, workspaceId, stop, at, 'x', 'stop')
  await addReply(slice, workspaceId, newId('inb', at.getTime()), at, 'x', 'stop')
  await optOut(slice, workspaceId, '+14155550177', stop)
  await slice.db.tenant(workspaceId, async (tx) => {
    await tx.rows('', `insert into message_mails (workspace_id, message_id, not_after) values ($1, $2, now())`, [
      workspaceId,
      mailed,
    ])
    await tx.rows(
      '',
      `insert into webhook_deliveries (workspace_id, endpoint_id, id, type, subject, sequence) values ($1, 'whe_1', 'whd_1', 'message.delivered', $2, 1)`,
      [workspaceId, told],
    )
    await tx.rows(
      '',
      `insert into due_dates (workspace_id, entity_type, entity_id, due_as_of, learned_at, said_in, passed_event_id)
       values ($1, 'issue', 'ENG-2', now(), now(), jsonb_build_object('item', $2::text), $3)`,
      [workspaceId, dated, passed],
    )
  })
  await keepFor(slice, workspaceId, 30)
  await runOut(slice, workspaceId)
  const left = await idsOf(slice, workspaceId, 'messages')
  assert.deepEqual(left, stays.sort())
  assert.ok(!left.includes(over.id))
  assert.deepEqual(await idsOf(slice, workspaceId, 'events'), [caused, dated, passed].sort())
  assert.deepEqual(await idsOf(slice, workspaceId, 'inbound_texts'), [wish, stop].sort())
  const { last } = await read(workspaceId)
  assert.deepEqual([last.stays, last.nothing_older], [{ messages: stays.length, replies: 2, events: 3 }, false])
})

test('the registry still shows a number that it knew from a text alone', async () => {
  const workspaceId = await slice.workspace()
  await insertMessage(slice, workspaceId, { created_at: daysAgo(50), status: 'failed', to: '+14155550123' })
  const shown = await optOut(slice, workspaceId, '+14155550123')
  assert.equal(await shown(), null)
  await keepFor(slice, workspaceId, 30)
  await runOut(slice, workspaceId)
  assert.deepEqual(await idsOf(slice, workspaceId, 'messages'), [])
  assert.equal(await shown(), '+14155550123')
})

describe('with more than goes at once', () => {
  const COUNT = 1200
  async function filled(): Promise<string> {
    const workspaceId = await slice.workspace()
    const { id } = await insertMessage(slice, workspaceId, { created_at: daysAgo(60), status: 'failed' })
    await owner.query(
      `create temp table one as select * from messages where id = '${id}';
       alter table one drop column filed;`,
    )
    const ids = Array.from({ length: COUNT - 1 }, (_, i) => newId('msg', daysAgo(60).getTime() + i))
    const { rows } = await owner.query<{ names: string }>(
      `select string_agg(quote_ident(attname), ',') as names from pg_attribute where attrelid = 'one'::regclass and attnum > 0
         and not attisdropped and attname <> 'id'`,
    )
    const { names } = rows[0]!
    await owner.query(`insert into messages (id, ${names}) select i, ${names} from one, unnest($1::text[]) i`, [ids])
    await owner.query('drop table one')
    await keepFor(slice, workspaceId, 30)
    await countAll(slice.context, workspaceId)
    return workspaceId
  }
  const left = async (workspaceId: string) => (await idsOf(slice, workspaceId, 'messages')).length

  test('whoever stops in between is gone on from, and everything is counted once', async () => {
    const workspaceId = await filled()
    const broken = {
      ...slice.context,
      db: {
        ...slice.db,
        // Dies once all of a batch was done, before it is committed.
        system: (work: Parameters<typeof slice.db.system>[0]) =>
          slice.db.system(async (tx) => {
            const done = await work(tx)
            if (
              (
                await tx.rows('', 'select 1 from retention where workspace_id = $1 and counts <> $2', [
                  workspaceId,
                  '{}',
                ])
              ).length
            )
              throw Object.assign(new Error('Connection terminated'), {})
            return done
          }),
      } as typeof slice.db,
    }
    await assert.rejects(retentionTurn(broken), /terminated/)
    assert.equal(await left(workspaceId), COUNT)
    await retentionTurn(slice.context)
    assert.equal(await left(workspaceId), COUNT - 500)
    await assert.rejects(retentionTurn(broken), /terminated/)
    assert.equal(await left(workspaceId), COUNT - 500)
    assert.equal((await read(workspaceId)).running.deleted.messages, 500)
    await runOut(slice, workspaceId)
    assert.equal(await left(workspaceId), 0)
    assert.equal((await read(workspaceId)).last.deleted.messages, COUNT)
  })

  test('several workers at once get in nobody’s way', async () => {
    const workspaceId = await filled()
    const worker = async () => {
      while ((await left(workspaceId)) > 0) await retentionTurn(slice.context)
    }
    await Promise.all([worker(), worker(), worker()])
    await runOut(slice, workspaceId)
    assert.equal((await read(workspaceId)).last.deleted.messages, COUNT)
    assert.deepEqual(await actionsIn(workspaceId), ['retention.deleted'])
  })

  test('one that is told to keep all in the middle stops, and what went is on record', async () => {
    const workspaceId = await filled()
    await retentionTurn(slice.context)
    await slice.call(actorIn(workspaceId), 'PUT', '/v1/retention', { days: null })
    await runOut(slice, workspaceId)
    assert.equal(await left(workspaceId), COUNT - 500)
    const { days, running, last } = await read(workspaceId)
    assert.deepEqual([days, running, last.deleted.messages, last.nothing_older], [null, null, 500, false])
    assert.deepEqual((await actionsIn(workspaceId)).sort(), ['retention.changed', 'retention.deleted'])
  })
})

test('nothing goes before it is counted', async () => {
  const workspaceId = await slice.workspace()
  await insertMessage(slice, workspaceId, { created_at: daysAgo(50), status: 'failed' })
  await keepFor(slice, workspaceId, 30)
  while (await retentionTurn(slice.context));
  assert.equal((await idsOf(slice, workspaceId, 'messages')).length, 1)
  await owner.query('update retention set next_at = now() where workspace_id = $1', [workspaceId])
  await runOut(slice, workspaceId)
  assert.equal((await idsOf(slice, workspaceId, 'messages')).length, 0)
})

test('by itself everything is kept for ever, and a day later it is looked again', async () => {
  const workspaceId = await slice.workspace()
  const at = daysAgo(4000)
  await insertMessage(slice, workspaceId, { created_at: at, status: 'failed' })
  await runOut(slice, workspaceId)
  assert.equal((await read(workspaceId)).days, null)
  assert.equal((await idsOf(slice, workspaceId, 'messages')).length, 1)
  await keepFor(slice, workspaceId, 30)
  await runOut(slice, workspaceId)
  await insertMessage(slice, workspaceId, { created_at: at, status: 'failed' })
  await runOut(slice, workspaceId)
  assert.equal((await idsOf(slice, workspaceId, 'messages')).length, 1)
  await owner.query(
    `update retention set next_at = now() where workspace_id = $1 and next_at > now() + interval '23 hours'`,
    [workspaceId],
  )
  await runOut(slice, workspaceId)
  assert.equal((await idsOf(slice, workspaceId, 'messages')).length, 0)
  assert.equal((await read(workspaceId)).deleted_in_all.messages, 2)
})

describe('the setting', () => {
  test('is changed by whoever may, recorded once, and not shorter than a month', async () => {
    const workspaceId = await slice.workspace()
    const admin = actorIn(workspaceId, ['workspace.manage'])
    for (const days of [29, 0, 1.5, 7301, '90'])
      assert.equal((await slice.call(admin, 'PUT', '/v1/retention', { days })).status, 422, `${days}`)
    assert.equal((await slice.call(actorIn(workspaceId, []), 'PUT', '/v1/retention', { days: 90 })).status, 403)
    const set = await slice.call(admin, 'PUT', '/v1/retention', { days: 90 })
    assert.deepEqual([set.status, set.body.days], [200, 90])
    await slice.call(admin, 'PUT', '/v1/retention', { days: 90 })
    assert.deepEqual(await actionsIn(workspaceId), ['retention.changed'])
  })

  test('says beforehand how much would go', async () => {
    const workspaceId = await slice.workspace()
    await plant(slice, workspaceId, daysAgo(50), 'PREVIEWED')
    const ask = async (days: number) =>
      (await slice.call(actorIn(workspaceId), 'GET', `/v1/retention/preview?days=${days}`)).body
    const { through, ...older } = await ask(45)
    assert.deepEqual(older, { messages: 1, replies: 1, events: 1 })
    assert.ok(Math.abs(Date.parse(through) - daysAgo(45).getTime()) < 60_000)
    assert.equal((await ask(55)).messages, 0)
  })
})
