import { receiptsAddress } from '../settings/receipts-address.ts'
import { atSentenceStart, clockTime, providerName } from '../settings/words.ts'
import { MOST_UNDECIDED, type ReadinessFacts } from './facts.ts'
import { TOO_MANY_MISSED } from './receipt-facts.ts'
import { line, type Reader, type Row, sendTest } from './row.ts'
import type { ReadinessOut } from './schema.ts'

export const receiptsRow: Row = (facts, reader) => {
  const fixed = { id: 'receipts', group: 'know', title: 'Receipts' } as const
  const { active, receipts, story } = facts
  if (!active) return line(fixed, reader, { status: 'off', reason: 'Waits for the provider.' })
  const checked_at = story.now.toISOString()
  const when = (at: Date) => clockTime(at, story.now, story.timeZone)
  if (active.connection.provider === 'webhook') {
    if (receipts.lastCallback) {
      const reason = `Last ${when(receipts.lastCallback.at)}, signature checked.`
      return line(fixed, reader, { status: 'ok', reason, checked_at })
    }
    const reason = 'Your endpoint answers for itself: a text counts as sent when it answers 2xx.'
    return line(fixed, reader, { status: 'off', reason, checked_at })
  }
  if (receipts.missed >= TOO_MANY_MISSED)
    return line(fixed, reader, { ...unheard(facts, reader.seesSettings), href: '#receipts', checked_at })
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
  if (receipts.missed > 0)
    return line(fixed, reader, { ...missing(facts, reader.seesSettings), href: '#receipts', checked_at })
  return line(fixed, reader, { status: 'unknown', reason: 'No receipt yet.', ...sendTest(facts, reader), checked_at })
}

/** Several in a row: told apart from carriers that never confirm, of which the provider itself knows no end. */
function unheard(facts: ReadinessFacts, seesSettings: boolean) {
  const { missed, refusedLastDay } = facts.receipts
  const name = providerName(facts.active!.connection.provider)
  const where = (seesSettings && addressOf(facts)) || 'our address'
  const signatures =
    refusedLastDay === 0
      ? 'None arrived with a wrong signature either.'
      : `In the last day ${refusedLastDay} came with a signature that does not fit, and none of those was believed.`
  return {
    status: 'fail' as const,
    reason:
      `Receipts cannot reach Handset: ${name} finished the last ${missed} texts and could not tell us at ${where}. ` +
      `${signatures} Handset asks instead, so results are late, not lost.`,
    remedy:
      refusedLastDay === 0
        ? 'Check that this address can be reached from the internet.'
        : 'Check that this is the address the world sees, and that the Auth Token is the current one.',
  }
}

function missing(facts: ReadinessFacts, seesSettings: boolean) {
  const name = providerName(facts.active!.connection.provider)
  const n = facts.receipts.missed
  const where = seesSettings ? ` at ${facts.publicUrl}` : ''
  return {
    status: 'warn' as const,
    reason:
      `Texts go out, receipts do not come back. ${atSentenceStart(name)} finished the last ${n === 1 ? 'text' : `${n} texts`} but could not ` +
      `tell us${where}. Handset asks every minute instead, so results are late, not lost.`,
    remedy: 'Check that the public address can be reached from the internet.',
  }
}

/** Whether receipts arrive, for a banner; the address only for those who may see the settings. */
export function receiptsArrive(facts: ReadinessFacts, reader: Reader): ReadinessOut['receipts'] {
  const address = facts.active ? addressOf(facts) : null
  const { missed, refusedLastDay: refused_last_day, lastCallback } = facts.receipts
  const known = missed >= TOO_MANY_MISSED ? 'no' : lastCallback ? 'yes' : 'unknown'
  return {
    arrive: address ? known : 'not_expected',
    address: reader.seesSettings ? address : null,
    missed,
    refused_last_day,
  }
}

export const decisionsRow: Row = (facts, reader) => {
  const fixed = { id: 'decisions', group: 'know', title: 'Texts in doubt' } as const
  const { undecided: n, active, story } = facts
  const checked_at = story.now.toISOString()
  if (n === 0) return active && line(fixed, reader, { status: 'ok', reason: 'No text needs a decision.', checked_at })
  const texts =
    n === 1 ? '1 text needs' : n > MOST_UNDECIDED ? `More than ${MOST_UNDECIDED} texts need` : `${n} texts need`
  return line(fixed, reader, {
    status: 'warn',
    reason: `${texts} a decision: neither a receipt nor the provider's list tells whether they were sent.`,
    remedy: 'Say of each that it was sent, or send it again.',
    href: '/decisions',
    checked_at,
  })
}

function addressOf({ publicUrl, active }: ReadinessFacts): string | null {
  return receiptsAddress(publicUrl, active!.connection)
}
