import type { Payload } from '../alerts/accept-events.ts'
import { fits } from '../alerts/conditions.ts'
import { decide } from '../alerts/decide.ts'
import type { People } from '../alerts/recipients.ts'
import type { Trigger } from '../alerts/triggers.ts'
import type { Tx } from '../kit/db.ts'
import { unfitLines } from './condition-lines.ts'
import type { TriggerLook } from './schema.ts'
import { NOTHING_SAID } from './somebody.ts'

export type AnyTrigger = Trigger & { active: boolean }

const MOST = 100

/** On or not: what is switched off is the reason as often as what is missing. */
export function triggersOf(tx: Tx, workspaceId: string, type: string): Promise<AnyTrigger[]> {
  return tx.rows<AnyTrigger>(
    'diagnosis_triggers',
    `select id, name, active, event_type, conditions, template, recipients, urgent from triggers
     where workspace_id = $1 and event_type = $2 order by active desc, urgent desc, id limit ${MOST}`,
    [workspaceId, type],
  )
}

/** Why each trigger does or does not tell this person of this event; without a person nobody is meant. */
export function lookAtTriggers(
  triggers: AnyTrigger[],
  type: string,
  payload: Payload | null,
  people: People,
  personId: string | null,
): TriggerLook[] {
  return triggers.map((trigger) => {
    const { id, name, active, conditions } = trigger
    const means = personId !== null && isMeant(trigger, type, payload ?? NOTHING_SAID, people, personId)
    return {
      id,
      name,
      active,
      fits: payload !== null && fits(conditions, type, payload),
      means,
      unfit: payload ? unfitLines(conditions, type, payload) : [],
      why_not_meant: means ? null : whyNotMeant(trigger, payload, people),
    }
  })
}

function isMeant(trigger: Trigger, type: string, payload: Payload, people: People, personId: string): boolean {
  const { told, leftOut } = decide(type, payload, [trigger], people)
  return told.some(({ recipient }) => recipient.id === personId) || leftOut.some(({ ref }) => ref === personId)
}

/** What the event would have to say, or the trigger. */
function whyNotMeant({ recipients }: Trigger, payload: Payload | null, people: People): string {
  const { roles, people: named, groups, managers_of } = recipients
  const parts = [
    ...roles.map((role) => ofRole(role, payload, people)),
    ...managers_of.map((role) => `the managers of the ${spoken(role)}`),
    ...(groups.length > 0 ? [`the people of ${groups.length === 1 ? 'a group' : `${groups.length} groups`}`] : []),
    ...(named.length > 0 ? [named.length === 1 ? 'one person by name' : `${named.length} people by name`] : []),
  ]
  return `It tells ${parts.join('; ')}.`
}

function ofRole(role: string, payload: Payload | null, people: People): string {
  if (!payload) return `the ${spoken(role)} of the event`
  const refs = payload.recipients?.[role] ?? []
  if (refs.length === 0) return `the ${spoken(role)}, and the event names none`
  const unknown = refs.filter((ref) => !people.find(ref))
  const others = unknown.length > 0 ? ` (${quoted(unknown)} not in the directory)` : ''
  return `the ${spoken(role)}, and the event names ${refs.length === 1 ? 'one other' : `${refs.length} others`}${others}`
}

function spoken(role: string): string {
  return role.replaceAll('_', ' ')
}

const SHOWN = 3

function quoted(refs: string[]): string {
  const shown = refs.slice(0, SHOWN).map((ref) => `“${ref}”`)
  const more = refs.length - shown.length
  const is = refs.length === 1 ? 'is' : 'are'
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${is}`
}

/** Whom the event names in a role that some active trigger tells, and nobody knows. */
export function unknownRefs(triggers: AnyTrigger[], payload: Payload | null, people: People): string[] {
  const roles = triggers
    .filter(({ active }) => active)
    .flatMap(({ recipients }) => [...recipients.roles, ...recipients.managers_of])
  const refs = roles.flatMap((role) => payload?.recipients?.[role] ?? [])
  return [...new Set(refs)].filter((ref) => !people.find(ref))
}
