import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { refuseInstallation } from '../workspaces/own-workspace.ts'
import { countOlder } from './count-older.ts'
import type { Deleted, RetentionOut, Three } from './schema.ts'

const DAY_MS = 86_400_000

export function readRetention(context: Context, workspaceId: string): Promise<RetentionOut> {
  return context.db.tenant(workspaceId, async (tx) => {
    const [[setting], [last]] = await Promise.all([
      tx.rows<Setting>('retention_read', SETTING, [workspaceId]),
      tx.rows<LastRun>('retention_last', LAST, [workspaceId]),
    ])
    return {
      days: setting?.days ?? null,
      running: setting?.through ? { through: setting.through.toISOString(), deleted: whole(setting.counts) } : null,
      last: last
        ? {
            days: last.days,
            through: last.through.toISOString(),
            deleted: whole(last.counts),
            stays: last.stays,
            nothing_older: last.nothing_older,
            checked_at: last.checked_at.toISOString(),
          }
        : null,
      deleted_in_all: whole(setting?.totals ?? {}),
    }
  })
}

interface Setting {
  days: number | null
  through: Date | null
  counts: Partial<Deleted>
  totals: Partial<Deleted>
}

interface LastRun {
  days: number
  through: Date
  counts: Partial<Deleted>
  stays: Three
  nothing_older: boolean
  checked_at: Date
}

const SETTING = 'select days, through, counts, totals from retention where workspace_id = $1'

const LAST = `
select days, through, counts, stays, nothing_older, checked_at from retention_runs
where workspace_id = $1 order by id desc limit 1`

/** Begins to delete within seconds where it is shortened. */
export async function changeRetention(context: Context, actor: Actor, days: number | null): Promise<void> {
  const { workspaceId } = actor
  refuseInstallation(workspaceId)
  await context.db.tenant(workspaceId, async (tx) => {
    const before = await heldDays(tx, workspaceId)
    if (before === days) return
    await tx.rows('retention_set', 'update retention set days = $2, next_at = now() where workspace_id = $1', [
      workspaceId,
      days,
    ])
    const changes = { retention_days: { from: before, to: days } }
    await recordChange(tx, actor, { action: 'retention.changed', target: workspaceId, changes })
  })
}

/** Held, so that of two who change it at once the second sees what the first did. */
async function heldDays(tx: Tx, workspaceId: string): Promise<number | null> {
  const first = 'insert into retention (workspace_id) values ($1) on conflict do nothing'
  await tx.rows('retention_first', first, [workspaceId])
  const hold = 'select days from retention where workspace_id = $1 for update'
  const [held] = await tx.rows<{ days: number | null }>('retention_hold_setting', hold, [workspaceId])
  return held!.days
}

export async function previewRetention(context: Context, workspaceId: string, days: number) {
  const through = new Date(context.now().getTime() - days * DAY_MS)
  const older = await context.db.tenant(workspaceId, (tx) => countOlder(tx, workspaceId, through))
  return { through: through.toISOString(), ...older }
}

function whole(counts: Partial<Deleted>): Deleted {
  const none = { attempts: 0, receipts: 0, inbox_entries: 0, links: 0, webhook_calls: 0 }
  return { messages: 0, replies: 0, events: 0, ...none, ...counts }
}
