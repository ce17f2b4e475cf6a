import type { Tx } from '../../kit/db.ts'
import type { Over } from './due.ts'

/** What is known of when an item is due. */
export interface KnownDate {
  entity_type: string
  entity_id: string
  due: string | null
  due_as_of: Date
  learned_at: Date
  over: Over | null
  over_as_of: Date | null
  /** Which event said last what the item is, what its properties are, and who has a role. */
  said_in: Record<string, string>
  passed_by: 'schedule' | 'product' | null
  passed_event_id: string | null
  relook: boolean
  next_at: Date | null
}

export interface Entity {
  type: string
  id: string
}

const COLUMNS = `d.entity_type, d.entity_id, d.due, d.due_as_of, d.learned_at, d.over, d.over_as_of, d.said_in, d.passed_by,
  d.passed_event_id, d.relook, d.next_at`

/** Those of these items that are known, by {@link keyOf}. Held until the transaction ends, in one order everywhere. */
export async function holdDates(tx: Tx, workspaceId: string, entities: Entity[]): Promise<Map<string, KnownDate>> {
  return find(tx, workspaceId, entities, HOLD)
}

export async function readDates(tx: Tx, workspaceId: string, entities: Entity[]): Promise<Map<string, KnownDate>> {
  return find(tx, workspaceId, entities, READ)
}

/** As the database has it: half a character becomes one that stands for what cannot be read. */
export function keyOf({ type, id }: Entity): string {
  return JSON.stringify([type.toWellFormed(), id.toWellFormed()])
}

async function find(tx: Tx, workspaceId: string, entities: Entity[], { name, text }: { name: string; text: string }) {
  const rows = await tx.rows<KnownDate>(name, text, [
    workspaceId,
    entities.map(({ type }) => type),
    entities.map(({ id }) => id),
  ])
  return new Map(rows.map((row) => [keyOf({ type: row.entity_type, id: row.entity_id }), row]))
}

const FIND = `
select ${COLUMNS} from (select distinct * from unnest($2::text[], $3::text[]) as u(type, id)) e
join due_dates d on d.workspace_id = $1 and d.entity_type = e.type and d.entity_id = e.id`
const READ = { name: 'due_dates_read', text: FIND }
const HOLD = { name: 'due_dates_hold', text: `${FIND} order by d.entity_type, d.entity_id for update of d` }

/** As they are now known. Of two workers that meet an item for the first time, the newer date stays. */
export async function keepDates(tx: Tx, workspaceId: string, rows: KnownDate[]): Promise<void> {
  const column = <T>(pick: (row: KnownDate) => T): T[] => rows.map(pick)
  await tx.rows('due_dates_keep', KEEP, [
    workspaceId,
    column((row) => row.entity_type),
    column((row) => row.entity_id),
    column((row) => row.due),
    column((row) => row.due_as_of),
    column((row) => row.learned_at),
    column((row) => row.over),
    column((row) => row.over_as_of),
    column((row) => JSON.stringify(row.said_in)),
    column((row) => row.passed_by),
    column((row) => row.passed_event_id),
    column((row) => row.relook),
    column((row) => row.next_at),
  ])
}

/** Of items that were people and are erased. */
export async function forgetDates(tx: Tx, workspaceId: string, entities: Entity[]): Promise<void> {
  await tx.rows('due_dates_forget', FORGET, [
    workspaceId,
    entities.map(({ type }) => type),
    entities.map(({ id }) => id),
  ])
}

const FORGET = `
delete from due_dates d using unnest($2::text[], $3::text[]) as e(type, id)
where d.workspace_id = $1 and d.entity_type = e.type and d.entity_id = e.id`

const KEEP = `
insert into due_dates (workspace_id, entity_type, entity_id, due, due_as_of, learned_at, over, over_as_of, said_in, passed_by,
  passed_event_id, relook, next_at)
select $1, t.* from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::timestamptz[],
  $9::jsonb[], $10::text[], $11::text[], $12::boolean[], $13::timestamptz[]) as t(entity_type, entity_id, due, due_as_of,
  learned_at, over, over_as_of, said_in, passed_by, passed_event_id, relook, next_at)
order by entity_type, entity_id
on conflict (workspace_id, entity_type, entity_id) do update set due = excluded.due, due_as_of = excluded.due_as_of,
  learned_at = excluded.learned_at, over = excluded.over, over_as_of = excluded.over_as_of, said_in = excluded.said_in,
  passed_by = excluded.passed_by, passed_event_id = excluded.passed_event_id, relook = excluded.relook,
  next_at = excluded.next_at, failures = 0
where excluded.due_as_of >= due_dates.due_as_of`
