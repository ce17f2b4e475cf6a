import { CHANNELS } from '../../shared/preferences.ts'
import { type EventRow, showEvent } from '../alerts/events.ts'
import type { Actor, Context } from '../kit/context.ts'
import { nameOf } from '../people/show-person.ts'
import { channelOf, type OfPerson } from './channel.ts'
import { checksOf } from './decided.ts'
import { headline } from './headline.ts'
import { numberOf, readStanding } from './live.ts'
import { type Found, lookUp, type Whom } from './look-up.ts'
import { diagnoseText } from './message.ts'
import { eventRuleOf, nowOfEvent } from './of-event.ts'
import type { FoundEvent } from './read-event.ts'
import { OF_EVENT } from './rules.ts'
import type { About, PersonDiagnosis } from './schema.ts'
import { lookAtTriggers, unknownRefs } from './triggers.ts'

/**
 * Why somebody got nothing of an event, of the newest of a type, or of whatever came last: what is on record, and how
 * every rule would answer now.
 *
 * @throws {Problem} 404 for an id that is nobody's here.
 */
export async function diagnosePerson(
  context: Context,
  { workspaceId }: Actor,
  whom: Whom,
  about: About,
): Promise<PersonDiagnosis> {
  const found = await lookUp(context, workspaceId, whom, about)
  const { person, event, happenings } = found
  if (found.text) return { ...(await diagnoseText(context, workspaceId, found.text, person ?? null)), happenings }
  const of = await readStory(context, workspaceId, found, about.event ?? null)
  const { name, triggers } = of.story
  const channels = person ? CHANNELS.map((channel) => channelOf(of, channel)) : []
  return {
    person: person ? { id: person.id, name } : null,
    event_type: found.type,
    event: event && shownEvent(event),
    ...headline(of, channels),
    checks: checksOf(OF_EVENT, { rule: of.eventRule }, of.eventNow),
    channels: channels.map(({ reply: _, decided: __, ...channel }) => channel),
    triggers,
    happenings,
  }
}

async function readStory(
  context: Context,
  workspaceId: string,
  { person, ref, event, type, messages, triggers, people }: Found,
  asked: string | null,
): Promise<OfPerson> {
  const payload = event?.payload ?? null
  const number = person ? await numberOf(context, workspaceId, person) : null
  const looks = lookAtTriggers(triggers, type ?? '', payload, people, person?.id ?? null)
  const story = {
    name: person ? nameOf(person) : ref,
    person: person ?? null,
    eventType: type,
    asked,
    event: event && shownEvent(event),
    triggers: looks,
    unknown: unknownRefs(triggers, payload, people),
    standing: await readStanding(context, workspaceId, number),
    publicUrl: context.publicUrl(),
  }
  const eventRule = eventRuleOf({ event, person, ref, messages, looks })
  return { story, eventRule, eventNow: nowOfEvent(event, person, looks), onRecord: event !== null, messages }
}

function shownEvent({ row, payload }: FoundEvent): NonNullable<PersonDiagnosis['event']> & Pick<EventRow, 'outcome'> {
  const { id, type, entity, occurred_at, outcome, outcome_text } = showEvent(row, payload)
  return { id, type, identifier: entity.identifier, title: entity.title, occurred_at, outcome, outcome_text }
}
