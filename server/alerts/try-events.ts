import type { z } from '@hono/zod-openapi'
import type { Actor, Context } from '../kit/context.ts'
import { fits } from './conditions.ts'
import { decide } from './decide.ts'
import { tryDates } from './due/try-dates.ts'
import { readPeople } from './recipients.ts'
import type { EventInput, eventTried } from './schema.ts'
import { activeTriggers } from './triggers.ts'

/** Who would be told of these events, how, and why others would not. Nothing is stored. */
export async function tryEvents(
  context: Context,
  { workspaceId }: Actor,
  events: EventInput[],
): Promise<z.infer<typeof eventTried>[]> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const triggers = await activeTriggers(tx, workspaceId, [...new Set(events.map(({ type }) => type))])
    const looked = events.map((payload) => ({
      payload,
      triggers: triggers.filter(
        ({ event_type, conditions }) => event_type === payload.type && fits(conditions, payload.type, payload),
      ),
    }))
    const people = await readPeople(tx, workspaceId, looked)
    const due = await tryDates(tx, workspaceId, events, sealer, context.now())
    return looked.map(({ payload, triggers: fitting }, i) => {
      const { told, leftOut } = decide(payload.type, payload, fitting, people)
      return {
        triggers: fitting.map(({ id, name }) => ({ id, name })),
        told: told.map(({ recipient, trigger, channels }) => ({
          person_id: recipient.id,
          name: `${recipient.first_name} ${recipient.last_name}`.trim(),
          trigger_id: trigger.id,
          channels,
        })),
        left_out: leftOut.map(({ ref, trigger, why }) => ({ ref, trigger_id: trigger, why })),
        due: due[i]!,
      }
    })
  })
}
