import type { Tx } from '../kit/db.ts'
import { GROUPS } from '../messages/groups.ts'
import { binOf } from './bins.ts'
import { DIMENSIONS, PACK, PACKED } from './columns.ts'
import { idsOf } from './quarters.ts'

/** Counts the messages that were made in these quarters anew, whatever was counted of them before. */
export async function countQuarters(tx: Tx, workspaceId: string, quarters: Date[]): Promise<void> {
  await tx.rows('statistics_drop_quarters', DROP, [workspaceId, quarters, DIMENSIONS])
  const ranges = quarters.map(idsOf)
  await tx.rows('statistics_count', COUNT, [
    workspaceId,
    quarters,
    ranges.map(({ from }) => from),
    ranges.map(({ to }) => to),
  ])
}

const DROP = `
delete from statistics_quarters where workspace_id = $1 and dimension = any($3::text[]) and quarter = any($2::timestamptz[])`

const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')
const isIn = (group: keyof typeof GROUPS) => `m.status in (${list(GROUPS[group])})`

/**
 * One pass over the messages for all dimensions. What does not have a property (nothing failed, nobody is named) is no
 * line of it. Segments and money are those of what a provider took: what never left costs nothing.
 */
const COUNT = `
with found as (
  select q.quarter, m.channel, m.class, m.event_type, m.currency, m.status, coalesce(m.to_country, '') as country,
    case when ${isIn('failed')} then
      coalesce(coalesce(m.provider, 'twilio') || ':' || m.error_code, case when m.status = 'expired' then 'expired' else m.error_class end, 'unknown') end as failure,
    case when ${isIn('skipped')} then coalesce(m.skip_reason, m.status) end as skip,
    case when m.sent_at is not null then coalesce(m.sent_from, m.provider, 'unknown') end as sender,
    m.person_id as person,
    case when m.sent_at is not null then ${binOf('m.created_at', 'm.sent_at')} end as handed_over,
    case when m.status = 'delivered' and m.finished_at is not null and m.sent_at is not null then ${binOf('m.sent_at', 'm.finished_at')} end as arrived,
    ${isIn('pending')} as is_pending, ${isIn('sent')} as is_sent, ${isIn('failed')} as is_failed, ${isIn('skipped')} as is_skipped,
    case when m.sent_at is not null then m.segments else 0 end as segments,
    case when m.sent_at is not null then m.cost_micros else 0 end as estimated_micros,
    coalesce(m.price_micros, 0) as billed_micros,
    coalesce(m.price_micros, case when m.sent_at is not null then m.cost_micros else 0 end) as cost_micros
  from unnest($2::timestamptz[], $3::text[], $4::text[]) as q(quarter, from_id, to_id)
  join messages m on m.workspace_id = $1 and m.id >= q.from_id and m.id < q.to_id
), counted as (
  select quarter, channel, class, event_type, currency,
    case grouping(status, country, failure, skip, sender, person, handed_over, arrived)
      when 127 then 'status' when 191 then 'country' when 223 then 'failure' when 239 then 'skip'
      when 247 then 'sender' when 251 then 'person' when 253 then 'handed_over' when 254 then 'delivered' end as dimension,
    coalesce(status, country, failure, skip, sender, person, handed_over::text, arrived::text) as value,
    count(*)::integer as messages,
    count(*) filter (where is_pending)::integer as pending,
    count(*) filter (where is_sent)::integer as sent,
    count(*) filter (where status_is_delivered)::integer as delivered,
    count(*) filter (where is_failed)::integer as failed,
    count(*) filter (where is_skipped)::integer as skipped,
    sum(segments)::bigint as segments, sum(estimated_micros)::bigint as estimated_micros,
    sum(billed_micros)::bigint as billed_micros, sum(cost_micros)::bigint as cost_micros
  from (select *, status = 'delivered' as status_is_delivered from found) found
  group by quarter, channel, class, event_type, currency,
    grouping sets ((status), (country), (failure), (skip), (sender), (person), (handed_over), (arrived))
)
insert into statistics_quarters (workspace_id, dimension, quarter, ${PACKED})
select $1, cells.dimension, cells.quarter, ${PACK} from counted cells where cells.value is not null
group by cells.dimension, cells.quarter`
