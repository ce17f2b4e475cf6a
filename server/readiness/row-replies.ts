import { taleOf } from '../settings/replies-show.ts'
import { hostOf } from '../settings/replies-state.ts'
import { inheritedSentence, replySentence, stopSentences } from '../settings/replies-words.ts'
import { clockTime, providerName } from '../settings/words.ts'
import type { ReadinessFacts } from './facts.ts'
import { line, type Reader, type Row } from './row.ts'

const FIXED = { id: 'replies', group: 'know', title: 'Replies' } as const

/** Whether STOP reaches us, as far as the provider's settings go. */
export const repliesRow: Row = (facts, reader) => {
  const { active, replies, story } = facts
  if (!active) return line(FIXED, reader, { status: 'off', reason: 'Waits for the provider.' })
  const checked_at = replies.lookedAt?.toISOString() ?? null
  if (replies.state === null) {
    const { lastAt } = replies
    return lastAt === null
      ? line(FIXED, reader, {
          status: 'off',
          reason: 'Your endpoint posts them here. None received yet.',
          href: '#receipts',
        })
      : line(FIXED, reader, {
          status: 'ok',
          reason: `Arrive. Last one ${clockTime(lastAt, story.now, story.timeZone)}.`,
          checked_at: story.now.toISOString(),
        })
  }
  if (active.inherited) return line(FIXED, reader, { ...inherited(facts), checked_at })
  return line(FIXED, reader, { ...judge(facts, reader), href: '#receipts', checked_at })
}

/** Not of the operator's account; and there is nothing that anybody here could do. */
function inherited({ replies, story }: ReadinessFacts) {
  const state = replies.state!
  const reason = inheritedSentence(state, taleOf(story.now, replies))
  if (state === 'ours') return { status: 'ok' as const, reason }
  if (state === 'sender_cannot_receive') return { status: 'off' as const, reason }
  const isKnown = state !== 'unreadable' && state !== 'not_known'
  return { status: isKnown ? ('warn' as const) : ('unknown' as const), reason }
}

function judge({ replies, story, active }: ReadinessFacts, { seesSettings }: Reader) {
  const state = replies.state!
  const provider = active!.connection.provider
  const tale = taleOf(story.now, replies)
  const reason = replySentence(state, tale)
  switch (state) {
    case 'ours':
      return { status: 'ok' as const, reason: tale.last === null ? 'Set up. None received yet.' : reason }
    case 'sender_cannot_receive':
      return { status: 'off' as const, reason }
    case 'no_public_address':
      return { status: 'warn' as const, reason, remedy: 'The operator can set a public address.' }
    case 'not_known': {
      const why = replies.trouble === null ? 'has not said yet.' : `did not say: ${replies.trouble}.`
      return { status: 'unknown' as const, reason: `Where they go is not known: ${providerName(provider)} ${why}` }
    }
    case 'unreadable':
      return {
        status: 'unknown' as const,
        reason: `Where they go is not known: this API key may not read the number.`,
        remedy: `Copy the address of Handset and set it at ${providerName(provider)}.`,
      }
    default: {
      const route = replies.routes.find((one) => one.inUse && one.state === state)
      const host = seesSettings ? hostOf(route?.setting ?? null) : null
      return {
        status: 'fail' as const,
        reason: stopSentences(state, { provider, host }),
        remedy:
          state === 'application'
            ? 'Set the address of Handset in the application, or take the application off the number.'
            : 'Point the sender to Handset.',
      }
    }
  }
}
