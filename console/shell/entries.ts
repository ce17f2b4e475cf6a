import {
  IconAddressBook,
  IconBolt,
  IconBuilding,
  IconBuildingCommunity,
  IconFileCertificate,
  IconHeartbeat,
  IconHelpOctagon,
  IconHistory,
  IconInbox,
  IconKey,
  IconListDetails,
  IconLogin2,
  IconMail,
  IconMessage2,
  IconMessageOff,
  IconMessageReply,
  IconSettings,
  IconTargetArrow,
  IconTemplate,
  IconUsers,
  IconWorldCheck,
} from '@tabler/icons-react'
import type { Permission } from '../../shared/permissions.ts'
import type { MeOut } from '../api.ts'

export interface Entry {
  to:
    | '/inbox'
    | '/people'
    | '/replies'
    | '/opt-outs'
    | '/history'
    | '/events'
    | '/decisions'
    | '/settings/sms'
    | '/settings/templates'
    | '/settings/triggers'
    | '/settings/single-sign-on'
    | '/installation/domains'
    | '/settings/workspace'
    | '/settings/members'
    | '/settings/api-keys'
    | '/settings/audit'
    | '/installation/workspaces'
    | '/installation/general'
    | '/installation/audit-heads'
    | '/installation/mail'
    | '/health'
  label: string
  group: 'main' | 'settings' | 'installation'
  icon: typeof IconHistory
  needs: Permission | 'operator' | 'anybody'
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
    to: '/settings/sms',
    label: 'SMS',
    group: 'settings',
    icon: IconMessage2,
    needs: 'sms.read',
    at: 'both',
    words: ['Reminders', 'Integrations', 'Outreach', 'Configuration', 'Twilio', 'Provider', 'Webhook', 'Channel'],
  },
  {
    to: '/settings/templates',
    label: 'Templates',
    group: 'settings',
    icon: IconTemplate,
    needs: 'templates.read',
    words: ['Reminders', 'Alerts', 'Wording', 'Email', 'Subject', 'Body', 'Liquid', 'Variables', 'Placeholders'],
  },
  {
    to: '/settings/triggers',
    label: 'Triggers',
    group: 'settings',
    icon: IconTargetArrow,
    needs: 'history.read',
    words: ['Alerts', 'Rules', 'Events', 'Conditions', 'Notifications', 'Dispatcher', 'Automation', 'Who is told'],
  },
  {
    to: '/settings/members',
    label: 'Members and roles',
    group: 'settings',
    icon: IconUsers,
    needs: 'anybody',
    words: ['Team', 'People', 'Invite', 'Users', 'Permissions', 'Access', 'Owner', 'Leave'],
  },
  {
    to: '/settings/workspace',
    label: 'Workspace',
    group: 'settings',
    icon: IconBuilding,
    needs: 'anybody',
    words: ['Name', 'Slug', 'Time zone', 'Language', 'Support', 'Delete', 'Organization', 'Tenant', 'General'],
  },
  {
    to: '/settings/single-sign-on',
    label: 'Single sign-on',
    group: 'settings',
    icon: IconLogin2,
    needs: 'members.manage',
    words: ['SSO', 'OpenID Connect', 'OIDC', 'Okta', 'Google', 'Entra', 'Keycloak', 'Identity provider', 'Domain'],
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
    to: '/settings/audit',
    label: 'Audit log',
    group: 'settings',
    icon: IconListDetails,
    needs: 'audit.read',
    at: 'both',
    words: ['Who changed', 'Trail', 'Record', 'History of changes', 'Log', 'Export', 'Compliance', 'Chain'],
  },
  {
    to: '/installation/workspaces',
    label: 'Workspaces',
    group: 'installation',
    icon: IconBuildingCommunity,
    needs: 'operator',
    words: ['Tenants', 'Customers', 'Organizations', 'Suspend', 'Entitlement', 'Volume'],
  },
  {
    to: '/installation/general',
    label: 'General',
    group: 'installation',
    icon: IconSettings,
    needs: 'operator',
    words: ['Public address', 'URL', 'New workspaces', 'Grace', 'Access', 'Contact'],
  },
  {
    to: '/installation/audit-heads',
    label: 'Audit heads',
    group: 'installation',
    icon: IconFileCertificate,
    needs: 'operator',
    words: ['Audit log', 'Anchor', 'Tamper', 'Hash', 'Proof', 'Verify'],
  },
  {
    to: '/installation/mail',
    label: 'Mail',
    group: 'installation',
    icon: IconMail,
    needs: 'operator',
    words: ['Email', 'SMTP', 'Mail server', 'Sender address', 'Invitations'],
  },
  {
    to: '/installation/domains',
    label: 'Sign-in domains',
    group: 'installation',
    icon: IconWorldCheck,
    needs: 'operator',
    words: ['Single sign-on', 'SSO', 'Domain', 'Confirm', 'Claims'],
  },
  {
    to: '/health',
    label: 'Health',
    group: 'installation',
    icon: IconHeartbeat,
    needs: 'operator',
    at: 'both',
    words: ['Monitoring', 'Status', 'Metrics', 'Alarms', 'Queue', 'Workers', 'Charts', 'Statistics'],
  },
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

function maySee({ permissions, user }: MeOut, { needs }: Entry): boolean {
  if (needs === 'anybody') return true
  return needs === 'operator' ? user?.operator === true : permissions.includes(needs)
}

/** What else the search finds: places inside a screen. */
export const places = [
  { label: 'Provider', hash: 'provider', words: ['Twilio', 'Webhook', 'Simulator', 'Integrations'] },
  { label: 'Twilio account', hash: 'account', words: ['Credentials', 'Auth Token', 'API key', 'SID'] },
  { label: 'Sender', hash: 'sender', words: ['From number', 'Phone number', 'Messaging Service'] },
  { label: 'Name in texts', hash: 'name', words: ['Prefix', 'Signature'] },
  { label: 'Test redirect', hash: 'redirect', words: ['Test phone', 'Sandbox'] },
] as const
