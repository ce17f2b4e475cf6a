import type { Context } from '../kit/context.ts'

/** Callbacks that were refused since they were last written down, by workspace. */
interface Refused {
  counts: Map<string, number>
  writing: Promise<void> | null
  timer: NodeJS.Timeout | null
}

/** A flood of forged callbacks must not become a flood of writes: this often at most, for all workspaces together. */
const EVERY_MS = 1000

/** One for each running server. */
const KEPT = new WeakMap<Context, Refused>()

/** Counts in memory, and writes it down within a second. */
export function countRefused(context: Context, workspaceId: string): void {
  context.metrics.callbackRefused()
  const kept = keptOf(context)
  kept.counts.set(workspaceId, (kept.counts.get(workspaceId) ?? 0) + 1)
  writeLater(context, kept)
}

/** Writes down what was counted so far; for when the server stops, and tests that read what was written. */
export async function writeRefused(context: Context): Promise<void> {
  const kept = keptOf(context)
  await kept.writing
  await write(context, kept)
}

function keptOf(context: Context): Refused {
  const known = KEPT.get(context)
  if (known) return known
  const kept: Refused = { counts: new Map(), writing: null, timer: null }
  KEPT.set(context, kept)
  return kept
}

function writeLater(context: Context, kept: Refused): void {
  if (kept.timer || kept.counts.size === 0) return
  kept.timer = setTimeout(() => {
    kept.timer = null
    kept.writing = write(context, kept)
      .catch((error) => context.log.warn({ err: error }, 'refused callbacks could not be written down yet'))
      .finally(() => {
        kept.writing = null
        writeLater(context, kept)
      })
  }, EVERY_MS)
  kept.timer.unref()
}

/** What cannot be written is counted on. */
async function write(context: Context, kept: Refused): Promise<void> {
  const counts = [...kept.counts]
  if (counts.length === 0) return
  kept.counts.clear()
  try {
    await context.db.system((tx) =>
      tx.rows('callbacks_refused', WRITE, [counts.map(([id]) => id), counts.map(([, count]) => count)]),
    )
  } catch (error) {
    for (const [id, count] of counts) kept.counts.set(id, (kept.counts.get(id) ?? 0) + count)
    throw error
  }
}

/** In one order, so that two servers never wait for each other in a circle; of workspaces that are still there. */
const WRITE = `
insert into refused_callbacks (workspace_id, hour, count)
select r.workspace_id, date_trunc('hour', now()), r.count
from unnest($1::text[], $2::integer[]) as r(workspace_id, count)
join workspaces w on w.workspace_id = r.workspace_id
order by r.workspace_id
on conflict (workspace_id, hour) do update set count = refused_callbacks.count + excluded.count`
