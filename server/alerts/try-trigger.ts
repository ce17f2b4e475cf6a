import type { Actor, Context } from '../kit/context.ts'
import { firstIdAt } from '../kit/id.ts'
import { invalid } from '../kit/problem.ts'
import { faultsOf, fits } from './conditions.ts'
import { decide } from './decide.ts'
import { type EventRow, openPayload } from './events.ts'
import { type Fitting, readPeople } from './recipients.ts'
import { sampleEvent } from './sample-event.ts'
import type { TriggerTried, TriggerTry } from './trigger-schema.ts'
import type { Trigger } from './triggers.ts'

const LOOKED_AT = 1000
const SHOWN = 10
const DAY_MS = 24 * 3600_000

/** What a trigger would have done with the events of the last 24 hours, and with a sample. Nothing is sent or stored. */
export async function tryTrigger(context: Context, { workspaceId }: Actor, draft: TriggerTry): Promise<TriggerTried> {
  const faults = draft.conditions ? faultsOf(draft.conditions) : []
  if (faults.length > 0) throw invalid(faults)
  const sealer = await context.keys.forWorkspace(workspaceId)
  const { sample, ...said } = draft
  const trigger: Trigger = { id: '', name: '', template: '', urgent: false, ...said }
  return context.db.tenant(workspaceId, async (tx) => {
    const since = firstIdAt('evt', new Date(context.now().getTime() - DAY_MS))
    const rows = await tx.rows<Pick<EventRow, 'id' | 'payload_sealed'>>(
      'trigger_try',
      `select id, payload_sealed from events where workspace_id = $1 and type = $2 and id >= $3 order by id desc limit $4::int`,
      [workspaceId, draft.event_type, since, LOOKED_AT + 1],
    )
    const looked = rows.slice(0, LOOKED_AT)
    const fitting = looked.flatMap((row): (Fitting & { id: string })[] => {
      const payload = openPayload(row, sealer)
      return fits(draft.conditions, draft.event_type, payload) ? [{ id: row.id, payload, triggers: [trigger] }] : []
    })
    const tried = sample ?? (await sampleEvent(tx, workspaceId, draft.event_type))
    const fitsSample = fits(draft.conditions, draft.event_type, tried)
    const people = await readPeople(tx, workspaceId, [...fitting, { payload: tried, triggers: [trigger] }])
    const met = new Set<string>()
    const unknown = new Set<string>()
    const events = fitting.map(({ id, payload }) => {
      const { told, leftOut } = decide(draft.event_type, payload, [trigger], people)
      for (const { recipient } of told) met.add(recipient.id)
      for (const { ref, why } of leftOut) if (why === 'unknown_person') unknown.add(ref)
      const { identifier = null, title = null } = payload.entity
      return { id, identifier, title, people: told.length }
    })
    return {
      looked_at: looked.length,
      more: rows.length > LOOKED_AT,
      fitted: fitting.length,
      people: met.size,
      unknown: unknown.size,
      events: events.slice(0, SHOWN),
      sample: {
        event: tried,
        fits: fitsSample,
        people: fitsSample ? decide(draft.event_type, tried, [trigger], people).told.length : 0,
      },
    }
  })
}
