/** What somebody may do. Code asks for permissions, never for the name of a role. In the order in which they are shown. */
export const PERMISSIONS = [
  'messages.send',
  'messages.send_to_number',
  'events.write',
  'sms.read',
  'sms.configure',
  'sms.test',
  'history.read',
  'numbers.reveal',
  'people.read',
  'people.write',
  'consent.write',
  'templates.read',
  'templates.write',
  'triggers.write',
  'campaigns.write',
  'campaigns.run',
  'workflows.write',
  'workflows.run',
  'spend.read',
  'spend.write',
  'workspace.manage',
  'workspace.delete',
  'members.manage',
  'roles.manage',
  'api_keys.manage',
  'webhooks.manage',
  'audit.read',
] as const
export type Permission = (typeof PERMISSIONS)[number]

interface Role {
  name: string
  /** What it is for, in one sentence. */
  about: string
  permissions: readonly Permission[]
}

/** The roles that every workspace has from the start. Others are made by ticking permissions. */
export const ROLES = {
  owner: { name: 'Owner', about: 'Everything, deleting the workspace included.', permissions: PERMISSIONS },
  admin: {
    name: 'Admin',
    about: 'Everything but deleting the workspace.',
    permissions: PERMISSIONS.filter((permission) => permission !== 'workspace.delete'),
  },
  campaigner: {
    name: 'Campaigner',
    about: 'Plans and runs campaigns and workflows, and follows what became of them.',
    permissions: [
      'messages.send',
      'history.read',
      'people.read',
      'templates.read',
      'templates.write',
      'campaigns.write',
      'campaigns.run',
      'workflows.write',
      'workflows.run',
      'spend.read',
    ],
  },
  sms_configuration: {
    name: 'SMS configuration',
    about: 'Reads and changes the SMS settings, and nothing else.',
    permissions: ['sms.read', 'sms.configure'],
  },
  auditor: {
    name: 'Auditor',
    about: 'Reads settings, history, spend and the audit log, and changes nothing.',
    permissions: ['sms.read', 'history.read', 'people.read', 'templates.read', 'spend.read', 'audit.read'],
  },
  member: { name: 'Member', about: 'Gets texts and sees their own profile.', permissions: [] },
} as const satisfies Record<string, Role>
export type BuiltInRole = keyof typeof ROLES

export function isBuiltInRole(role: string): role is BuiltInRole {
  return Object.hasOwn(ROLES, role)
}
