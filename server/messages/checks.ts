import type { MessageRow } from './row.ts'
import type { MessageDetail, SkipReason } from './schema.ts'

export type Check = MessageDetail['checks'][number]

interface Rule {
  id: string
  text: string
  /** Which skip it decides; `expired` is no skip but a status. */
  decides: SkipReason | 'expired'
  /** Made when the text is about to be handed over, not when it is accepted. */
  atBegin?: true
  /** Left out where it says nothing about this text. */
  only?: (row: MessageRow) => boolean
}

/** In the order in which they are made: of people see makeText first, then judge and beginBatch. */
const RULES: Rule[] = [
  { id: 'has_number', text: 'Has a number', decides: 'no_phone', only: (row) => row.person_id !== null },
  { id: 'verified', text: 'Number confirmed', decides: 'unverified', only: (row) => row.person_id !== null },
  { id: 'preference', text: 'Wants texts', decides: 'preference_off', only: (row) => row.person_id !== null },
  { id: 'not_suspended', text: 'Workspace not suspended', decides: 'suspended' },
  { id: 'settings_ready', text: 'Settings ready', decides: 'not_ready' },
  { id: 'channel_on', text: 'SMS switched on', decides: 'channel_off' },
  { id: 'sender', text: 'Sender chosen', decides: 'no_sender' },
  { id: 'not_opted_out', text: 'Not opted out', decides: 'opted_out' },
  { id: 'country', text: 'Country allowed, no premium or satellite number', decides: 'country_not_allowed' },
  {
    id: 'not_duplicate',
    text: 'Not a duplicate',
    decides: 'duplicate',
    only: (row) => row.skip_reason === 'duplicate',
  },
  { id: 'in_time', text: 'In time', decides: 'expired', atBegin: true },
  {
    id: 'redirect',
    text: 'Test phone below its hourly limit',
    decides: 'redirect_limit',
    atBegin: true,
    only: (row) => row.redirected_sealed !== null || row.skip_reason === 'redirect_limit',
  },
  { id: 'cap', text: 'Under the cap', decides: 'over_cap', atBegin: true, only: (row) => row.class !== 'otp' },
]

/** What was checked before the text could go: which checks it passed, which one decided, and which were not reached. */
export function checksOf(row: MessageRow): Check[] {
  // A mail and an inbox ask nothing of the channel, and the event's own record says who was left out.
  if (row.channel !== 'sms') return []
  const rules = RULES.filter((rule) => rule.only?.(row) ?? true)
  const decided = rules.findIndex((rule) => rule.decides === decisionOf(row))
  const begun = row.tries > 0
  return rules.map(({ id, text, atBegin }, i) => {
    const reached = decided < 0 ? begun || !atBegin : i < decided
    return { id, text, result: i === decided ? 'decided' : reached ? 'passed' : 'not_reached' }
  })
}

function decisionOf(row: MessageRow): SkipReason | 'expired' | null {
  // One that was handed over and expired at the provider had passed every check of ours.
  if (row.status === 'expired') return row.sent_at ? null : 'expired'
  return row.status === 'skipped' ? row.skip_reason : null
}
