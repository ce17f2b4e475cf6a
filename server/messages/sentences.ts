import { formatPhone } from '../../shared/phone.ts'
import { countryName } from '../settings/countries.ts'
import { atSentenceStart, clockTime, providerName } from '../settings/words.ts'
import { money } from '../spend/money.ts'
import { outcomeBeside } from './beside-texts.ts'
import type { Facts } from './facts.ts'
import { withFall } from './fell-to.ts'
import type { MessageRow } from './row.ts'
import type { SkipReason } from './schema.ts'
import { type Trouble, withoutNumbers } from './trouble.ts'
import { whyUndecided } from './undecided.ts'

/** A message, and whether its number is one that nobody is texted at. */
type Told = MessageRow & { premium?: boolean }

/** What became of a text, in one sentence or two, with times on the workspace's clock. */
export function outcome(row: Told, facts: Facts, trouble: Trouble | null): string {
  return withFall(row.channel === 'sms' ? outcomeOfText(row, facts, trouble) : outcomeBeside(row, facts), row)
}

function outcomeOfText(row: Told, facts: Facts, trouble: Trouble | null): string {
  const provider = providerName(row.provider ?? 'the provider')
  switch (row.status) {
    case 'queued':
      return queued(row, facts)
    case 'sending':
      return `Being handed to ${provider}.`
    case 'unknown':
      return unknown(row, facts, provider)
    case 'sent':
      return row.provider === 'webhook'
        ? 'The webhook took it; what became of it is not reported.'
        : `${atSentenceStart(provider)} has it; no word from the carrier yet.`
    case 'assumed_delivered':
      return `Sent ${howLong(row.sent_at ?? row.created_at, facts.now)} ago. The carrier gave no confirmation; many never do.`
    case 'delivered':
      return `Delivered ${tookUntil(row.created_at, row.finished_at ?? facts.now)}. If it was not seen: blocked senders, spam folder, another phone.`
    case 'undelivered':
      return `Not delivered: ${causeOf(trouble)}`
    case 'failed':
      return `Not sent: ${causeOf(trouble)}`
    case 'expired':
      return `Not sent in time: it was only useful until ${at(row.not_after, facts)}.`
    case 'cancelled':
      return 'Cancelled before it was sent.'
    case 'skipped':
      return row.skip_reason ? SKIPPED[row.skip_reason](row, facts) : 'Not sent.'
  }
}

function unknown(row: MessageRow, facts: Facts, provider: string): string {
  const start = 'We do not know whether this text was sent.'
  if (row.undecided)
    return `${start} ${whyUndecided(row.undecided, row.provider ?? 'the provider')} Somebody must decide.`
  if (!row.next_look_at || row.next_look_at <= facts.now) {
    return `${start} It is looked up at ${provider} before anything is sent again.`
  }
  return `${start} We look it up at ${provider}, next at ${at(row.next_look_at, facts)}, and do not send it again before.`
}

/** Why a text that could go does not go yet; null when it is simply next in line. */
export function waitingFor(row: MessageRow, facts: Facts): string | null {
  if (row.status !== 'queued' || row.channel !== 'sms') return null
  if (facts.paused) return 'Sending is paused for the whole installation.'
  if (facts.waiting) {
    const { reason, code, provider } = facts.waiting
    const what = reason === 'bad_credentials' ? 'refuses our sign-in' : 'refuses the account'
    return `${atSentenceStart(providerName(provider))} ${what}${code === null ? '' : ` (${code})`}.`
  }
  if (row.held) return 'A text from this number may mean STOP: what campaigns send to it waits until somebody says so.'
  if (row.tries === 0 || !row.error_text) return null
  return `The last try did not reach ${providerName(row.provider ?? 'the provider')}: ${withStop(withoutNumbers(row.error_text))}`
}

