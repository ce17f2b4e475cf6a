import type { MessageOut } from '../api.ts'
import type { ChipIcon, Tone } from '../ui/Chip.tsx'

type Status = MessageOut['status']
type SkipReason = NonNullable<MessageOut['skip_reason']>

interface StatusLook {
  tone: Tone
  word: string
  icon?: ChipIcon
}

const looks: Record<Status, StatusLook> = {
  queued: { tone: 'neutral', word: 'Waiting', icon: 'clock' },
  sending: { tone: 'neutral', word: 'Sending', icon: 'clock' },
  sent: { tone: 'green', word: 'Sent' },
  delivered: { tone: 'green', word: 'Delivered' },
  assumed_delivered: { tone: 'green', word: 'Sent' },
  undelivered: { tone: 'red', word: 'Failed' },
  unknown: { tone: 'amber', word: 'Unknown' },
  failed: { tone: 'red', word: 'Failed' },
  skipped: { tone: 'neutral', word: 'Skipped' },
  cancelled: { tone: 'neutral', word: 'Cancelled' },
  expired: { tone: 'red', word: 'Expired' },
}

export const skipWords: Record<SkipReason, string> = {
  channel_off: 'SMS off',
  not_ready: 'not ready',
  no_sender: 'no sender',
  opted_out: 'opted out',
  over_cap: 'cap reached',
  country_not_allowed: 'country',
  duplicate: 'duplicate',
  suspended: 'suspended',
  redirect_limit: 'redirect limit',
  no_phone: 'no number',
  unverified: 'not confirmed',
  preference_off: 'switched off',
}

/** The codes that most texts fail with (twilio.com/docs/api/errors), shorter than their class could say it. */
const codes: Record<number, string> = {
  21408: 'country blocked',
  21608: 'not verified',
  21610: 'opted out',
  30003: 'switched off',
  30005: 'unknown number',
  30006: 'landline',
  30007: 'filtered',
  30034: 'not registered',
}

const errors: Record<string, string> = {
  bad_credentials: 'sign-in refused',
  bad_sender: 'sender',
  bad_recipient: 'number',
  opted_out: 'opted out',
  geo_blocked: 'country blocked',
  rate_limited: 'too fast',
  transient_carrier: 'carrier',
  content_filtered: 'filtered',
  account: 'account',
  config: 'settings',
}

const OVERDUE_MS = 5 * 60_000

/** How a message stands, in an icon and as few words as a table has room for. */
export function statusLook(message: MessageOut, now: number): StatusLook & { why: string | null } {
  const look = looks[message.status]
  const waitingMs = now - Date.parse(message.created_at)
  if (message.status_group === 'pending' && message.status !== 'unknown' && waitingMs > OVERDUE_MS) {
    return { tone: 'amber', icon: 'clock', word: `Waiting ${minutes(waitingMs)}`, why: null }
  }
  return { ...look, why: whyOf(message) }
}

/** The same where no more of a message is known. */
export function briefLook(status: Status, skipReason: SkipReason | null): StatusLook & { why: string | null } {
  return { ...looks[status], why: skipReason && skipWords[skipReason] }
}

function whyOf(message: MessageOut): string | null {
  if (message.skip_reason) return skipWords[message.skip_reason]
  if (message.status === 'assumed_delivered') return 'no receipt'
  if (message.error && message.status_group === 'failed') {
    return codes[message.error.code ?? 0] ?? errors[message.error.class] ?? null
  }
  return null
}

function minutes(ms: number): string {
  const whole = Math.floor(ms / 60_000)
  return whole < 120 ? `${whole} min` : `${Math.floor(whole / 60)} h`
}

export const classWords: Record<MessageOut['class'], string> = {
  otp: 'code',
  alert: 'alert',
  nudge: 'nudge',
  campaign: 'campaign',
  test: 'test',
}
