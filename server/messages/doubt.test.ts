import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { fullAccount } from '../../test/carrier.ts'
import { actorIn } from '../../test/slice.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { releaseSending, showSending } from '../workspaces/release-sending.ts'
import { doubtRestored } from './doubt.ts'
import { openSteps, type Steps } from './testing.ts'

let steps: Steps
let workspace: TestWorkspace
before(async () => {
  steps = await openSteps()
})
beforeEach(async () => {
  await change(`update attempts set state = 'rejected' where state in ('started', 'unknown')`)
  await steps.emptyQueue()
  await pause(null)
  workspace = await steps.carrier.connected()
})
after(() => steps.close())

test('what waited in a restored backup is in doubt from the time of the backup on, and its money is counted', async () => {
  const [id] = await steps.post(workspace, {})
  await change(`update messages set created_at = created_at - interval '1 hour' where id = $1`, [id])
  await pause('restored', 60)
  await doubtAll()
  const { status, attempts, committed } = await steps.message(id!)
  assert.deepEqual([status, attempts], ['unknown', ['unknown']])
  assert.ok(committed.micros > 0)
  const [attempt] = await rows<{ worker: string; seconds: number; late: boolean; sender: string | null }>(
    `select worker, extract(epoch from now() - started_at)::int as seconds, deadline_at <= now() as late, sender
     from attempts where message_id = $1`,
    [id],
  )
  assert.deepEqual(
    { ...attempt, sender: typeof attempt!.sender },
    { worker: 'restore', seconds: 60, late: true, sender: 'string' },
  )
})

test('what waits for the account of the installation is in doubt as well', async () => {
  const installation = await steps.carrier.server.installation()
  const saved = await installation.call('PUT', '/v1/sms/settings', fullAccount(steps.carrier.simulator))
  assert.equal(saved.status, 200)
  const [id] = await steps.post(await steps.carrier.server.workspace(), {})
  await change(`update messages set created_at = created_at - interval '1 hour' where id = $1`, [id])
  await pause('restored', 60)
  await doubtAll()
  assert.deepEqual((await steps.message(id!)).attempts, ['unknown'])
  assert.deepEqual(await rows('select inherited from attempts where message_id = $1', [id]), [{ inherited: true }])
})

test('of a text that was accepted during the backup, the doubt begins when it was accepted', async () => {
  const [id] = await steps.post(workspace, {})
  await pause('restored', 3600)
  await doubtAll()
  const [attempt] = await rows<{ same: boolean }>(
    `select abs(extract(epoch from a.started_at - m.created_at)) < 0.002 as same from attempts a join messages m on m.id = a.message_id where m.id = $1`,
    [id],
  )
  assert.equal(attempt!.same, true)
})

test('while sending is paused nothing is begun, and what is accepted meanwhile waits without a doubt', async () => {
  await pause('restored')
  const [id] = await steps.post(workspace, {})
  await doubtAll()
  assert.deepEqual(await steps.beginAll(), [])
  assert.deepEqual((await steps.message(id!)).attempts, [])
  await release({})
  assert.deepEqual(
    (await steps.beginAll()).map(({ text }) => text.id),
    [id],
  )
})

test('more than fit into one step are put in doubt all the same, once', async () => {
  const ids = await steps.post(workspace, ...Array.from({ length: 600 }, () => ({})))
  await pause('restored')
  await Promise.all([doubtAll(), doubtAll(), doubtAll(), doubtAll()])
  const [counted] = await rows<{ attempts: number; queued: number }>(
    `select (select count(*)::int from attempts where state = 'unknown') as attempts, (select count(*)::int from queue) as queued`,
  )
  assert.deepEqual(counted, { attempts: ids.length, queued: 0 })
})

const KEPT: [what: string, prepare: (id: string) => Promise<void>][] = [
  ['not due yet', (id) => change(`update queue set due_at = now() + interval '1 hour' where id = $1`, [id])],
  [
    'for a gateway that drops repeats',
    () =>
      change(`update connections set provider = 'webhook', drops_repeats = true where workspace_id = $1`, [
        workspace.id,
      ]),
  ],
]
for (const [what, prepare] of KEPT) {
  test(`a text that was ${what} stays in the queue`, async () => {
    const [id] = await steps.post(workspace, {})
    await prepare(id!)
    await pause('restored')
    await doubtAll()
    const { status, attempts } = await steps.message(id!)
    assert.deepEqual([status, attempts], ['queued', []])
    await release({})
  })
}

