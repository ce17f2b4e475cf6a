/** What somebody may do. Code asks for permissions, never for the name of a role. */
export const PERMISSIONS = [
  'messages.send',
  'messages.send_to_number',
  'sms.read',
  'sms.configure',
  'sms.test',
  'history.read',
  'numbers.reveal',
  'consent.write',
  'spend.read',
  'spend.write',
  'members.manage',
  'api_keys.manage',
  'audit.read',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** The roles that every workspace has from the start. */
export const ROLES = {
  owner: { name: 'Owner', permissions: [...PERMISSIONS] },
  admin: { name: 'Admin', permissions: [...PERMISSIONS] },
  member: { name: 'Member', permissions: [] },
} as const satisfies Record<string, { name: string; permissions: readonly Permission[] }>
