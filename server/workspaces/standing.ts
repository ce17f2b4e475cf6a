import type { WORKSPACE_STATES } from './schema.ts'

export type WorkspaceState = (typeof WORKSPACE_STATES)[number]

/** The columns that say whether a workspace may send. */
export interface Standing {
  suspended_at: Date | null
  suspended_why: string | null
  sms_entitled: boolean
  delete_after: Date | null
}

/** As every member may know it. */
export function standingOf({ suspended_at, suspended_why, sms_entitled, delete_after }: Standing) {
  return {
    suspended: suspended_at && { since: suspended_at.toISOString(), why: suspended_why },
    sms_entitled,
    deletion: delete_after && { after: delete_after.toISOString() },
  }
}

/** In one word: the gravest that is so. */
export function stateOf({ delete_after, suspended_at, sms_entitled }: Omit<Standing, 'suspended_why'>): WorkspaceState {
  if (delete_after) return 'deleting'
  if (suspended_at) return 'suspended'
  return sms_entitled ? 'active' : 'not_entitled'
}
