import { type OfPerson, sayOf, type Told } from './channel.ts'
import type { RuleId } from './rules.ts'

interface Headline {
  what: string
  meaning: string
  action: { text: string; href: string | null } | null
  reply: string | null
  decided: RuleId | null
}

const NAMES = { sms: 'text', email: 'email', in_app: 'inbox' }
/** Nearest to what people mean by having got nothing. */
const ORDER = ['sms', 'email', 'in_app'] as const

/** What is said first: what kept it from them everywhere, or else by which way it came and by which it did not. */
export function headline({ story, eventRule, eventNow }: OfPerson, channels: Told[]): Headline {
  if (eventRule) {
    const { what, meaning, todo, href, reply } = sayOf(
      { rule: eventRule, outcome: 'not_sent' },
      { ...story, channel: 'sms', message: null },
      eventNow,
    )
    return { what, meaning, action: todo === null ? null : { text: todo, href }, reply, decided: eventRule }
  }
  const inOrder = ORDER.flatMap((name) => channels.filter(({ channel }) => channel === name))
  const went = inOrder.filter(({ outcome }) => outcome === 'arrived' || outcome === 'sent')
  const first = inOrder.find((one) => !went.includes(one)) ?? inOrder[0]!
  const { what, meaning, action, reply, decided } = first
  if (went.length === 0 || went.includes(first)) return { what, meaning, action, reply, decided }
  const by = new Intl.ListFormat('en').format(went.map(({ channel }) => NAMES[channel]))
  return {
    what: `${story.name} was told by ${by}, and not by ${NAMES[first.channel]}. ${what}`,
    meaning,
    action,
    reply,
    decided,
  }
}
