import { receiptsAddress } from '../settings/receipts-address.ts'
import { atSentenceStart, clockTime, providerName } from '../settings/words.ts'
import type { ReadinessFacts } from './facts.ts'
import { line, type Row } from './row.ts'

export const receiptsRow: Row = (facts, reader) => {
  const fixed = { id: 'receipts', group: 'know', title: 'Receipts' } as const
  const { active, receipts, story } = facts
  if (!active) return line(fixed, reader, { status: 'off', reason: 'Waits for the provider.' })
  const checked_at = story.now.toISOString()
  const when = (at: Date) => clockTime(at, story.now, story.timeZone)
  if (active.connection.provider === 'webhook') {
    const reason = 'Your endpoint answers for itself: a text counts as sent when it answers 2xx.'
    return line(fixed, reader, { status: 'off', reason, checked_at })
  }
  if (receipts.refused) {
    const { count, since } = receipts.refused
    const address = (reader.seesSettings && addressOf(facts)) || 'our address'
    return line(fixed, reader, {
      status: 'warn',
      reason: `${count} receipts refused since ${when(since)}: the signature does not fit ${address}.`,
      remedy: 'Usual causes: another public address, or a replaced Auth Token.',
      href: '#receipts',
      checked_at,
    })
  }
  if (!addressOf(facts)) {
    return line(fixed, reader, {
      status: 'warn',
      reason: `Handset has no public address, so it asks ${providerName(active.connection.provider)} every minute. Results are late, not lost.`,
      remedy: 'The operator can set a public address.',
      checked_at,
    })
  }
  if (receipts.lastCallback) {
    const { at, proof } = receipts.lastCallback
    const how = proof === 'signature' ? 'signature checked' : 'asked again before it was believed'
    return line(fixed, reader, { status: 'ok', reason: `Last ${when(at)}, ${how}.`, checked_at })
  }
  if (receipts.asked > 0)
    return line(fixed, reader, { ...missing(facts, reader.seesSettings), href: '#receipts', checked_at })
  const none = { reason: 'No receipt yet.', remedy: 'Send a test SMS.', href: '#test' }
  return line(fixed, reader, { status: 'unknown', ...none, checked_at })
}

function missing(facts: ReadinessFacts, seesSettings: boolean) {
  const name = providerName(facts.active!.connection.provider)
  const n = facts.receipts.asked
  const where = seesSettings ? ` at ${facts.publicUrl}` : ''
  return {
    status: 'warn' as const,
    reason:
      `Texts go out, receipts do not come back. ${atSentenceStart(name)} finished the last ${n === 1 ? 'text' : `${n} texts`} but could not ` +
      `tell us${where}. Handset asks every minute instead, so results are late, not lost.`,
    remedy: 'Check that the public address can be reached from the internet.',
  }
}

function addressOf({ publicUrl, active }: ReadinessFacts): string | null {
  return receiptsAddress(publicUrl, active!.connection)
}
