import { REMINDER } from '../../../shared/events.ts'
import type { Tx } from '../../kit/db.ts'
import type { Trigger } from '../triggers.ts'
import { PASSED, type Timed } from './moments.ts'

export type TimedTrigger = Trigger & Timed

/** Those that dates set off and that are on, in the order in which somebody is told by the first that fits. */
export async function timedTriggers(tx: Tx, workspaceId: string): Promise<TimedTrigger[]> {
  return tx.rows<TimedTrigger>(
    'triggers_timed',
    `select id, name, event_type, conditions, template, recipients, urgent, days_ahead, time_of_day from triggers
     where workspace_id = $1 and active and event_type = any($2::text[]) order by urgent desc, id`,
    [workspaceId, [REMINDER.type, PASSED]],
  )
}
