import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { ListedMessage } from '../providers/adapter.ts'
import { release } from '../spend/caps.ts'
import { columnsOf, type InDoubt } from './in-doubt.ts'
import { enqueue } from './queue.ts'
import { fileReceipts } from './receipts.ts'
import type { UndecidedReason } from './schema.ts'
import { SUSPECT_AFTER } from './suspects.ts'

type Key = Pick<InDoubt, 'workspace_id' | 'message_id' | 'n'>

/** Who decided, and by what name they are known where it was a person. */
export interface Resolver {
  by: 'listing' | 'person'
  name: string | null
}

export const LISTING: Resolver = { by: 'listing', name: null }

/** So often a provider may have failed to take a text, as far as its list tells. */
const MOST_ASKED = 4
/** So often a worker may have died of it, of which the last three times no other suspect was on its way with it. */
const MOST_DEATHS = SUSPECT_AFTER + 3

/** A campaign's text comes after those that were not tried yet. */
const CAMPAIGN_WAIT_SECONDS = 900

/** The provider's list has it: from here on it stands like any text that the provider took. */
export async function resolveFound(context: Context, tx: Tx, one: Key, listed: ListedMessage): Promise<void> {
  await tx.rows('resolve_found', NOTE_RESOLVED, [...columnsOf([one]), LISTING.by, LISTING.name])
  await fileReceipts(context, tx, [
    {
      workspaceId: one.workspace_id,
      messageId: one.message_id,
      n: one.n,
      token: null,
      reference: listed.reference,
      status: listed.status ?? 'accepted',
      errorCode: listed.errorCode,
      source: 'asked',
      proof: 'asked_again',
    },
  ])
}

const NOTE_RESOLVED = `
update attempts a set resolved_by = $4, resolved_by_name = $5, resolved_at = now(), undecided = null
from unnest($1::text[], $2::text[], $3::smallint[]) as d(workspace_id, message_id, n)
where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n`

interface NotAccepted extends Key {
  reserved_micros: number
  spend_day: string
  segments: number
  inherited: boolean
  next: 'again' | 'expired' | 'failed' | 'set_aside' | 'sent'
  class: string
  /** How many workers died while they had it on its way. */
  deaths: number
}

/**
 * The text was not sent. A code ends here, since somebody who waits for one asks again; others are tried again while they
 * are of use. What the provider was asked for so often and has no record of is left to a person: something is wrong with
 * the taking, or with the list. Of a text of which another attempt was taken, nothing but this attempt ends.
 */
export async function resolveNotAccepted(tx: Tx, attempts: Key[], resolver: Resolver): Promise<void> {
  const rows = await tx.rows<NotAccepted>('resolve_not_accepted', NOT_ACCEPTED, [
    ...columnsOf(attempts),
    resolver.by,
    resolver.name,
  ])
  const ended = rows.filter(({ next }) => next !== 'again')
  await tx.rows('resolve_ended', END, [...columnsOf(ended), ended.map(({ next }) => next)])
  await tx.rows('resolve_single', SENT_ONCE, columnsOf(rows.filter(({ next }) => next === 'sent')))
  await enqueue(
    tx,
    rows
      .filter(({ next }) => next === 'again')
      .map((row) => ({
        workspaceId: row.workspace_id,
        id: row.message_id,
        dueInSeconds: row.class === 'campaign' && resolver.by === 'listing' ? CAMPAIGN_WAIT_SECONDS : 0,
        isSuspect: row.deaths >= SUSPECT_AFTER,
      })),
  )
  await release(
    tx,
    rows.map((row) => ({
      workspaceId: row.workspace_id,
      day: row.spend_day,
      micros: row.reserved_micros,
      segments: row.segments,
      inherited: row.inherited,
    })),
  )
}

