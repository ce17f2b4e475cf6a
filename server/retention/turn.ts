import { recordChange, stating } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import { isConnectionFailure, type Tx } from '../kit/db.ts'
import { firstIdAt, newId } from '../kit/id.ts'
import { countOlder } from './count-older.ts'
import { deleteMessages } from './delete-messages.ts'
import { deleteEvents, deleteReplies } from './delete-others.ts'
import type { Deleted } from './schema.ts'

/** Looked at in one transaction: more would keep receipts of them waiting. */
const AT_ONCE = 500
/** As statistics are counted: what a quarter of an hour is counted by goes as a whole. */
const QUARTER_MS = 900_000
const DAY_MS = 86_400_000
const REST_SECONDS = 86_400
/** What is not counted yet will be within a minute. */
const LATER_SECONDS = 30
const AFTER_FAILURE_SECONDS = 600

const STEPS = { messages: 'msg', replies: 'inb', events: 'evt' } as const
type Step = keyof typeof STEPS
const NEXT: Record<Step, Step | null> = { messages: 'replies', replies: 'events', events: null }

type Needs = Pick<Context, 'db' | 'keys' | 'log' | 'now'>

/**
 * Deletes what is older than workspaces keep, a batch of each in turn: messages with all that hangs on them, replies,
 * events. How far it got stands in the transaction of each batch, so that whoever is killed leaves nothing to mend. Each
 * run ends with a look for what is left, which is kept as proof.
 *
 * @returns whether there is more to do at once.
 */
export async function retentionTurn(context: Needs): Promise<boolean> {
  const due = await context.db.system((tx) => tx.rows<{ id: string }>('retention_due', DUE, []))
  let more = false
  for (const { id } of due) {
    try {
      more = (await context.db.system((tx) => batch(context, tx, id))) || more
    } catch (error) {
      if (isConnectionFailure(error)) throw error
      context.log.error({ err: error, workspace: id }, 'deleting what is older than its workspace keeps failed')
      await context.db.system((tx) => tx.rows('retention_later', LATER, [id, AFTER_FAILURE_SECONDS]))
    }
  }
  return more
}

export const DUE = `
select r.workspace_id as id from retention r join workspaces w on w.workspace_id = r.workspace_id
where (r.days is not null or r.through is not null) and r.next_at <= now() and w.erasing_since is null
order by r.next_at limit 10`

const LATER = 'update retention set next_at = now() + make_interval(secs => $2) where workspace_id = $1'

interface Run {
  days: number | null
  run_days: number
  through: Date
  step: Step
  after_id: string
  started_at: Date
  counts: Partial<Deleted>
}

async function batch(context: Needs, tx: Tx, workspaceId: string): Promise<boolean> {
  await tx.rows('retention_begin', BEGIN, [workspaceId, context.now().getTime(), DAY_MS, QUARTER_MS])
  const [run] = await tx.rows<Run>('retention_lock', LOCK, [workspaceId])
  // Another worker is at it.
  if (!run) return false
  // The days were changed meanwhile: what went so far is on record, and the next run goes by the new ones.
  if (run.days !== run.run_days) return finish(tx, workspaceId, run, run.days !== null)
  const [counted] = await tx.rows<{ all: boolean }>('retention_floor', FLOOR, [workspaceId, run.through])
  if (!counted!.all) {
    await tx.rows('retention_later', LATER, [workspaceId, LATER_SECONDS])
    return false
  }
  const ids = await tx.rows<{ id: string }>(`retention_find_${run.step}`, find(run.step), [
    workspaceId,
    run.after_id,
    firstIdAt(STEPS[run.step], run.through),
    AT_ONCE,
  ])
  const gone = ids.length > 0 ? await deleteOf(context, tx, workspaceId, run, ids) : {}
  const counts = sum(run.counts, gone)
  const step = ids.length < AT_ONCE ? NEXT[run.step] : run.step
  if (step === null) return finish(tx, workspaceId, { ...run, counts }, false)
  const after = step === run.step ? ids.at(-1)!.id : ''
  await tx.rows('retention_note', NOTE, [workspaceId, step, after, JSON.stringify(counts)])
  return true
}

/** One that is under way already stays as it is. Of two that begin, one has the row. */
const BEGIN = `
update retention set run_days = days, started_at = now(), step = 'messages', after_id = '', counts = '{}',
  through = to_timestamp(floor(($2::float8 - days * $3::float8) / $4::float8) * $4::float8 / 1000)
where workspace_id = (
  select workspace_id from retention where workspace_id = $1 and through is null and days is not null and next_at <= now()
  for update skip locked)`

const LOCK = `
select days, run_days, through, step, after_id, started_at, counts from retention
where workspace_id = $1 and through is not null and next_at <= now() for update skip locked`

/** What is counted stays counted (docs/decisions/0034). */
const FLOOR = 'select raise_statistics_floor($1, $2) as all'

const TABLES: Record<Step, string> = { messages: 'messages', replies: 'inbound_texts', events: 'events' }

export const find = (step: Step) =>
  `select id from ${TABLES[step]} where workspace_id = $1 and id > $2 and id < $3 order by id limit $4::int`

/** Whoever has just had a turn comes after all others that are due. */
const NOTE = `
update retention set step = $2, after_id = $3, counts = $4, next_at = clock_timestamp() where workspace_id = $1`

function deleteOf(context: Needs, tx: Tx, workspaceId: string, { step, through }: Run, found: { id: string }[]) {
  const ids = found.map(({ id }) => id)
  if (step === 'messages') return deleteMessages(context, tx, workspaceId, ids)
  if (step === 'replies') return deleteReplies(tx, workspaceId, ids)
  return deleteEvents(tx, workspaceId, ids, firstIdAt('msg', through))
}

/** Looks for what is left, and keeps what was found and what went. */
async function finish(tx: Tx, workspaceId: string, run: Run, again: boolean): Promise<boolean> {
  const { run_days, through, counts, started_at } = run
  const stays = await countOlder(tx, workspaceId, through)
  const isClean = Object.values(stays).every((count) => count === 0)
  const id = newId('rtn')
  const values = [JSON.stringify(counts), JSON.stringify(stays), isClean, started_at]
  await tx.rows('retention_prove', PROVE, [workspaceId, id, run_days, through, ...values])
  const [total] = await tx.rows<{ totals: Partial<Deleted> }>('retention_totals', TOTALS, [workspaceId])
  const totals = JSON.stringify(sum(total!.totals, counts))
  await tx.rows('retention_end', END, [workspaceId, totals, again ? 0 : REST_SECONDS])
  if (Object.keys(counts).length === 0) return again
  const actor = { workspaceId, kind: 'system', id: 'handset', name: 'Handset' } as const
  const changes = stating({ ...counts, through: through.toISOString(), nothing_older: isClean })
  await recordChange(tx, actor, { action: 'retention.deleted', target: id, changes })
  return again
}

const PROVE = `
insert into retention_runs (workspace_id, id, days, through, counts, stays, nothing_older, started_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)`

const TOTALS = 'select totals from retention where workspace_id = $1'

const END = `
update retention set run_days = null, through = null, started_at = null, step = null, after_id = '', counts = '{}',
  totals = $2, next_at = now() + make_interval(secs => $3)
where workspace_id = $1`

function sum(a: Partial<Deleted>, b: Partial<Deleted>): Partial<Deleted> {
  const total: Record<string, number> = { ...a }
  for (const [name, count] of Object.entries(b)) if (count > 0) total[name] = (total[name] ?? 0) + count
  return total
}
