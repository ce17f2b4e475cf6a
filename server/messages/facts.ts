import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'

/** What sentences about a workspace's messages need beside the message. */
export interface Facts {
  now: Date
  timeZone: string
  /** Why every text waits, with the provider's code and name; null when sending. */
  waiting: { reason: 'bad_credentials' | 'account'; code: number | null; provider: string } | null
  /** Sending is paused for the whole installation. */
  paused: boolean
  /** The cap as it stands, and since when. */
  cap: { micros: number; since: Date } | null
  /** Where START would have to be sent; null when replies have no number. */
  answersTo: string | null
}

export async function readFacts(context: Context, tx: Tx, workspaceId: string): Promise<Facts> {
  const [row] = await tx.rows<Row>('history_facts', FACTS, [workspaceId])
  if (!row) throw new Error(`workspace ${workspaceId} is gone`)
  const { waiting, provider, cap_micros, cap_since } = row
  return {
    now: context.now(),
    paused: context.sendingPaused(),
    timeZone: row.time_zone,
    waiting: waiting && { reason: waiting, code: row.waiting_code, provider: provider ?? '' },
    cap: cap_micros === null ? null : { micros: cap_micros, since: cap_since! },
    answersTo: row.answers_to,
  }
}

interface Row {
  time_zone: string
  waiting: 'bad_credentials' | 'account' | null
  waiting_code: number | null
  provider: string | null
  cap_micros: number | null
  cap_since: Date | null
  answers_to: string | null
}

const FACTS = `
select w.time_zone, s.waiting, s.waiting_code, case when s.connection_id is null then i.provider else c.provider end as provider, k.daily_micros::float8 as cap_micros, k.changed_at as cap_since,
  coalesce(case when d.kind in ('phone_number', 'short_code') then d.value end, s.organization_number,
    case when s.connection_id is null then i.answers_to end) as answers_to
from workspaces w
cross join inherited_channel i
left join sms_settings s on s.workspace_id = w.workspace_id
left join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
left join senders d on d.workspace_id = s.workspace_id and d.connection_id = s.connection_id and d.is_default
left join spend_caps k on k.workspace_id = w.workspace_id
where w.workspace_id = $1`
