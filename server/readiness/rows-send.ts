import { countryOf, maskPhone } from '../../shared/phone.ts'
import type { CheckProblem } from '../settings/recheck.ts'
import { reasonOf } from '../settings/state.ts'
import { atSentenceStart, clockTime, providerName, senderText } from '../settings/words.ts'
import type { ReadinessFacts } from './facts.ts'
import { line, type Row, sendTest } from './row.ts'

/** Only while it stands: it is the operator's affair, and everybody's trouble. */
export const installationRow: Row = (facts, reader) =>
  facts.paused
    ? line({ id: 'installation', group: 'send', title: 'Installation' }, reader, {
        status: 'fail',
        blocks: 'send',
        reason: 'Sending is paused for the whole installation. Texts are taken and wait.',
        remedy: 'The operator releases it under Health.',
      })
    : null

export const credentialsRow: Row = (facts, reader) => {
  const fixed = { id: 'credentials', group: 'send', title: 'Credentials' } as const
  const { active, story } = facts
  if (!active) {
    return line(fixed, reader, {
      status: 'fail',
      blocks: 'send',
      reason: 'No provider connected.',
      remedy: 'Connect Twilio or a webhook of your own.',
      href: '#provider',
    })
  }
  const checked_at = active.connection.checked_at?.toISOString() ?? null
  const problem = problemOf(facts)
  if (story.waiting) {
    return line(fixed, reader, {
      status: 'fail',
      blocks: 'send',
      reason: reasonOf('invalid', story)!,
      remedy: problem?.remedy ?? 'Check the credentials and the account at the provider, then save again.',
      href: '#account',
      checked_at,
    })
  }
  if (problem?.part === 'credentials') {
    const reason = reader.seesSettings
      ? problem.message
      : `${atSentenceStart(name(facts))} refused when it was last asked.`
    const remedy = reader.seesSettings ? problem.remedy : null
    return line(fixed, reader, { status: 'fail', blocks: 'send', reason, remedy, href: '#account', checked_at })
  }
  if (problem?.why === 'unreachable') {
    const since = clockTime(new Date(problem.since), story.now, story.timeZone)
    return line(fixed, reader, {
      status: 'unknown',
      reason: `${atSentenceStart(name(facts))} has not been reached since ${since}. This says nothing about the credentials.`,
      remedy: 'Handset asks again by itself. If it stays, ask the operator whether this server may reach the provider.',
      checked_at,
    })
  }
  return line(fixed, reader, { status: 'ok', reason: acceptedText(facts, reader.seesSettings), checked_at })
}

export const senderRow: Row = (facts, reader) => {
  const fixed = { id: 'sender', group: 'send', title: 'Sender' } as const
  const { active } = facts
  if (!active) return line(fixed, reader, { status: 'off', reason: 'Waits for the provider.', blocks: 'run' })
  if (active.connection.provider === 'webhook') return null
  const checked_at = active.connection.checked_at?.toISOString() ?? null
  if (!active.sender) {
    const text = { reason: 'No sender. Drafts only.', remedy: 'Choose a sender.' }
    return line(fixed, reader, { status: 'fail', blocks: 'run', ...text, href: '#sender', checked_at })
  }
  const sender = reader.seesSettings ? senderText(active.sender) : 'The sender'
  const problem = problemOf(facts)
  if (problem?.part === 'sender') {
    return line(fixed, reader, {
      status: 'fail',
      blocks: 'run',
      reason: `${sender} cannot be used${reader.seesSettings ? `: ${problem.message}` : '.'}`,
      remedy: problem.remedy ?? 'Choose another sender.',
      href: '#sender',
      checked_at,
    })
  }
  return line(fixed, reader, { status: 'ok', reason: `${sender} can send SMS.`, checked_at })
}

