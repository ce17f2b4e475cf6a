import { type Channel, isOn } from '../../shared/preferences.ts'
import type { MessageOut } from '../messages/schema.ts'
import { checksOf, type Decided, decidedOf } from './decided.ts'
import { type Answer, answersNow, firstNo } from './live.ts'
import { OF_CHANNEL, RULES, type RuleId } from './rules.ts'
import type { ChannelDiagnosis } from './schema.ts'
import type { Story, Words } from './story.ts'
import { WORDS } from './words.ts'

export interface OfPerson {
  story: Omit<Story, 'channel' | 'message'>
  /** What kept it from them on every channel. */
  eventRule: RuleId | null
  /** How the rules before any channel would be answered now. */
  eventNow: ReadonlyMap<RuleId, Answer>
  /** False where no event came in: then it is told how it would be now. */
  onRecord: boolean
  messages: MessageOut[]
}

export type Told = ChannelDiagnosis & Pick<Words, 'reply'> & { decided: RuleId | null }

export function channelOf({ story: of, eventRule, eventNow, onRecord, messages }: OfPerson, channel: Channel): Told {
  const message = messages.find((one) => one.channel === channel) ?? null
  const story: Story = { ...of, channel, message }
  const rules = OF_CHANNEL[channel]
  const now = answersNow(of.standing, of.person, of.eventType, channel)
  const decided = !onRecord
    ? asNow(rules, now)
    : eventRule
      ? beforeIt(eventRule, of.event?.outcome)
      : message
        ? decidedOf(message, of.person?.user_id != null, of.standing.facts)
        : notMade(story)
  const { what, meaning, todo, href, reply } = sayOf(decided, story, eventRule ? eventNow : now)
  const then = onRecord ? decided : null
  return {
    channel,
    outcome: decided.outcome,
    ...{ what, meaning, action: todo === null ? null : { text: todo, href }, reply },
    decided: decided.rule,
    message: message && { id: message.id, status: message.status },
    checks: eventRule && onRecord ? notReached(rules, now) : checksOf(rules, then, now),
  }
}

function asNow(rules: readonly RuleId[], now: ReturnType<typeof answersNow>): Decided {
  const rule = firstNo(rules, now)
  return { rule, outcome: rule ? 'would_not_go' : 'would_go' }
}

function beforeIt(rule: RuleId, outcome: string | undefined): Decided {
  return { rule, outcome: outcome === 'waiting' ? 'waiting' : 'not_sent' }
}

/** They were told, and not here: no message is made for who does not want it, nor for who has no address. */
function notMade({ channel, person, eventType }: Story): Decided {
  const noAddress = channel === 'email' && person?.email === null
  const wants = isOn(person?.choices ?? null, eventType ?? '', channel)
  return { rule: noAddress && wants ? 'has_address' : 'wants', outcome: 'not_sent' }
}

function notReached(rules: readonly RuleId[], now: ReturnType<typeof answersNow>): ChannelDiagnosis['checks'] {
  return checksOf(rules, null, now).map((check) => ({ ...check, result: 'not_reached' as const }))
}

export function sayOf({ rule, outcome }: Decided, story: Story, now: ReadonlyMap<RuleId, Answer>): Words {
  if (rule && outcome === 'not_sent' && now.get(rule) === 'yes') return mended(rule, story)
  if (rule) return WORDS[rule](story)
  if (outcome === 'sent') return WORDS.arrived(story)
  const what = story.message?.status_text
  const plain = { todo: null, href: null }
  if (outcome === 'waiting')
    return {
      ...plain,
      what: what ?? 'Waiting its turn.',
      meaning: 'It goes out by itself.',
      reply: 'Your message is on its way.',
    }
  if (outcome === 'arrived')
    return { ...plain, what: what ?? 'It arrived.', meaning: 'Nothing is to be done.', reply: arrivedReply(story) }
  return { ...plain, what: 'Nothing stands in the way now.', meaning: 'The next one goes out.', reply: null }
}

/** What decided then and would not now: nothing is left to be done about it. */
function mended(rule: RuleId, { message, channel, eventType, name }: Story): Words {
  if (rule === 'meant' && eventType?.startsWith('due_date'))
    return {
      what: `${name} was not told of this date yet. Each is told in the morning of their own place, which may be still to come.`,
      meaning: 'It comes by itself then.',
      ...{ todo: null, href: null, reply: 'You are told of it in the morning, on your own clock.' },
    }
  return {
    what: `“${RULES[rule]}” was answered with no at that time, and would be answered with yes now.`,
    meaning: 'The next one is not kept by it.',
    todo: message && channel === 'sms' ? 'Send it again from History, if it still matters.' : null,
    href: message && `/history/${message.id}`,
    reply: 'What kept it from you is mended: the next one comes.',
  }
}

function arrivedReply({ channel }: Story): string {
  return channel === 'in_app'
    ? 'It stands in your inbox here.'
    : 'Your carrier confirmed our text. Look among blocked senders and spam.'
}
