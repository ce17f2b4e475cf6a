import type { Permission } from '../../shared/permissions.ts'

/** What each permission lets somebody do, in a sentence that goes on after "May". */
export const permissionWords: Record<Permission, string> = {
  'messages.send': 'send texts to people the workspace knows, and send failed ones again',
  'messages.send_to_number': 'send texts to any number, and vouch for it',
  'events.write': 'post events that may set off texts',
  'sms.read': 'see the SMS settings and whether the channel is ready',
  'sms.configure': 'change the SMS settings: provider, credentials, senders, redirect',
  'sms.test': 'send test texts',
  'history.read': 'read what was sent to whom and what became of it, with numbers masked',
  'numbers.reveal': 'see a full phone number, one at a time; each look is recorded',
  'people.read': 'see people and their preferences',
  'people.write': 'add, change and import people',
  'consent.write': 'enter and remove opt-outs',
  'templates.read': 'see how emails and texts of alerts are worded',
  'templates.write': 'word emails and texts of alerts',
  'triggers.write': 'decide which events send what to whom',
  'campaigns.write': 'draft campaigns',
  'campaigns.run': 'start and stop campaigns',
  'workflows.write': 'draft workflows',
  'workflows.run': 'start and stop workflows',
  'spend.read': 'see what texts cost',
  'spend.write': 'set the spend cap',
  'workspace.manage': 'change the workspace’s name, time zone, language and contact',
  'workspace.delete': 'delete the workspace with everything in it',
  'members.manage': 'invite people, give them roles and remove them',
  'roles.manage': 'make, change and delete roles',
  'api_keys.manage': 'make and revoke API keys',
  'webhooks.manage': 'say which endpoints are told what became of messages',
  'audit.read': 'read who changed what',
}

/** In the order of the list of permissions, under headings for those who tick them. */
export const permissionGroups: { title: string; permissions: Permission[] }[] = [
  { title: 'Sending', permissions: ['messages.send', 'messages.send_to_number', 'events.write'] },
  { title: 'SMS settings', permissions: ['sms.read', 'sms.configure', 'sms.test'] },
  {
    title: 'History and people',
    permissions: ['history.read', 'numbers.reveal', 'people.read', 'people.write', 'consent.write'],
  },
  {
    title: 'Campaigns and workflows',
    permissions: [
      'templates.read',
      'templates.write',
      'triggers.write',
      'campaigns.write',
      'campaigns.run',
      'workflows.write',
      'workflows.run',
    ],
  },
  { title: 'Money', permissions: ['spend.read', 'spend.write'] },
  {
    title: 'Workspace',
    permissions: [
      'workspace.manage',
      'workspace.delete',
      'members.manage',
      'roles.manage',
      'api_keys.manage',
      'webhooks.manage',
      'audit.read',
    ],
  },
]

/** As a sentence of its own. */
export function sentenceOf(permission: Permission): string {
  const words = permissionWords[permission]
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** What of a role somebody does not hold themselves: then they neither give it nor change who has it. */
export function beyond(held: readonly Permission[], wanted: readonly Permission[]): Permission[] {
  return wanted.filter((permission) => !held.includes(permission))
}

/** What is done on the screen of the SMS settings is of no use to somebody who does not see it. */
export function needsSettings(ticked: readonly Permission[]): boolean {
  return ticked.includes('sms.configure') || ticked.includes('sms.test')
}

/** With seeing the SMS settings ticked too where they are changed or tested, as far as the reader may give it. */
export function withSettingsSeen(ticked: Permission[], held: readonly Permission[]): Permission[] {
  const isMissing = needsSettings(ticked) && !ticked.includes('sms.read') && held.includes('sms.read')
  return isMissing ? [...ticked, 'sms.read'] : ticked
}