/** Registration cannot be read with every credential, so it is told from what became of texts. */
export const usRegistrationRow: Row = (facts, reader) => {
  const fixed = { id: 'us_registration', group: 'send', title: 'US registration' } as const
  const sender = facts.active?.sender
  const { unregistered } = facts.figures
  if (!sender || !(unregistered || mayBeUs(sender))) return null
  const number = reader.seesSettings ? senderText(sender) : 'the sender'
  const rule = `US carriers block texts from ${number} until it is registered at ${name(facts)} (30034).`
  const remedy = `Register it at ${name(facts)}. Registration takes days or weeks.`
  const href = 'https://www.twilio.com/docs/messaging/compliance/a2p-10dlc'
  if (unregistered) return line(fixed, reader, { status: 'warn', reason: rule, remedy, href })
  if (facts.deliveredInUs) return line(fixed, reader, { status: 'ok', reason: 'Texts reach US phones.' })
  return line(fixed, reader, {
    status: 'unknown',
    reason: `Not known yet: no text has reached a US phone. ${rule}`,
    remedy,
    href,
  })
}

export const testedRow: Row = (facts, reader) => {
  const fixed = { id: 'tested', group: 'send', title: 'Tested since the last change' } as const
  const { active, lastTest, story } = facts
  if (!active) return null
  const when = (at: Date) => clockTime(at, story.now, story.timeZone)
  if (!lastTest) {
    const { changed_by, changed_at } = active.connection
    const who = active.inherited ? 'the operator' : (changed_by ?? 'somebody')
    const reason = `Not tested since ${who} changed the connection ${when(changed_at)}.`
    return line(fixed, reader, { status: 'warn', reason, ...sendTest(facts, reader) })
  }
  const to = reader.seesSettings ? ` to ${maskedRecipient(facts)}` : ''
  switch (lastTest.status) {
    case 'delivered':
      return line(fixed, reader, { status: 'ok', reason: `Delivered ${when(lastTest.at)}${to}.` })
    case 'sent':
    case 'assumed_delivered':
      return line(fixed, reader, { status: 'ok', reason: `Sent ${when(lastTest.at)}${to}; no word from the carrier.` })
    case 'queued':
    case 'sending':
    case 'unknown':
      return line(fixed, reader, { status: 'unknown', reason: `The test of ${when(lastTest.at)}${to} is under way.` })
    default: {
      const reason = `The test of ${when(lastTest.at)}${to} failed${lastTest.error ? `: ${lastTest.error}` : ''}.`
      return line(fixed, reader, {
        status: 'fail',
        reason,
        remedy: 'Open it in History.',
        href: `/history/${lastTest.id}`,
      })
    }
  }
}

function problemOf({ active }: ReadinessFacts): CheckProblem | null {
  return (active?.connection.check_problem as CheckProblem | null | undefined) ?? null
}

function name({ active }: ReadinessFacts): string {
  return providerName(active!.connection.provider)
}

function acceptedText({ active, story }: ReadinessFacts, seesSettings: boolean): string {
  const { connection } = active!
  if (connection.provider === 'webhook') return 'The address may be used; requests are signed.'
  const when = connection.checked_at ? ` ${clockTime(connection.checked_at, story.now, story.timeZone)}` : ''
  if (!seesSettings) return `Accepted${when}.`
  return `${connection.credentials_kind === 'api_key' ? 'API key' : 'Auth Token'}, accepted${when}.`
}

/** +1 is shared by many countries; toll-free numbers have none and need registration too. */
function mayBeUs(sender: { kind: string; value: string }): boolean {
  if (sender.kind !== 'phone_number' || !sender.value.startsWith('+1')) return false
  const country = countryOf(sender.value)
  return country === null || country === 'US'
}

function maskedRecipient({ lastTest, sealer }: ReadinessFacts): string {
  const { id, to_sealed, redirected_sealed } = lastTest!
  if (!redirected_sealed && to_sealed.length === 0) return 'somebody who was erased'
  return maskPhone(
    redirected_sealed
      ? sealer.open(`messages.redirected|${id}`, redirected_sealed)
      : sealer.open(`messages.to|${id}`, to_sealed),
  )
}