function queued(row: MessageRow, facts: Facts): string {
  const reason = waitingFor(row, facts)
  if (facts.paused)
    return `${reason} It goes out once the operator releases sending, until ${at(row.not_after, facts)}.`
  if (reason && facts.waiting)
    return `${reason} It goes out as soon as that is mended, until ${at(row.not_after, facts)}.`
  const later = row.due_at.getTime() > facts.now.getTime()
  if (reason) return later ? `${reason} Next try about ${at(row.due_at, facts)}.` : reason
  return later ? `Waiting its turn, about ${at(row.due_at, facts)}.` : 'Waiting its turn.'
}

const SKIPPED: Record<SkipReason, (row: Told, facts: Facts) => string> = {
  channel_off: () => 'SMS is off here.',
  not_ready: () => 'Settings are not ready.',
  no_sender: () => 'No sender chosen.',
  suspended: () => 'SMS is suspended.',
  opted_out: optedOut,
  over_cap: overCap,
  country_not_allowed: ({ premium, to_country }) =>
    premium
      ? 'This number costs whoever calls or texts it extra: premium rate, shared cost or satellite.'
      : `${to_country ? countryName(to_country) : 'This number belongs to no country, so it'} is not on your list.`,
  duplicate: () => 'The same text went a moment ago.',
  redirect_limit: () => 'Redirect is on, and the test phone had got its 20 texts of the hour.',
  no_phone: () => 'This person has no number.',
  unverified: () => 'This person has not confirmed the number yet.',
  preference_off: () => 'This person switched texts off.',
}

function optedOut(row: MessageRow, facts: Facts): string {
  if (!row.stopped_at) return 'This number was opted out then, and no longer is.'
  const when = onOrAt(row.stopped_at, facts)
  if (row.stopped_by === 'admin') return `${row.stopped_by_name ?? 'An administrator'} opted this number out ${when}.`
  if (row.stopped_by === 'import') return `This number was opted out by an import ${when}.`
  if (row.stopped_by === 'person')
    return `The person ended texts to this number ${when}. Only they, or START from the phone, take it back.`
  const where = facts.answersTo === null ? '' : ` to ${formatPhone(facts.answersTo)}`
  return `This number answered STOP ${when}. Only START from the phone${where} undoes it.`
}

/** The amount is only known while the cap has not been changed since. */
function overCap(row: MessageRow, facts: Facts): string {
  const reachedAt = row.finished_at ?? row.created_at
  const when = at(reachedAt, facts)
  if (row.capped_above)
    return `What the operator of this installation allows a day was used up at ${when}. More of it does not send what was skipped.`
  const whose = when.includes(' ') ? "That day's" : "Today's"
  const amount = facts.cap && facts.cap.since <= reachedAt ? ` of ${money(facts.cap.micros, row.currency)}` : ''
  return `${whose} cap${amount} was reached at ${when}. Raising it does not send what was skipped.`
}

function causeOf(trouble: Trouble | null): string {
  if (!trouble) return 'no cause was given.'
  // Names keep their capital after the colon.
  const cause = trouble.cause.replace(/^(The|This|That|An?|No|It|Its|Your|Our|Nobody)\b/, (word) => word.toLowerCase())
  return withStop(cause)
}

function withStop(text: string): string {
  return /[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`
}

function at(time: Date, facts: Facts): string {
  return clockTime(time, facts.now, facts.timeZone)
}

/** `at 14:02` today, `on 12 Mar 14:02` otherwise. */
function onOrAt(time: Date, facts: Facts): string {
  const when = at(time, facts)
  return when.includes(' ') ? `on ${when}` : `at ${when}`
}

function tookUntil(from: Date, to: Date): string {
  const took = howLong(from, to)
  return took === UNDER_A_SECOND ? `in ${took}` : `after ${took}`
}

const UNDER_A_SECOND = 'under a second'

/** `under a second`, `4 s`, `3 min`, `2 h`, `5 days`. */
function howLong(from: Date, to: Date): string {
  const seconds = Math.floor((to.getTime() - from.getTime()) / 1000)
  if (seconds < 1) return UNDER_A_SECOND
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}