test('a release is refused with the count while texts are in doubt, unless it is forced; then they stay in doubt', async () => {
  const ids = await steps.post(workspace, {}, {})
  await pause('restored')
  assert.equal(await refusal({}), 'not_yet_in_doubt')
  assert.equal(await refusal({ force: true }), 'not_yet_in_doubt')
  await doubtAll()
  await assert.rejects(release({}), (error: Problem) => error.code === 'texts_in_doubt' && error.more.in_doubt === 2)
  const shown = await showSending(steps.context)
  assert.deepEqual([shown.why, shown.in_doubt], ['restored', 2])
  await release({ force: true })
  assert.deepEqual(await showSending(steps.context), {
    paused_since: null,
    why: null,
    restored_from: null,
    in_doubt: 0,
  })
  assert.deepEqual(await steps.beginAll(), [])
  assert.equal((await steps.message(ids[0]!)).status, 'unknown')
  await release({})
  const entries = await steps.context.db.tenant(INSTALLATION, (tx) =>
    tx
      .selectFrom('audit_entries')
      .select('changes')
      .where('action', '=', 'installation.sending_released')
      .orderBy('id')
      .execute(),
  )
  assert.deepEqual(entries.slice(-1), [
    { changes: { paused: { from: 'restored', to: null }, in_doubt: { from: 2, to: 2 } } },
  ])
})

test('a release after all doubts are settled needs no force', async () => {
  await steps.post(workspace, {})
  await pause('restored')
  await doubtAll()
  await change(`update attempts set state = 'not_accepted', ended_at = now()`)
  await release({})
})

test('of a copy it must be said whether another one ran; if none did, it goes on at once', async () => {
  const [id] = await steps.post(workspace, {})
  await pause('copied')
  await doubtAll()
  assert.equal((await steps.message(id!)).status, 'queued')
  assert.equal(await refusal({}), 'invalid')
  assert.equal(await refusal({ force: true }), 'invalid')
  await release({ other_ran: false })
  assert.equal((await steps.beginAll()).length, 1)
})

test('where another one ran, what waited in the copy is looked up as after a restore', async () => {
  const [id] = await steps.post(workspace, {})
  await pause('copied')
  await release({ other_ran: true })
  assert.equal((await showSending(steps.context)).why, 'restored')
  assert.equal(await refusal({}), 'not_yet_in_doubt')
  await doubtAll()
  assert.equal((await steps.message(id!)).status, 'unknown')
  assert.equal(await refusal({}), 'texts_in_doubt')
})

test('what falls due in a copy before it is released is looked up too: the other one may have sent it', async () => {
  const [id] = await steps.post(workspace, {})
  await change(`update queue set due_at = now() + interval '1 hour' where id = $1`, [id])
  await pause('copied')
  await release({ other_ran: true })
  await doubtAll()
  assert.equal((await steps.message(id!)).status, 'queued')
  await change(`update queue set due_at = now() where id = $1`, [id])
  assert.equal(await refusal({ force: true }), 'not_yet_in_doubt')
  await doubtAll()
  assert.deepEqual((await steps.message(id!)).attempts, ['unknown'])
  assert.equal(await refusal({}), 'texts_in_doubt')
})

test('what falls due after a restore was sent by nobody: it goes when sending is released', async () => {
  const [id] = await steps.post(workspace, {})
  await change(`update queue set due_at = now() + interval '1 hour' where id = $1`, [id])
  await pause('restored')
  await doubtAll()
  await change(`update queue set due_at = now() where id = $1`, [id])
  await doubtAll()
  await release({})
  assert.equal((await steps.beginAll()).length, 1)
})

test('what waits in a copy for a gateway that drops repeats does not keep it from being released', async () => {
  await steps.post(workspace, {})
  await change(`update connections set provider = 'webhook', drops_repeats = true where workspace_id = $1`, [
    workspace.id,
  ])
  await pause('copied')
  await release({ other_ran: true })
  await doubtAll()
  await release({})
  assert.equal((await showSending(steps.context)).why, null)
})

async function doubtAll(): Promise<void> {
  while (await doubtRestored(steps.context));
}

function release(wanted: { force?: boolean; other_ran?: boolean }): Promise<void> {
  return releaseSending(steps.context, actorIn(workspace.id), { force: false, ...wanted })
}

async function refusal(wanted: Parameters<typeof release>[0]): Promise<string> {
  const error = await release(wanted).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof Problem)
  return error.code
}

/** As a restore or the start of a copy leaves it. */
async function pause(why: 'restored' | 'copied' | null, backupSecondsAgo = 60): Promise<void> {
  await steps.context.db.signIn((tx) =>
    tx.rows(
      '',
      `update installation set sending_paused_since = case when $1::text is null then null else now() end,
         sending_paused_why = $1, doubted_at = null,
         restored_from = case when $1 = 'restored' then now() - make_interval(secs => $2) end`,
      [why, backupSecondsAgo],
    ),
  )
}

function change(text: string, values: unknown[] = []): Promise<void> {
  return steps.change(text, values)
}

/** As the owner of the tables who sees all workspaces: through the role of the loops. */
function rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return steps.context.db.system((tx) => tx.rows<Row>('', text, values))
}
