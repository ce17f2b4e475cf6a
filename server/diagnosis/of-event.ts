import type { LeftOutReason } from '../alerts/decide.ts'
import type { Recipient } from '../alerts/recipients.ts'
import type { MessageOut } from '../messages/schema.ts'
import type { Answer } from './live.ts'
import type { FoundEvent } from './read-event.ts'
import { RULE_OF_LEFT_OUT, type RuleId } from './rules.ts'
import type { TriggerLook } from './schema.ts'

interface Known {
  event: FoundEvent | null
  person: Recipient | undefined
  ref: string
  messages: MessageOut[]
  looks: TriggerLook[]
}

/** Which rule kept an event from this person on every channel, by what is on record of it; null where none did. */
export function eventRuleOf({ event, person, ref, messages, looks }: Known): RuleId | null {
  if (!event) return person ? 'came' : 'known_person'
  const { outcome, decision } = event.row
  if (outcome === 'waiting' || outcome === 'failed') return 'looked_at'
  if (messages.length > 0) return null
  const left = decision?.left_out.find((one) => one.ref === person?.id || one.ref === ref)
  if (left) return left.why === 'preference_off' ? null : RULE_OF_LEFT_OUT[left.why as LeftOutReason]
  if (outcome === 'no_trigger') return 'trigger'
  if (!person) return 'known_person'
  // Of a long list only the first are kept, so it is told by how it would be now.
  if ((decision?.left_out_more ?? 0) > 0 && looks.some(({ fits, means, active }) => active && fits && means))
    return ruleNow(event, person)
  return 'meant'
}

function ruleNow({ payload }: FoundEvent, person: Recipient): RuleId | null {
  if (!person.active) return 'active'
  return isActor(payload.actor, person) ? 'not_own_change' : null
}

/** How each would be answered, had the event come in now. */
export function nowOfEvent(
  event: FoundEvent | null,
  person: Recipient | undefined,
  looks: TriggerLook[],
): ReadonlyMap<RuleId, Answer> {
  const active = looks.filter((look) => look.active)
  const fitting = event ? active.filter(({ fits }) => fits) : active
  const said: [RuleId, boolean | null][] = [
    // Without an event the conditions have nothing to say.
    ['trigger', event || active.length === 0 ? fitting.length > 0 : null],
    ['meant', person ? fitting.some(({ means }) => means) : null],
    ['known_person', person !== undefined],
    ['active', person ? person.active : null],
    ['not_own_change', person && event ? !isActor(event.payload.actor, person) : null],
  ]
  return new Map(said.flatMap(([rule, yes]) => (yes === null ? [] : [[rule, yes ? 'yes' : 'no'] as const])))
}

function isActor(actor: string | undefined, { id, external_id }: Recipient): boolean {
  return actor !== undefined && (actor === id || actor === external_id)
}
