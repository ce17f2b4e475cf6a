import type { Recipient } from '../alerts/recipients.ts'
import type { Actor, Context } from '../kit/context.ts'
import { readMessage } from '../messages/detail.ts'
import { readFacts } from '../messages/facts.ts'
import type { MessageRow } from '../messages/row.ts'
import { openNumbers, showMessage } from '../messages/show.ts'
import { nameOf } from '../people/show-person.ts'
import { sayOf } from './channel.ts'
import { checksOf, decidedOf } from './decided.ts'
import { answersNow, firstNo, type Phone, readStanding } from './live.ts'
import { OF_CHANNEL, type RuleId } from './rules.ts'
import type { MessageDiagnosis, PersonDiagnosis } from './schema.ts'
import { findSomebody } from './somebody.ts'
import type { Story } from './story.ts'
import { WORDS } from './words.ts'

/**
 * Why a message went, or did not, by its row, and whether the same would go now. Whoever may not see people is told no name.
 *
 * @throws {Problem} 404
 */
export async function diagnoseMessage(context: Context, actor: Actor, id: string): Promise<MessageDiagnosis> {
  const { story: read, ...told } = await readStory(context, actor.workspaceId, id)
  const story = actor.permissions.has('people.read') ? read : { ...read, name: NAMELESS }
  const { decided, rules, now } = told
  const { what, meaning, todo, href, reply } = sayOf(decided, story, now)
  const { would_go, text } = wouldGo(story, firstNo(rules, now))
  return {
    message_id: id,
    ...{ what: amid(what), meaning: amid(meaning), action: todo === null ? null : { text: amid(todo), href }, reply },
    decided: decided.rule,
    checks: checksOf(rules, decided, now),
    now: { would_go, text: amid(text) },
  }
}

/** A text that was asked for directly, as the answer to why somebody got nothing. */
export async function diagnoseText(
  context: Context,
  workspaceId: string,
  id: string,
  asked: Recipient | null,
): Promise<Omit<PersonDiagnosis, 'happenings'>> {
  const { story: read, decided, rules, now } = await readStory(context, workspaceId, id)
  const name = asked ? nameOf(asked) : read.name
  const story = { ...read, name }
  const { what, meaning, todo, href, reply } = sayOf(decided, story, now)
  const told = { what, meaning, action: todo === null ? null : { text: todo, href } }
  const { channel, message } = story
  return {
    person: asked && { id: asked.id, name },
    ...{
      event_type: message!.event_type,
      event: null,
      ...told,
      reply,
      decided: decided.rule,
      checks: [],
      triggers: [],
    },
    channels: [
      {
        ...{ channel, outcome: decided.outcome, ...told },
        message: { id, status: message!.status },
        checks: checksOf(rules, decided, now),
      },
    ],
  }
}

const NAMELESS = 'The recipient'

/** As it is written amid a sentence. */
function amid(text: string): string {
  return text.replace(/(?<=[^.!?] )The recipient/g, 'the recipient')
}

async function readStory(context: Context, workspaceId: string, id: string) {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const { row, facts, person } = await context.db.tenant(workspaceId, async (tx) => {
    const row = await readMessage(tx, workspaceId, id)
    const facts = await readFacts(context, tx, workspaceId)
    const person = row.person_id ? await findSomebody(tx, workspaceId, row.person_id) : null
    return { row, facts, person: person ?? null }
  })
  const to = row.channel === 'sms' ? openNumbers(row, sealer).to : null
  const standing = await readStanding(context, workspaceId, to ? numberOf(context, row, to) : null, row.segments)
  const message = showMessage(row, facts, sealer)
  const { channel } = row
  const story: Story = {
    ...{ name: person ? nameOf(person) : NAMELESS, person, channel, eventType: row.event_type },
    ...{ asked: null, event: null, triggers: [], unknown: [], standing, message, publicUrl: context.publicUrl() },
  }
  return {
    story,
    decided: decidedOf(message, person?.user_id != null, facts),
    rules: rulesOf(row),
    now: answersNow(standing, person, row.event_id ? row.event_type : null, channel),
  }
}

function numberOf(context: Context, { to_country }: MessageRow, e164: string): Phone {
  return { hash: context.keys.hashNumber(e164), e164, country: to_country }
}

const OF_A_PERSON = new Set<RuleId>(['wants', 'has_number', 'verified', 'preference'])

/** What is asked of a text to a bare number is not asked about a person; a code is counted and never capped. */
function rulesOf({ channel, person_id, class: name, redirected_sealed, skip_reason }: MessageRow): RuleId[] {
  const isRedirected = redirected_sealed !== null || skip_reason === 'redirect_limit'
  return OF_CHANNEL[channel].filter((rule) => {
    if (rule === 'not_duplicate') return skip_reason === 'duplicate'
    if (rule === 'redirect') return isRedirected
    return (person_id !== null || !OF_A_PERSON.has(rule)) && (rule !== 'cap' || name !== 'otp')
  })
}

function wouldGo(story: Story, rule: RuleId | null): MessageDiagnosis['now'] {
  if (rule === null) return { would_go: true, text: 'Sent now, it would go out.' }
  const { what } = WORDS[rule]({ ...story, message: null })
  if (rule === 'own_phone') return { would_go: true, text: `Sent now, it would go out, to the test phone. ${what}` }
  return { would_go: false, text: `Sent now, it would not go. ${what}` }
}
