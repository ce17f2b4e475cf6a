import type { Facts } from '../messages/facts.ts'
import type { MessageOut } from '../messages/schema.ts'
import type { Answer } from './live.ts'
import { RULE_OF_SKIP, RULES, type RuleId } from './rules.ts'
import type { ChannelDiagnosis, Check } from './schema.ts'

export interface Decided {
  rule: RuleId | null
  outcome: ChannelDiagnosis['outcome']
  /** The first rule that was not asked yet, of one that waits. */
  upTo?: RuleId
}

/** Which rule decided about a message, by what its row says and nothing that changed since. */
export function decidedOf(message: MessageOut, isMember: boolean, facts: Facts): Decided {
  if (message.skip_reason) return { rule: RULE_OF_SKIP[message.skip_reason], outcome: 'not_sent' }
  if (message.channel === 'in_app')
    return isMember ? { rule: null, outcome: 'arrived' } : { rule: 'has_account', outcome: 'not_sent' }
  return message.channel === 'email' ? decidedOfMail(message) : decidedOfText(message, facts)
}

function decidedOfMail({ status_group, provider, waiting_for }: MessageOut): Decided {
  if (provider === 'mailbox') return { rule: 'mail_server', outcome: 'not_sent' }
  if (status_group === 'failed' || status_group === 'skipped') return { rule: 'handed_over', outcome: 'not_sent' }
  if (status_group === 'pending')
    return { rule: waiting_for ? 'handed_over' : null, outcome: 'waiting', upTo: 'handed_over' }
  return { rule: null, outcome: 'sent' }
}

function decidedOfText(message: MessageOut, facts: Facts): Decided {
  switch (message.status) {
    case 'expired':
      return { rule: message.sent_at ? 'arrived' : 'in_time', outcome: 'not_sent' }
    case 'failed':
    case 'cancelled':
    case 'skipped':
      return { rule: message.sent_at ? 'arrived' : 'handed_over', outcome: 'not_sent' }
    case 'undelivered':
      return { rule: 'arrived', outcome: 'not_sent' }
    case 'queued':
      return waits(message, facts)
    case 'sending':
    case 'unknown':
      return { rule: 'handed_over', outcome: 'waiting' }
    default:
      if (message.redirected_to) return { rule: 'own_phone', outcome: 'not_sent' }
      return { rule: null, outcome: message.status === 'delivered' ? 'arrived' : 'sent' }
  }
}

function waits({ waiting_for }: MessageOut, { paused, waiting }: Facts): Decided {
  if (paused) return { rule: 'released', outcome: 'waiting' }
  if (waiting) return { rule: 'accepted_account', outcome: 'waiting' }
  if (waiting_for) return { rule: 'handed_over', outcome: 'waiting' }
  return { rule: null, outcome: 'waiting', upTo: 'in_time' }
}

/** The one that decided first, then the others in their order. */
export function checksOf(
  rules: readonly RuleId[],
  decided: Pick<Decided, 'rule' | 'upTo'> | null,
  now: ReadonlyMap<RuleId, Answer>,
): Check[] {
  const all = decided?.rule && !rules.includes(decided.rule) ? [...rules, decided.rule] : rules
  const checks = all.map((id, i): Check => {
    const result = decided && resultOf(decided, id, i, all)
    return { id, text: RULES[id], result, now: now.get(id) ?? null }
  })
  const first = checks.filter(({ result }) => result === 'decided')
  return [...first, ...checks.filter(({ result }) => result !== 'decided')]
}

function resultOf({ rule, upTo }: Pick<Decided, 'rule' | 'upTo'>, id: RuleId, i: number, all: readonly RuleId[]) {
  if (id === rule) return 'decided'
  const end = rule ?? upTo
  return end === undefined || i < all.indexOf(end) ? 'passed' : 'not_reached'
}
