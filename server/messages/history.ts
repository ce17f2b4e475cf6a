import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { toPage } from '../kit/page.ts'
import { readFacts } from './facts.ts'
import type { Filter } from './filter.ts'
import { GROUP_NAMES, GROUPS, type StatusGroup } from './groups.ts'
import { type MessageRow, SELECT } from './row.ts'
import { CLASSES, type MessageOut, type MessageStatus, STATUSES } from './schema.ts'
import { showMessage } from './show.ts'

/** More than a page holds, and written into the statement: planners guess badly at a limit they do not know. */
const IDS_AT_ONCE = 201
const COUNTED = 10_000

/** One page, newest first. */
export async function listMessages(
  context: Context,
  actor: Actor,
  filter: Filter,
  limit: number,
): Promise<{ items: MessageOut[]; next: string | null }> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const [facts, ids] = await Promise.all([readFacts(context, tx, workspaceId), readIds(tx, filter)])
    const page = toPage(ids, limit)
    const rows = await tx.rows<MessageRow>('history_rows', `${SELECT} and m.id = any($2::text[]) order by m.id desc`, [
      workspaceId,
      page.rows.map((row) => row.id),
    ])
    return { items: rows.map((row) => showMessage(row, facts, sealer)), next: page.next }
  })
}

type Count = { count: number; more: boolean }

/** How many there are of each kind, counted no further than anybody reads. */
export async function countMessages(context: Context, filter: Filter): Promise<Record<StatusGroup | 'all', Count>> {
  return context.db.tenant(filter.workspaceId, async (tx) => {
    const counts = await Promise.all(GROUP_NAMES.map((group) => countGroup(tx, filter, group)))
    const groups = Object.fromEntries(GROUP_NAMES.map((group, i) => [group, counts[i]!])) as Record<StatusGroup, Count>
    const total = GROUP_NAMES.reduce((sum, group) => sum + groups[group].count, 0)
    const more = total > COUNTED || GROUP_NAMES.some((group) => groups[group].more)
    return { all: { count: Math.min(total, COUNTED), more }, ...groups }
  })
}

async function readIds(tx: Tx, filter: Filter): Promise<{ id: string }[]> {
  const { name, text, values } = idsStatement(filter)
  return tx.rows<{ id: string }>(name, text, values)
}

async function countGroup(tx: Tx, filter: Filter, group: StatusGroup): Promise<Count> {
  const ofGroup: readonly MessageStatus[] = GROUPS[group]
  const statuses = filter.statuses ? ofGroup.filter((status) => filter.statuses!.includes(status)) : [...ofGroup]
  const { name, text, values } = countStatement({ ...filter, statuses })
  const [row] = await tx.rows<{ count: number }>(name, text, values)
  return { count: Math.min(row!.count, COUNTED), more: row!.count > COUNTED }
}

interface Statement {
  name: string
  text: string
  values: unknown[]
}

export function idsStatement(filter: Filter): Statement {
  return statement('history_ids', filter, `order by m.id desc limit ${IDS_AT_ONCE}`, (ids) => ids)
}

export function countStatement(filter: Filter): Statement {
  return statement(
    'history_count',
    filter,
    `limit ${COUNTED + 1}`,
    (ids) => `select count(*)::int as count from (${ids}) counted`,
  )
}

const RANGE = 'm.workspace_id = $1 and m.id >= $2 and m.id < $3'

/**
 * Each kind of filter is read off the one index that has its rows in order of id. Several statuses are several places in
 * an index, each already in order: every one gives at most a page, and only those few are put together. Asked for in one
 * go they would be sorted whole, or everything would be read in search of a rare one.
 */
function statement(name: string, filter: Filter, tail: string, wrap: (ids: string) => string): Statement {
  const range = [filter.workspaceId, filter.fromId, filter.beforeId]
  const { stored, open } = asStored(filter.statuses ?? [...STATUSES])
  if (filter.numberHash) {
    const ids = `select m.id from messages m
      where ${RANGE} and m.to_hash = $4 and m.status = any($5::text[]) and m.class = any($6::text[]) and ${isMeant('$7')} ${tail}`
    const classes = filter.class ? [filter.class] : [...CLASSES]
    return { name: `${name}_of_number`, text: wrap(ids), values: [...range, filter.numberHash, stored, classes, open] }
  }
  if (filter.class || filter.statuses) {
    const classes = filter.class ? [filter.class] : [...CLASSES]
    return {
      name: `${name}_of_status`,
      text: wrap(eachFile(tail)),
      values: [...range, stored, classes, open, filesOf(stored)],
    }
  }
  return { name, text: wrap(`select m.id from messages m where ${RANGE} ${tail}`), values: range }
}

/** On its way is not a status that is stored: it is a text in the queue with an open attempt (`open`; null for either). */
function asStored(statuses: MessageStatus[]): { stored: MessageStatus[]; open: boolean | null } {
  const sending = statuses.includes('sending')
  const open = sending === statuses.includes('queued') ? null : sending
  const stored = statuses.map((status) => (status === 'sending' ? 'queued' : status))
  return { stored: [...new Set(stored)], open }
}

function isMeant(open: string): string {
  return `(${open}::boolean is null or m.status <> 'queued' or ${open} = exists (select from attempts a
    where a.workspace_id = m.workspace_id and a.message_id = m.id and a.state in ('started', 'unknown')))`
}

/** Under what messages of these statuses are filed (migrations/0004): what is on its way to a provider lies together. */
function filesOf(stored: MessageStatus[]): string[] {
  const open = stored.some((status) => status === 'queued' || status === 'sent')
  return [...(open ? ['open'] : []), ...stored.filter((status) => status !== 'queued')]
}

function eachFile(tail: string): string {
  return `select m.id from unnest($7::text[]) as f(filed) cross join unnest($5::text[]) as c(class)
    cross join lateral (
      select m.id from messages m where ${RANGE} and m.filed = f.filed and m.class = c.class
        and m.status = any($4::text[]) and ${isMeant('$6')} ${tail}) m ${tail}`
}
