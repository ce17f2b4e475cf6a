import { IconHeartbeat, IconHelpOctagon, IconHistory, IconKey, IconMessage2 } from '@tabler/icons-react'
import type { Permission } from '../../shared/permissions.ts'
import type { MeOut } from '../api.ts'

export interface Entry {
  to: '/history' | '/decisions' | '/settings/sms' | '/settings/api-keys' | '/health'
  label: string
  group: 'main' | 'settings' | 'installation'
  icon: typeof IconHistory
  needs: Permission | 'operator'
  /** What people call it elsewhere: found by these in the search. */
  words: string[]
}

/** What the navigation holds. An entry appears when its screen exists and the reader may see it. */
export const entries: Entry[] = [
  {
    to: '/history',
    label: 'History',
    group: 'main',
    icon: IconHistory,
    needs: 'history.read',
    words: ['Messages', 'Texts', 'Log', 'Delivery', 'Receipts'],
  },
  {
    to: '/decisions',
    label: 'Needs a decision',
    group: 'main',
    icon: IconHelpOctagon,
    needs: 'history.read',
    words: ['Unknown', 'Undecided', 'Doubt', 'Sent twice'],
  },
  {
    to: '/settings/sms',
    label: 'SMS',
    group: 'settings',
    icon: IconMessage2,
    needs: 'sms.read',
    words: ['Reminders', 'Integrations', 'Outreach', 'Configuration', 'Twilio', 'Provider', 'Webhook', 'Channel'],
  },
  {
    to: '/settings/api-keys',
    label: 'API keys',
    group: 'settings',
    icon: IconKey,
    needs: 'api_keys.manage',
    words: ['Token', 'Developer', 'Bearer', 'Access'],
  },
  {
    to: '/health',
    label: 'Health',
    group: 'installation',
    icon: IconHeartbeat,
    needs: 'operator',
    words: ['Monitoring', 'Status', 'Metrics', 'Alarms', 'Queue', 'Workers', 'Charts', 'Statistics'],
  },
]

export function entriesFor({ permissions, user }: MeOut): Entry[] {
  return entries.filter(({ needs }) => (needs === 'operator' ? user?.operator : permissions.includes(needs)))
}

/** What else the search finds: places inside a screen. */
export const places = [
  { label: 'Provider', hash: 'provider', words: ['Twilio', 'Webhook', 'Simulator', 'Integrations'] },
  { label: 'Twilio account', hash: 'account', words: ['Credentials', 'Auth Token', 'API key', 'SID'] },
  { label: 'Sender', hash: 'sender', words: ['From number', 'Phone number', 'Messaging Service'] },
  { label: 'Name in texts', hash: 'name', words: ['Prefix', 'Signature'] },
  { label: 'Test redirect', hash: 'redirect', words: ['Test phone', 'Sandbox'] },
] as const
