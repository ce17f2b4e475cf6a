import type { MessageStatus } from './schema.ts'

/** The statuses as people count them. */
export const GROUPS = {
  pending: ['queued', 'sending', 'unknown'],
  sent: ['sent', 'delivered', 'assumed_delivered'],
  failed: ['failed', 'undelivered', 'expired'],
  skipped: ['skipped', 'cancelled'],
} as const satisfies Record<string, readonly MessageStatus[]>

export type StatusGroup = keyof typeof GROUPS
export const GROUP_NAMES = Object.keys(GROUPS) as StatusGroup[]

const groupByStatus = new Map<string, StatusGroup>(
  GROUP_NAMES.flatMap((group) => GROUPS[group].map((status): [string, StatusGroup] => [status, group])),
)

export function groupOf(status: MessageStatus): StatusGroup {
  return groupByStatus.get(status)!
}
