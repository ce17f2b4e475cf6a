import type { Tx } from '../kit/db.ts'
import type { Filter } from './filter.ts'
import { RANGE } from './fits.ts'
import { inPlaces } from './places.ts'
import type { Source } from './sources.ts'

/** What a text is called that names no event; the index leaves these out. */
const UNNAMED = ['direct', 'code', 'test', 'campaign']

/** As the index of causes has it (migrations/0036). */
const CAUSED = "(m.trigger_id is not null or m.event_type not in ('direct', 'code', 'test', 'campaign'))"

/** More than these go together nowhere; whoever made more waits longer for them. */
const MOST_CAUSES = 1000

interface Cause {
  trigger: string
  template: string
  type: string
}

/** Trigger, template and kind of event; null where the filter names none of them, or what no index has. */
export async function causesOf(tx: Tx, filter: Filter): Promise<Source | null> {
  const { eventType, triggerId, template } = filter
  if (eventType === null && triggerId === null && template === null) return null
  const isPlain = triggerId === null && template === null
  if (isPlain && UNNAMED.includes(eventType!)) return null
  const causes = await listCauses(tx, filter.workspaceId, triggerId)
  if (causes.length > MOST_CAUSES) return null
  const fitting = causes.filter(
    (cause) => (eventType === null || cause.type === eventType) && (template === null || isOf(cause, template)),
  )
  return inPlaces(
    'cause',
    true,
    [
      fitting.map((one) => one.trigger),
      fitting.map((one) => one.template),
      fitting.map((one) => one.type),
      isPlain ? [eventType] : [],
    ],
    (
      at,
      newest,
    ) => `select m.id from unnest($${at}::text[], $${at + 1}::text[], $${at + 2}::text[]) as c(trigger_id, template, type)
      cross join lateral (select m.id from messages m where ${RANGE} and ${CAUSED} and m.trigger_id = c.trigger_id
        and m.template = c.template and m.event_type = c.type ${newest}) m
      union all select m.id from unnest($${at + 3}::text[]) as p(type) cross join lateral (select m.id from messages m
        where ${RANGE} and ${CAUSED} and ${POSTED} and m.event_type = p.type ${inThatIndex(newest)}) m`,
  )
}

/** All of these have nulls there: asked for in this order, a planner has no other index that it could go through. */
function inThatIndex(newest: string): string {
  return newest.replace('order by 1 desc', 'order by m.trigger_id desc, m.template desc, m.id desc')
}

/** Caused by none of our triggers. */
const POSTED = 'm.trigger_id is null and m.template is null'

/** Which of them stand together, found by going from one to the next in the index: as many steps as there are. */
export function listCauses(tx: Tx, workspaceId: string, triggerId: string | null): Promise<Cause[]> {
  if (triggerId === null)
    return tx.rows<Cause>('history_causes', steps(CAUSES, 'm.trigger_id is not null'), [workspaceId])
  return tx.rows<Cause>('history_causes_of', steps(CAUSES, 'm.trigger_id = $2'), [workspaceId, triggerId])
}

/** Kinds of events that texts were posted with, the same way. */
export async function listPostedTypes(tx: Tx, workspaceId: string): Promise<string[]> {
  const columns: Columns = [['m.event_type', 'type']]
  const rows = await tx.rows<{ type: string }>('history_posted_types', steps(columns, POSTED), [workspaceId])
  return rows.map(({ type }) => type)
}

type Columns = [column: string, name: string][]
const CAUSES: Columns = [
  ['m.trigger_id', 'trigger'],
  ['m.template', 'template'],
  ['m.event_type', 'type'],
]

function steps(columns: Columns, condition: string): string {
  const from = columns.map(([column]) => column).join(', ')
  const last = columns.map(([, name]) => `c.${name}`).join(', ')
  const one = (
    after: string,
  ) => `select ${columns.map(([column, name]) => `${column} as ${name}`).join(', ')} from messages m
    where m.workspace_id = $1 and ${CAUSED} and ${condition} ${after} order by ${from} limit 1`
  return `with recursive cause as (
  (${one('')}) union all
  select n.* from cause c cross join lateral (${one(`and (${from}) > (${last})`)}) n
) select * from cause limit ${MOST_CAUSES + 1}`
}

function isOf(cause: Cause, template: string): boolean {
  return cause.template === template || (!template.includes('@') && cause.template.split('@')[0] === template)
}
