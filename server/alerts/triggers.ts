import type { Tx } from '../kit/db.ts'
import type { Conditions } from './conditions.ts'

/** Whom a trigger tells: by their role in the event, by name, as a group, or as the managers of a role. */
export interface Recipients {
  roles: string[]
  people: string[]
  groups: string[]
  managers_of: string[]
}

export interface Trigger {
  id: string
  name: string
  event_type: string
  conditions: Conditions | null
  template: string
  recipients: Recipients
  urgent: boolean
}

/** Those that are on. Urgent ones first, then as they were made: the first that fits is the one somebody hears by. */
export async function activeTriggers(tx: Tx, workspaceId: string, types: string[]): Promise<Trigger[]> {
  return tx.rows<Trigger>(
    'triggers_active',
    `select id, name, event_type, conditions, template, recipients, urgent from triggers
     where workspace_id = $1 and active and event_type = any($2::text[])
     order by urgent desc, id`,
    [workspaceId, types],
  )
}