/** A person who says "send again" has weighed what the rules would decide. */
const NOT_ACCEPTED = `
with closed as (
  update attempts a set state = 'not_accepted', resolved_by = $4, resolved_by_name = $5, resolved_at = now(), undecided = null,
    ended_at = coalesce(a.ended_at, now()), looks = a.looks + case when $4 = 'listing' then 1 else 0 end
  from unnest($1::text[], $2::text[], $3::smallint[]) as d(workspace_id, message_id, n)
  where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n and a.state = 'unknown'
  returning a.workspace_id, a.message_id, a.n, a.reserved_micros, a.spend_day, a.inherited, a.ended_at, a.resolved_at
), counted as (
  -- One that ended before it was resolved was answered, or waited for in vain; of the others the worker died.
  select c.*, (c.ended_at < c.resolved_at)::int + e.asked as asked, (c.ended_at = c.resolved_at)::int + e.deaths as deaths
  from closed c cross join lateral (
    select count(*) filter (where p.ended_at < p.resolved_at) as asked,
      count(*) filter (where p.ended_at = p.resolved_at) as deaths from attempts p
    where p.workspace_id = c.workspace_id and p.message_id = c.message_id and p.n < c.n
      and p.state = 'not_accepted' and p.resolved_by = 'listing') e
)
select c.workspace_id, c.message_id, c.n, c.reserved_micros::float8 as reserved_micros, c.spend_day::text as spend_day, c.inherited, m.segments, m.class,
  c.deaths::int as deaths,
  case
    when exists (select from attempts o where o.workspace_id = c.workspace_id and o.message_id = c.message_id
      and o.n <> c.n and o.state = 'accepted') then 'sent'
    when $4 = 'person' then 'again'
    when m.class = 'otp' or m.not_after <= now() then 'expired'
    when c.asked >= ${MOST_ASKED} then 'failed'
    when c.deaths >= ${MOST_DEATHS} then 'set_aside'
    else 'again'
  end as next
from counted c join messages m on m.workspace_id = c.workspace_id and m.id = c.message_id
order by c.workspace_id, c.message_id`

const END = `
update messages m set status = case when d.next = 'set_aside' then 'failed' else d.next end, tries = greatest(m.tries, d.n),
  finished_at = case when d.next = 'sent' then m.finished_at else now() end,
  error_class = case d.next when 'failed' then 'transient_carrier' when 'set_aside' then 'config' else m.error_class end,
  error_text = case d.next
    when 'failed' then 'It was handed over several times, and the provider has no record of any.'
    when 'set_aside' then 'Handset stopped ${MOST_DEATHS} times while it handed this text over, so it was set aside.'
    else m.error_text end,
  body_sealed = case when m.class = 'otp' then null else m.body_sealed end
from unnest($1::text[], $2::text[], $3::smallint[], $4::text[]) as d(workspace_id, message_id, n, next)
where m.workspace_id = d.workspace_id and m.id = d.message_id and m.status in ('unknown', 'queued')`

/** One that a receipt proved while this one was open was taken to be sent twice. */
const SENT_ONCE = `
update attempts a set doubled_at = null
from unnest($1::text[], $2::text[], $3::smallint[]) as d(workspace_id, message_id, n)
where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n < d.n and a.doubled_at is not null
  and not exists (select from attempts later where later.workspace_id = a.workspace_id and later.message_id = a.message_id
    and later.n > a.n and later.state in ('started', 'unknown', 'accepted'))`

/** A complete look without it. The next is far enough off for the provider to list what it lists late. */
export async function noteEmptyLook(tx: Tx, one: Key, settleSeconds: number): Promise<void> {
  await tx.rows(
    'resolve_empty',
    `update attempts set looks = looks + 1, misses = 0, undecided = null, undecided_at = null,
       look_at = now() + make_interval(secs => $4)
     where workspace_id = $1 and message_id = $2 and n = $3 and state = 'unknown'`,
    [one.workspace_id, one.message_id, one.n, settleSeconds],
  )
}

/** `undecided` null: nothing is wrong, it is only not its turn. `againInSeconds` null: never by itself. */
export async function noteMiss(
  tx: Tx,
  attempts: Key[],
  undecided: UndecidedReason | null,
  againInSeconds: number | null,
): Promise<void> {
  await tx.rows(
    'resolve_miss',
    `update attempts a set misses = least(a.misses + 1, 100), undecided = coalesce($4, a.undecided),
       undecided_at = case when $4::text is not null then coalesce(a.undecided_at, now()) else a.undecided_at end,
       look_at = case when $5::float8 is null then 'infinity' else now() + make_interval(secs => $5) end
     from unnest($1::text[], $2::text[], $3::smallint[]) as d(workspace_id, message_id, n)
     where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n and a.state = 'unknown'`,
    [...columnsOf(attempts), undecided, againInSeconds],
  )
}

/** A code that has run out leaves nothing to decide. Its money is kept: it may have been sent, and a receipt may still say so. */
export async function closeRunOutCodes(tx: Tx): Promise<void> {
  await tx.rows(
    'resolve_codes',
    `with over as (
       select a.workspace_id, a.message_id, a.n from attempts a
       join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
       where a.state = 'unknown' and a.undecided is not null and m.class = 'otp' and m.not_after <= now()
       order by a.workspace_id, a.message_id limit 100 for update of a skip locked
     ), closed as (
       update attempts a set undecided = null, look_at = 'infinity' from over o
       where a.workspace_id = o.workspace_id and a.message_id = o.message_id and a.n = o.n
     )
     update messages m set status = 'expired', finished_at = now(), body_sealed = null
     from over o where m.workspace_id = o.workspace_id and m.id = o.message_id and m.status in ('unknown', 'queued')`,
    [],
  )
}
