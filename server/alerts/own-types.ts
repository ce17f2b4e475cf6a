import { EVENTS, type EventType, REMINDER } from '../../shared/events.ts'
import { recordChange, stating } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { notFound, Problem } from '../kit/problem.ts'
import { unlessTaken } from '../kit/taken.ts'
import { CATALOG, type Listed } from '../templates/catalog.ts'
import type { EventTypeInput, EventTypeOut, EventTypePatch } from './own-type-schema.ts'

/** More would be a matrix of preferences that nobody fills in. */
const MOST_TYPES = 200

/** Those that every workspace has, in the order in which they are shown, then its own by name. */
export async function listEventTypes(context: Context, workspaceId: string): Promise<EventTypeOut[]> {
  const own = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Row>('event_types_list', `${SELECT} order by lower(name), type limit $2`, [workspaceId, MOST_TYPES]),
  )
  return [...SHARED, ...own.map(toOut)]
}

type Row = Omit<EventTypeOut, 'own' | 'posted'>

const SELECT = 'select type, name, about, category, sample, template from event_types where workspace_id = $1'

function toOut(row: Row): EventTypeOut {
  return { ...row, own: true, posted: true }
}

const SHARED: EventTypeOut[] = [
  ...Object.entries(EVENTS).map(([type, words]) => sharedType(type as EventType, words)),
  {
    ...REMINDER,
    category: 'due_date',
    sample: { ...sampleOf(CATALOG.get(REMINDER.type)) },
    template: REMINDER.type,
    own: false,
    posted: false,
  },
]

function sharedType(type: EventType, { name, about }: { name: string; about: string }): EventTypeOut {
  const template = [...CATALOG.values()].find(({ events }) => events.includes(type))
  const category = template?.category ?? 'other'
  return {
    type,
    name,
    about,
    category,
    sample: sampleOf(template),
    template: template?.key ?? null,
    own: false,
    posted: true,
  }
}

function sampleOf(template: Listed | undefined): EventTypeOut['sample'] {
  return (template?.sample.properties ?? {}) as EventTypeOut['sample']
}

/** @throws {Problem} 404 for one that is missing or that every workspace has. */
export async function showEventType(tx: Tx, workspaceId: string, type: string): Promise<EventTypeOut> {
  const [row] = await tx.rows<Row>('event_type_show', `${SELECT} and type = $2`, [workspaceId, type])
  if (!row) throw notFound('event type')
  return toOut(row)
}

/** @throws {Problem} 409 where there is one already, or 200 of them. */
export async function addEventType(tx: Tx, actor: Actor, input: EventTypeInput): Promise<EventTypeOut> {
  const { workspaceId } = actor
  // One after the other, or those that are made at once would not count each other.
  await tx.rows('event_types_turn', `select pg_advisory_xact_lock(hashtextextended('event_types ' || $1, 0))`, [
    workspaceId,
  ])
  const [count] = await tx.rows<{ many: boolean }>(
    'event_types_count',
    'select count(*) >= $2 as many from (select from event_types where workspace_id = $1 limit $2) as found',
    [workspaceId, MOST_TYPES],
  )
  if (count!.many) throw new Problem(409, 'too_many', `A workspace has ${MOST_TYPES} types of its own at most.`)
  const values = { workspace_id: workspaceId, ...input, sample: JSON.stringify(input.sample) }
  await unlessTaken(tx.insertInto('event_types').values(values).execute(), TAKEN)
  const { type, name } = input
  await recordChange(tx, actor, { action: 'event_type.created', target: type, changes: stating({ name }) })
  return showEventType(tx, workspaceId, type)
}

/** @throws {Problem} 404. */
export async function changeEventType(
  context: Context,
  actor: Actor,
  type: string,
  patch: EventTypePatch,
): Promise<EventTypeOut> {
  const { workspaceId } = actor
  return context.db.tenant(workspaceId, async (tx) => {
    const was = await showEventType(tx, workspaceId, type)
    const given = Object.entries(patch) as [keyof EventTypePatch, unknown][]
    const changed = given.filter(([name, to]) => to !== undefined && JSON.stringify(was[name]) !== JSON.stringify(to))
    if (changed.length === 0) return was
    const wanted = Object.fromEntries(changed) as EventTypePatch
    const { sample, ...rest } = wanted
    await tx
      .updateTable('event_types')
      .set({ ...rest, ...(sample && { sample: JSON.stringify(sample) }) } as never)
      .where('workspace_id', '=', workspaceId)
      .where('type', '=', type)
      .execute()
    const changes = Object.fromEntries(changed.map(([name, to]) => [name, { from: was[name], to }]))
    const itsName = wanted.name === undefined ? { event_type: { from: null, to: was.name } } : {}
    await recordChange(tx, actor, { action: 'event_type.changed', target: type, changes: { ...changes, ...itsName } })
    return showEventType(tx, workspaceId, type)
  })
}

/** What came as such events stays, and what people chose. @throws {Problem} 404; 409 while a trigger waits for it. */
export async function deleteEventType(context: Context, actor: Actor, type: string): Promise<void> {
  const { workspaceId } = actor
  await context.db.tenant(workspaceId, async (tx) => {
    const { name } = await showEventType(tx, workspaceId, type)
    const [trigger] = await tx.rows<{ name: string }>(
      'event_type_used',
      'select name from triggers where workspace_id = $1 and event_type = $2 order by id limit 1',
      [workspaceId, type],
    )
    if (trigger)
      throw new Problem(409, 'in_use', `The trigger ${trigger.name} waits for it. Delete or change that first.`)
    await tx.deleteFrom('event_types').where('workspace_id', '=', workspaceId).where('type', '=', type).execute()
    await recordChange(tx, actor, {
      action: 'event_type.deleted',
      target: type,
      changes: { name: { from: name, to: null } },
    })
  })
}

const TAKEN = {
  event_types_pkey: () =>
    new Problem(409, 'taken', 'There is a type with this key.', {
      errors: [{ pointer: '/type', detail: 'There is a type with this key.' }],
    }),
}
