import { eventName } from '../../shared/events.ts'
import { counted } from './counted.ts'
import type { TriggerLook } from './schema.ts'
import type { Story, Words, WordsOf } from './story.ts'

/** Before anybody is thought of: the event, and the triggers. */
export const eventWords = {
  came,
  looked_at: lookedAt,
  trigger,
  meant,
  known_person: knownPerson,
} satisfies Record<string, WordsOf>

const NOBODY_TOLD = 'Nobody was told of it, on any channel.'

function nameOf({ eventType }: Story): string {
  return eventType ? `“${eventName(eventType)}”` : 'any kind'
}

function came(story: Story): Words {
  return {
    what: story.asked
      ? `No event with the id “${story.asked}” has come in.`
      : story.eventType
        ? `No event ${nameOf(story)} has come in.`
        : `No event that has to do with ${story.name} came in, and no text was asked for, in the last 24 hours.`,
    meaning: 'Handset was told of nothing, so it told nobody.',
    todo: 'Look under Events whether the product posts it, and in its log what Handset answered.',
    href: '/events',
    reply: 'Nothing of it was reported to our alerts, so none was sent. We are looking into it.',
  }
}

function lookedAt({ event }: Story): Words {
  const failed = event?.outcome === 'failed'
  return {
    what: event?.outcome_text ?? 'The event was not looked at yet.',
    meaning: failed ? NOBODY_TOLD : 'Nobody has been told of it yet.',
    todo: failed
      ? 'Tell the operator: the worker’s log says more. Then post the event again under another id.'
      : 'It takes a second or two. If it stays so, ask the operator whether a worker is running.',
    href: event && `/events/${event.id}`,
    reply: failed
      ? 'A fault of ours kept the alert from being made. We are mending it.'
      : 'The alert is still being made.',
  }
}

function trigger(story: Story): Words {
  const { triggers } = story
  const [off] = triggers
    .filter(({ active, means }) => !active && means)
    .concat(triggers.filter(({ active }) => !active))
  const on = triggers.filter(({ active }) => active)
  const reply = 'No alert is set up for this at the moment. We are looking into it.'
  const common = { meaning: NOBODY_TOLD, reply }
  if (triggers.length === 0) {
    const what = `No trigger is for ${nameOf(story)}.`
    return { ...common, what, todo: 'Make a trigger for it.', href: '/settings/triggers/new' }
  }
  const [nearest] = on.toSorted((a, b) => Number(b.means) - Number(a.means) || a.unfit.length - b.unfit.length)
  if (nearest) {
    const others = on.length > 1 ? ` Nor did the other ${counted(on.length - 1, 'active trigger')} for it.` : ''
    const what = `Trigger “${nearest.name}” did not fit: ${linesOf(nearest)}.${others}`
    return { ...common, what, todo: 'Change its conditions, or what the product says.', href: hrefOf(nearest) }
  }
  const what =
    triggers.length === 1
      ? `The trigger for ${nameOf(story)}, “${off!.name}”, is switched off.`
      : `All ${counted(triggers.length, 'trigger')} for ${nameOf(story)} are switched off, “${off!.name}” among them.`
  return { ...common, what, todo: 'Switch it on.', href: hrefOf(off!) }
}

function linesOf({ unfit }: TriggerLook): string {
  return unfit.map(({ line, text, was }) => `line ${line}, ${text} (it was ${was})`).join('; ')
}

function hrefOf({ id }: TriggerLook): string {
  return `/settings/triggers/${id}`
}

function meant(story: Story): Words {
  const { name, triggers, unknown, person } = story
  const fitting = triggers.filter(({ active, fits }) => active && fits)
  const [first] = fitting.length > 0 ? fitting : triggers.filter(({ active }) => active)
  const what = first
    ? `${name} is not among those whom the event was for. Trigger “${first.name}”: ${first.why_not_meant ?? 'it means others.'}`
    : `${name} is not among those whom the event was for.`
  const meaning = `${name} was told of it on no channel.`
  const reply = 'You are not among those whom this alert is for. If you should be, we can change that.'
  if (unknown.length > 0 && person) {
    const todo = `If “${unknown[0]}” is ${name}, give ${name} that external id.`
    return {
      what,
      meaning,
      todo,
      href: `/people/${person.id}`,
      reply: 'Our directory knew you by another name. We are mending that.',
    }
  }
  const todo = 'Name them in the event, or in the trigger.'
  return { what, meaning, todo, href: first ? hrefOf(first) : null, reply }
}

function knownPerson({ name }: Story): Words {
  return {
    what: `The directory knows nobody as “${name}”.`,
    meaning: 'Events that name them so reach nobody, and say so.',
    todo: 'Add them, or give the person whom it means this external id.',
    href: '/people',
    reply: 'Our directory does not know you by the name that the alert was for. We are mending that.',
  }
}
