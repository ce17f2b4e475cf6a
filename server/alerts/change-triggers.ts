import { isTimed, REMINDER } from '../../shared/events.ts'
import { recordChange, stating } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { toPage } from '../kit/page.ts'
import { invalid, notFound, Problem } from '../kit/problem.ts'
import { unlessTaken } from '../kit/taken.ts'
import { CATALOG } from '../templates/catalog.ts'
import { faultsOf } from './conditions.ts'
import type { Timed } from './due/moments.ts'
import { askForRecheck } from './due/recheck.ts'
import { timingOf } from './due/timing.ts'
import type { TriggerInput, TriggerOut, TriggerPatch } from './trigger-schema.ts'

type Row = Omit<TriggerOut, 'created_at' | 'updated_at' | 'warning'> & { created_at: Date; updated_at: Date }

const SELECT = `
select t.id, t.name, t.active, t.event_type, t.conditions, t.template, t.recipients, t.urgent, t.days_ahead, t.time_of_day, t.created_at, t.updated_at
from triggers t where t.workspace_id = $1`

/** Oldest first. */
export async function listTriggers(
  context: Context,
  workspaceId: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: TriggerOut[]; next: string | null }> {
  const text = `${SELECT} and t.id > $2 order by t.id limit $3::int`
  const rows = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Row>('triggers_list', text, [workspaceId, after ?? '', limit + 1]),
  )
  const page = toPage(rows, limit)
  return { items: page.rows.map(toOut), next: page.next }
}

/** @throws {Problem} 404. */
export async function showTrigger(tx: Tx, workspaceId: string, id: string): Promise<TriggerOut> {
  const [row] = await tx.rows<Row>('trigger_show', `${SELECT} and t.id = $2`, [workspaceId, id])
  if (!row) throw notFound('trigger')
  return toOut(row)
}

function toOut(row: Row): TriggerOut {
  const warning =
    row.conditions === null && row.recipients.groups.length > 0
      ? 'It fits every event of its type and tells whole groups.'
      : row.conditions === null
        ? row.event_type === REMINDER.type
          ? 'It reminds of every due date in the whole workspace.'
          : 'It fits every event of its type in the whole workspace.'
        : null
  return { ...row, warning, created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() }
}

/** @throws {Problem} 409 where another has the name; 422 for conditions that cannot be judged. */
export async function addTrigger(tx: Tx, actor: Actor, input: TriggerInput): Promise<TriggerOut> {
  const id = newId('trg')
  await refuseUnfit(tx, actor.workspaceId, input)
  const values = { workspace_id: actor.workspaceId, id, ...stored({ ...input, ...timingOf(input, input) }) }
  await unlessTaken(
    tx
      .insertInto('triggers')
      .values(values as never)
      .execute(),
    TAKEN,
  )
  if (isTimed(input.event_type)) await askForRecheck(tx, actor.workspaceId)
  const { name, event_type } = input
  await recordChange(tx, actor, { action: 'trigger.created', target: id, changes: stating({ name, event_type }) })
  return showTrigger(tx, actor.workspaceId, id)
}

/** @throws {Problem} 404; 409 and 422 as {@link addTrigger}. */
export async function changeTrigger(
  context: Context,
  actor: Actor,
  id: string,
  patch: TriggerPatch,
): Promise<TriggerOut> {
  const { workspaceId } = actor
  return context.db.tenant(workspaceId, async (tx) => {
    const was = await showTrigger(tx, workspaceId, id)
    const given = Object.entries({ ...patch, ...timingOf(was, patch as Partial<Timed>) }).filter(
      ([, value]) => value !== undefined,
    )
    const changed = given.filter(([name, value]) => !same(was[name as keyof TriggerOut], value))
    if (changed.length === 0) return was
    const wanted = Object.fromEntries(changed) as TriggerPatch
    await refuseUnfit(tx, workspaceId, wanted)
    const update = tx
      .updateTable('triggers')
      .set({ ...stored(wanted), updated_at: context.now() } as never)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
    await unlessTaken(update.execute(), TAKEN)
    if (isTimed(was.event_type) || isTimed(wanted.event_type)) await askForRecheck(tx, workspaceId)
    const changes = Object.fromEntries(changed.map(([name, to]) => [name, { from: was[name as keyof TriggerOut], to }]))
    await recordChange(tx, actor, {
      action: 'trigger.changed',
      target: id,
      changes: { ...changes, ...named(was, wanted) },
    })
    return showTrigger(tx, workspaceId, id)
  })
}

/** What it caused stays. @throws {Problem} 404. */
export async function deleteTrigger(context: Context, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await context.db.tenant(workspaceId, async (tx) => {
    const { name } = await showTrigger(tx, workspaceId, id)
    await tx.deleteFrom('triggers').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
    await recordChange(tx, actor, {
      action: 'trigger.deleted',
      target: id,
      changes: { name: { from: name, to: null } },
    })
  })
}

/** Jsonb goes to the database as text. */
function stored(given: TriggerPatch): object {
  const { conditions, recipients } = given
  return {
    ...given,
    ...(conditions !== undefined && { conditions: conditions && JSON.stringify(conditions) }),
    ...(recipients && { recipients: JSON.stringify(recipients) }),
  }
}

async function refuseUnfit(
  tx: Tx,
  workspaceId: string,
  { conditions, recipients, template }: TriggerPatch,
): Promise<void> {
  const faults = conditions ? faultsOf(conditions) : []
  if (template !== undefined && !CATALOG.has(template))
    faults.push({ pointer: '/template', detail: 'No template has this key.' })
  if (recipients) faults.push(...(await unknownIn(tx, workspaceId, 'people', recipients.people)))
  if (recipients) faults.push(...(await unknownIn(tx, workspaceId, 'groups', recipients.groups)))
  if (faults.length > 0) throw invalid(faults)
}

async function unknownIn(tx: Tx, workspaceId: string, kind: 'people' | 'groups', ids: string[]) {
  if (ids.length === 0) return []
  const table = kind === 'people' ? 'persons' : 'groups'
  const found = await tx
    .selectFrom(table)
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
  const known = new Set(found.map(({ id }) => id))
  return ids.flatMap((id, i) =>
    known.has(id)
      ? []
      : [{ pointer: `/recipients/${kind}/${i}`, detail: `No ${kind === 'people' ? 'person' : 'group'} has this id.` }],
  )
}

/** So that the entry says which it was, where the name itself stayed. */
function named({ name }: TriggerOut, wanted: TriggerPatch): Record<string, { from: unknown; to: unknown }> {
  return wanted.name === undefined ? { trigger: { from: null, to: name } } : {}
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

const TAKEN = {
  triggers_name: () =>
    new Problem(409, 'taken', 'Another trigger has this name.', {
      errors: [{ pointer: '/name', detail: 'Another trigger has this name.' }],
    }),
}
