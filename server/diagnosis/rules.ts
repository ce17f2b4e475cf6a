import type { Channel } from '../../shared/preferences.ts'
import type { LeftOutReason } from '../alerts/decide.ts'
import type { SkipReason } from '../messages/schema.ts'

/** What stands between something that happens and a person who hears of it, each as a sentence that is true when all is well. */
export const RULES = {
  came: 'The event came in',
  looked_at: 'It was looked at',
  trigger: 'An active trigger fits it',
  meant: 'The trigger means this person',
  known_person: 'In the directory',
  active: 'Active',
  not_own_change: 'Not their own change',
  wants: 'Wants it on this channel',
  has_account: 'Signs in here',
  has_address: 'Has an email address',
  mail_server: 'A mail server is set',
  has_number: 'Has a number',
  verified: 'Number confirmed',
  preference: 'Wants texts',
  not_suspended: 'Workspace not suspended',
  settings_ready: 'Settings ready',
  channel_on: 'SMS switched on',
  sender: 'Sender chosen',
  not_opted_out: 'Not opted out',
  country: 'Country allowed, no premium or satellite number',
  not_duplicate: 'Not a duplicate',
  released: 'Sending is not paused',
  accepted_account: 'The provider accepts the account',
  in_time: 'In time',
  redirect: 'Test phone below its hourly limit',
  cap: 'Under the cap',
  handed_over: 'Handed over',
  own_phone: 'Went to their own phone',
  arrived: 'Not reported as failed',
} as const satisfies Record<string, string>
export type RuleId = keyof typeof RULES
export const RULE_IDS = Object.keys(RULES) as [RuleId, ...RuleId[]]

/** Before it is asked on which channels: the same for all of them. */
export const OF_EVENT = [
  'came',
  'looked_at',
  'trigger',
  'meant',
  'known_person',
  'active',
  'not_own_change',
] as const satisfies RuleId[]

/** In the order in which they are made: see decide, notifications, gate and begin. */
export const OF_CHANNEL: Record<Channel, readonly RuleId[]> = {
  in_app: ['wants', 'has_account'],
  email: ['wants', 'has_address', 'mail_server', 'handed_over'],
  sms: [
    'wants',
    'has_number',
    'verified',
    'preference',
    'not_suspended',
    'settings_ready',
    'channel_on',
    'sender',
    'not_opted_out',
    'country',
    'not_duplicate',
    'released',
    'accepted_account',
    'in_time',
    'redirect',
    'cap',
    'handed_over',
    'own_phone',
    'arrived',
  ],
}

/** Which rule a recorded reason stands for: whoever adds a reason is asked for its rule here. */
export const RULE_OF_SKIP: Record<SkipReason, RuleId> = {
  suspended: 'not_suspended',
  not_ready: 'settings_ready',
  channel_off: 'channel_on',
  no_sender: 'sender',
  no_phone: 'has_number',
  unverified: 'verified',
  preference_off: 'preference',
  opted_out: 'not_opted_out',
  country_not_allowed: 'country',
  duplicate: 'not_duplicate',
  redirect_limit: 'redirect',
  over_cap: 'cap',
}

export const RULE_OF_LEFT_OUT: Record<LeftOutReason, RuleId> = {
  unknown_person: 'known_person',
  inactive: 'active',
  own_change: 'not_own_change',
  preference_off: 'wants',
}
