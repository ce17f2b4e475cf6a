import {
  IconAddressBook,
  IconBolt,
  IconChartBar,
  IconHelpOctagon,
  IconHistory,
  IconInbox,
  IconMessageOff,
  IconMessageReply,
  IconPhoneCheck,
  IconStethoscope,
  IconZoomQuestion,
} from '@tabler/icons-react'
import type { Permission } from '../../shared/permissions.ts'
import type { MeOut } from '../api.ts'
import { settingsEntries } from './settings-entries.ts'

export interface Entry {
  to:
    | '/inbox'
    | '/people'
    | '/replies'
    | '/opt-outs'
    | '/history'
    | '/events'
    | '/decisions'
    | '/statistics'
    | '/settings/sms'
    | '/settings/email'
    | '/settings/templates'
    | '/settings/triggers'
    | '/settings/single-sign-on'
    | '/installation/domains'
    | '/settings/workspace'
    | '/settings/members'
    | '/settings/api-keys'
    | '/settings/webhooks'
    | '/settings/scim'
    | '/settings/audit'
    | '/installation/workspaces'
    | '/installation/general'
    | '/installation/audit-heads'
    | '/installation/mail'
    | '/installation/operators'
    | '/health'
  label: string
  group: 'main' | 'settings' | 'installation'
  icon: typeof IconHistory
  needs: Permission | readonly Permission[] | 'operator' | 'anybody'
  /** Where it stands: by itself that of the installation in the installation alone, and all others in workspaces alone. */
  at?: 'both'
  /** What people call it elsewhere: found by these in the search. */
  words: string[]
}

/** What the navigation holds. An entry appears when its screen exists and the reader may see it. */
export const entries: Entry[] = [
  {
    to: '/inbox',
    label: 'Inbox',
    group: 'main',
    icon: IconInbox,
    needs: 'anybody',
    words: ['Notifications', 'Alerts', 'Unread', 'Messages', 'In-app', 'Bell'],
  },
  {
    to: '/people',
    label: 'People',
    group: 'main',
    icon: IconAddressBook,
    needs: 'people.read',
    words: ['Contacts', 'Directory', 'Persons', 'Recipients', 'Phones', 'Numbers', 'Groups', 'Import', 'CSV', 'Upload'],
  },
  {
    to: '/replies',
    label: 'Replies',
    group: 'main',
    icon: IconMessageReply,
    needs: 'history.read',
    words: ['Inbound', 'Incoming texts', 'Answers', 'Conversations', 'STOP', 'START', 'HELP', 'Keywords'],
  },
  {
    to: '/opt-outs',
    label: 'Opt-outs',
    group: 'main',
    icon: IconMessageOff,
    needs: 'history.read',
    words: ['STOP', 'Unsubscribe', 'Suppression', 'Block list', 'Do not text', 'Consent', 'Registry', 'Stopped'],
  },
  {
    to: '/history',
    label: 'History',
    group: 'main',
    icon: IconHistory,
    needs: 'history.read',
    words: ['Messages', 'Texts', 'Log', 'Delivery', 'Receipts'],
  },
  {
    to: '/events',
    label: 'Events',
    group: 'main',
    icon: IconBolt,
    needs: 'history.read',
    words: ['Alerts', 'Triggers', 'What happened', 'Missing alert', 'Dispatcher', 'Why not'],
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
    to: '/statistics',
    label: 'Statistics',
    group: 'main',
    icon: IconChartBar,
    needs: 'history.read',
    words: ['Analytics', 'Report', 'Dashboard', 'Volume', 'Delivery rate', 'Failure rate', 'Latency', 'Cost', 'Usage'],
  },
  ...settingsEntries,
]

/** In the navigation: what belongs where one is. */
export function entriesFor(me: MeOut): Entry[] {
  const { installation } = me.workspace
  return reachableFor(me).filter(({ at, group }) => at === 'both' || (group === 'installation') === installation)
}

/** In the search: an operator goes straight to the installation's screens from everywhere. */
export function reachableFor(me: MeOut): Entry[] {
  const { installation } = me.workspace
  return entries.filter(
    (entry) => maySee(me, entry) && (entry.at === 'both' || entry.group === 'installation' || !installation),
  )
}

/** Of the installation, which is no workspace: the entry whose screen only workspaces have, if that is at the address. */
export function ofWorkspaces(path: string): Entry | undefined {
  const isAt = ({ to }: Entry) => path === to || path.startsWith(`${to}/`)
  return entries.find((entry) => entry.at !== 'both' && entry.group !== 'installation' && isAt(entry))
}

function maySee({ permissions, user }: MeOut, { needs }: Pick<Entry, 'needs'>): boolean {
  if (needs === 'anybody') return true
  if (needs === 'operator') return user?.operator === true
  return [needs].flat().every((permission) => permissions.includes(permission))
}

interface Inner extends Pick<Entry, 'label' | 'icon' | 'words' | 'needs'> {
  to: '/people/phone-quality' | '/diagnose' | '/settings/sms/diagnose'
  path: string
}

const inner: Inner[] = [
  {
    to: '/people/phone-quality',
    label: 'Phone quality',
    path: 'People',
    icon: IconPhoneCheck,
    needs: 'people.read',
    words: [
      'Report',
      'Malformed',
      'Missing numbers',
      'Not verified',
      'Duplicates',
      'Shared',
      'Landlines',
      'Phone data',
    ],
  },
  {
    to: '/diagnose',
    label: 'Why not?',
    path: 'History',
    icon: IconZoomQuestion,
    needs: ['people.read', 'history.read'],
    words: ['Diagnose a person', 'Got nothing', 'Missing alert', 'Did not get', 'Troubleshoot', 'Support'],
  },
  {
    to: '/settings/sms/diagnose',
    label: 'Trouble with texts',
    path: 'Settings › SMS',
    icon: IconStethoscope,
    needs: 'sms.read',
    words: ['Diagnose', 'Not received', 'Late', 'Garbled', 'Cut off', 'Codes', 'Troubleshoot', 'Problem', 'Help'],
  },
]

/** Screens that have no entry: those that lead to them, and the search. */
export function innerFor(me: MeOut): Inner[] {
  return me.workspace.installation ? [] : inner.filter((one) => maySee(me, one))
}

/** What else the search finds: places inside a screen. */
export const places = [
  { label: 'Provider', hash: 'provider', words: ['Twilio', 'Webhook', 'Simulator', 'Integrations'] },
  { label: 'Twilio account', hash: 'account', words: ['Credentials', 'Auth Token', 'API key', 'SID'] },
  { label: 'Sender', hash: 'sender', words: ['From number', 'Phone number', 'Messaging Service'] },
  { label: 'Name in texts', hash: 'name', words: ['Prefix', 'Signature'] },
  { label: 'Test redirect', hash: 'redirect', words: ['Test phone', 'Sandbox'] },
] as const
