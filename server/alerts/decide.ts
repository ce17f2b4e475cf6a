import { CHANNELS, type Channel, isMailStopped, isOn } from '../../shared/preferences.ts'
import type { Payload } from './accept-events.ts'
import type { People, Recipient } from './recipients.ts'
import type { LEFT_OUT } from './schema.ts'
import type { Trigger } from './triggers.ts'

export type LeftOutReason = (typeof LEFT_OUT)[number]

/** Somebody who is told of an event, by the first trigger that means them. */
export interface Told {
  recipient: Recipient
  trigger: Trigger
  channels: Channel[]
}

export interface LeftOut {
  /** Our id, or what the product called somebody whom the directory does not know. */
  ref: string
  trigger: string
  why: LeftOutReason
}

export interface Decision {
  told: Told[]
  leftOut: LeftOut[]
}

/**
 * Who is told of an event, and on which channels. One person whom several triggers mean is told once; who did it, and who
 * is not active, is not told. A channel that they do not want costs no row: nobody asked for it.
 */
export function decide(type: string, payload: Payload, triggers: Trigger[], people: People): Decision {
  const decision: Decision = { told: [], leftOut: [] }
  const met = new Set<string>()
  const actor = payload.actor === undefined ? undefined : people.find(payload.actor)
  for (const trigger of triggers) {
    for (const { ref, recipient } of meantBy(trigger, payload, people)) {
      const key = recipient?.id ?? `?${ref}`
      if (met.has(key)) continue
      met.add(key)
      judge(decision, { type, trigger, actor }, ref, recipient)
    }
  }
  return decision
}

interface By {
  type: string
  trigger: Trigger
  actor: Recipient | undefined
}

function judge(decision: Decision, by: By, ref: string, recipient: Recipient | undefined): void {
  const channels = recipient ? CHANNELS.filter((channel) => isWanted(recipient, by.type, channel)) : []
  const why = whyNot(recipient, by.actor, channels)
  const { trigger } = by
  if (why) decision.leftOut.push({ ref: recipient?.id ?? ref, trigger: trigger.id, why })
  else decision.told.push({ recipient: recipient!, trigger, channels })
}

function isWanted({ choices, mail_stopped }: Recipient, type: string, channel: Channel): boolean {
  return isOn(choices, type, channel) && !(channel === 'email' && isMailStopped(mail_stopped, type))
}

function whyNot(recipient: Recipient | undefined, actor: Recipient | undefined, channels: Channel[]) {
  if (!recipient) return 'unknown_person'
  if (!recipient.active) return 'inactive'
  if (recipient.id === actor?.id) return 'own_change'
  return channels.length === 0 ? 'preference_off' : null
}

interface Meant {
  ref: string
  recipient: Recipient | undefined
}

/** In the order in which a trigger names them. Somebody who left the directory since is no fault of this event. */
function meantBy({ recipients }: Trigger, payload: Payload, people: People): Meant[] {
  const inRoles = (roles: string[]) => roles.flatMap((role) => payload.recipients?.[role] ?? [])
  const known = (found: (Recipient | undefined)[]) =>
    found.flatMap((recipient) => (recipient ? [{ ref: recipient.id, recipient }] : []))
  return [
    ...inRoles(recipients.roles).map((ref) => ({ ref, recipient: people.find(ref) })),
    ...known(recipients.people.map((id) => people.find(id))),
    ...known(recipients.groups.flatMap((id) => people.inGroup(id))),
    ...known(inRoles(recipients.managers_of).map((ref) => people.find(people.find(ref)?.manager_id ?? ''))),
  ]
}
