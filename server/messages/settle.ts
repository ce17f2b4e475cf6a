import { setTimeout as delay } from 'node:timers/promises'
import { writeOptOuts } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import { isConnectionFailure, isRefusedValue, type Tx } from '../kit/db.ts'
import { type Group, startGroup } from '../kit/group.ts'
import type { Outcome, Refusal } from '../providers/adapter.ts'
import { release } from '../spend/caps.ts'
import type { Begun } from './begin.ts'

export interface Settled {
  begun: Begun
  outcome: Outcome
  /** For how long nothing more should go to the account; left out for not at all. */
  pauseSeconds?: number
}

export type Settlement = Group<Settled, void>

/** Stores how attempts ended, many in one transaction: whatever finished while the last one was written goes together. */
export function openSettlement(context: Context): Settlement {
  return startGroup({
    maxItems: 512,
    maxAtOnce: 1,
    isOfOne: isRefusedValue,
    async work(items) {
      // In the order in which receipts lock them too, so that the two never wait for each other in a circle.
      const ends = items.map(toEnd).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      await untilStored(context, () => context.db.system((tx) => settle(context, tx, ends)))
      await closeLanes(context, ends)
      return items.map(() => undefined)
    },
  })
}

const STORING_TAKES_MS = 60_000

/**
 * What the provider said is known only here, so a database that is away for a moment is waited for. Storing it twice,
 * because the answer to a commit was lost, changes nothing.
 */
async function untilStored(context: Context, store: () => Promise<void>): Promise<void> {
  const startedMs = performance.now()
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 2000)) {
    try {
      return await store()
    } catch (error) {
      if (!isConnectionFailure(error) || performance.now() - startedMs > STORING_TAKES_MS) throw error
      context.log.warn({ err: error }, 'outcomes could not be stored yet: trying again')
      await delay(waitMs)
    }
  }
}

function keyOf(end: End): string {
  return `${end.workspaceId}|${end.messageId}`
}

/** How an attempt ended and what that makes of its message. */
export interface End {
  workspaceId: string
  messageId: string
  n: number
  attemptState: 'accepted' | 'rejected' | 'not_sent' | 'unknown'
  messageStatus: 'sent' | 'failed' | 'queued' | 'unknown'
  reference: string | null
  httpStatus: number | null
  errorCode: number | null
  errorClass: string | null
  detail: string | null
  /** Seconds until the next try; only for a message that goes back to the queue. */
  againInSeconds: number
  /** Nothing should go to this account for so long; 0 when nothing is known against it. */
  pauseSeconds: number
  /** Hand-overs of this text that a gateway answered with 5xx, this one counted. */
  failures: number
  /** The provider refuses the account, not the text: everything waits for somebody to mend it. */
  stopsAccount: 'bad_credentials' | 'account' | null
  optedOut: boolean
  settled: Settled
}

/** A gateway that answers 5xx gets three more tries (K16); one that cannot be reached is tried until the text expires. */
const TRIES_WHEN_UNAVAILABLE = 4
const FIRST_ASK_SECONDS = 60

export function toEnd(settled: Settled): End {
  const { begun, outcome } = settled
  const base = {
    workspaceId: begun.text.workspace_id,
    messageId: begun.text.id,
    n: begun.n,
    reference: null,
    httpStatus: null,
    errorCode: null,
    errorClass: null,
    detail: null,
    againInSeconds: 0,
    pauseSeconds: settled.pauseSeconds ?? 0,
    failures: begun.text.failures,
    stopsAccount: null,
    optedOut: false,
    settled,
  }
  switch (outcome.kind) {
    case 'accepted':
      return { ...base, attemptState: 'accepted', messageStatus: 'sent', reference: outcome.reference }
    case 'unknown':
      return {
        ...base,
        attemptState: 'unknown',
        messageStatus: 'unknown',
        httpStatus: outcome.httpStatus,
        detail: outcome.detail,
      }
    case 'not_sent':
      return notSent(base, begun, outcome)
    case 'rejected':
      return rejected(base, outcome)
  }
}

type Base = Omit<End, 'attemptState' | 'messageStatus'>

function notSent(base: Base, begun: Begun, outcome: Outcome & { kind: 'not_sent' }): End {
  const detail = outcome.detail
  const failures = base.failures + (outcome.why === 'unavailable' ? 1 : 0)
  if (failures >= TRIES_WHEN_UNAVAILABLE) {
    return {
      ...base,
      attemptState: 'not_sent',
      messageStatus: 'failed',
      errorClass: 'transient_carrier',
      detail,
      failures,
    }
  }
  const asked = outcome.retryAfterMs === undefined ? 0 : Math.ceil(outcome.retryAfterMs / 1000)
  const limited = outcome.why === 'rate_limited'
  const soon = limited || outcome.why === 'not_tried'
  return {
    ...base,
    attemptState: 'not_sent',
    messageStatus: 'queued',
    detail,
    failures,
    // Too many requests is about the account, not about this text: the others need not find out one by one.
    pauseSeconds: limited ? Math.max(asked, base.pauseSeconds) : base.pauseSeconds,
    againInSeconds: soon ? Math.max(asked, 0.5 + Math.random()) : Math.max(asked, waitSeconds(begun.n)),
  }
}

/** 2, 4, 8 … up to 5 minutes, shifted by up to a quarter so that what failed together does not return together. */
function waitSeconds(n: number): number {
  return Math.min(2 ** Math.min(n, 12), 300) * (0.75 + Math.random() / 2)
}

function rejected(base: Base, outcome: Outcome & { kind: 'rejected' }): End {
  const { refusal } = outcome
  const common = {
    ...base,
    attemptState: 'rejected' as const,
    httpStatus: outcome.httpStatus,
    errorCode: refusal.code,
    errorClass: refusal.class,
    detail: outcome.detail,
  }
  const stopsAccount = accountTrouble(refusal)
  if (stopsAccount) return { ...common, messageStatus: 'queued', stopsAccount }
  return { ...common, messageStatus: 'failed', optedOut: refusal.code === 21610 }
}

/** What a trial account refuses is about the recipient or the text; waiting would not mend it. */
const ABOUT_THE_TEXT = new Set([10002, 21267, 21607, 21608, 30044, 572002, 572005])

/** Whether a refusal is about the account as a whole, so that the text itself is still good. */
export function accountTrouble(refusal: Refusal): 'bad_credentials' | 'account' | null {
  if (refusal.class === 'bad_credentials') return 'bad_credentials'
  if (refusal.class === 'account' && !ABOUT_THE_TEXT.has(refusal.code ?? 0)) return 'account'
  return null
}

/** Finishes attempts that are still open. One that a receipt has finished already is left as it is. */
export async function settle(context: Context, tx: Tx, ends: End[]): Promise<void> {
  const plain = ends.every((end) => end.attemptState === 'accepted' || end.attemptState === 'unknown')
  const closed = new Set((await closeAttempts(tx, ends, plain)).map((row) => `${row.workspace_id}|${row.message_id}`))
  if (plain) return
  const ours = ends.filter((end) => closed.has(keyOf(end)))
  // Numbers, then settings, then money: locked in the same order as at begin.
  await writeOptOuts(
    tx,
    ours
      .filter((end) => end.optedOut)
      .map((end) => ({
        workspaceId: end.workspaceId,
        numberHash: actualHash(context, end),
        note: 'The provider refused a text: 21610',
      })),
  )
  for (const end of ours.filter((one) => one.stopsAccount)) await stopAccount(context, tx, end)
  const unused = ours.filter((end) => end.attemptState === 'rejected' || end.attemptState === 'not_sent')
  await release(
    tx,
    unused.map(({ workspaceId, settled: { begun } }) => ({
      workspaceId,
      day: begun.spendDay,
      micros: begun.reservedMicros,
      segments: begun.text.segments,
    })),
  )
}

/** What the provider says about the number belongs to the number that was really texted. */
function actualHash(context: Context, end: End): Buffer {
  const { redirectedTo, text } = end.settled.begun
  return redirectedTo ? context.keys.hashNumber(redirectedTo) : text.to_hash
}

/** Where nothing more is to be written, the commit goes along. */
async function closeAttempts(
  tx: Tx,
  ends: End[],
  last: boolean,
): Promise<{ workspace_id: string; message_id: string }[]> {
  const column = <T>(pick: (end: End) => T): T[] => ends.map(pick)
  const values = [
    column((end) => end.workspaceId),
    column((end) => end.messageId),
    column((end) => end.n),
    column((end) => end.attemptState),
    column((end) => end.messageStatus),
    column((end) => end.reference),
    column((end) => end.httpStatus),
    column((end) => end.errorCode),
    column((end) => end.errorClass),
    column((end) => end.detail?.slice(0, 500) ?? null),
    column((end) => end.againInSeconds),
    column((end) => end.failures),
    column((end) => end.settled.begun.channel.provider),
    column((end) => end.settled.begun.channel.sender?.value ?? null),
  ]
  return last ? tx.rowsAndCommit('settle', SETTLE, values) : tx.rows('settle', SETTLE, values)
}

/** `e` comes in the order of the array and each row is looked up by its key, so rows are locked in that order. */
const SETTLE = `
with closed as (
  update attempts a set
    state = e.state, provider_sid = coalesce(a.provider_sid, e.reference), http_status = e.http_status,
    error_code = coalesce(a.error_code, e.error_code), detail = coalesce(a.detail, e.detail), ended_at = now(),
    ask_at = case when e.state = 'accepted' and a.provider <> 'webhook' then now() + interval '${FIRST_ASK_SECONDS} seconds' end
  from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::integer[], $9::text[],
    $10::text[], $11::float8[], $12::smallint[], $13::text[], $14::text[])
    as e(workspace_id, message_id, n, state, status, reference, http_status, error_code, error_class, detail, again_in, failures,
      provider, sent_from)
  where a.workspace_id = e.workspace_id and a.message_id = e.message_id and a.n = e.n and a.state in ('started', 'unknown')
  returning e.*
), moved as (
  update messages m set
    status = e.status, tries = e.n, failures = e.failures, provider = e.provider, sent_from = e.sent_from,
    provider_sid = coalesce(e.reference, m.provider_sid),
    error_code = e.error_code, error_class = e.error_class, error_text = e.detail,
    sent_at = case when e.status = 'sent' then now() else m.sent_at end,
    finished_at = case when e.status = 'failed' then now() end,
    due_at = case when e.status = 'queued' then now() + make_interval(secs => e.again_in) else m.due_at end,
    body_sealed = case when m.class = 'otp' and e.status in ('sent', 'failed') then null else m.body_sealed end
  from closed e
  where m.workspace_id = e.workspace_id and m.id = e.message_id and m.tries <= e.n and m.status in ('queued', 'unknown')
  returning m.workspace_id, m.id, m.lane, m.segments, m.due_at, m.not_after, m.status
), back as (
  insert into queue (workspace_id, id, lane, segments, due_at, not_after)
  select workspace_id, id, lane, segments, due_at, not_after from moved where status = 'queued'
)
select workspace_id, message_id from closed`

/** After the outcomes are stored and apart from them: a lane that stays open by mistake costs a request, no text. */
async function closeLanes(context: Context, ends: End[]): Promise<void> {
  const pauses = new Map<string, number>()
  for (const { pauseSeconds, settled } of ends) {
    const { account } = settled.begun.channel
    if (pauseSeconds > 0) pauses.set(account, Math.max(pauses.get(account) ?? 0, pauseSeconds))
  }
  if (pauses.size === 0) return
  const closing = context.db.system((tx) =>
    tx.rows('settle_lanes', CLOSE_LANES, [[...pauses.keys()], [...pauses.values()]]),
  )
  await closing.catch((error) => context.log.warn({ err: error }, 'lanes could not be closed'))
}

const CLOSE_LANES = `
with closed as materialized (
  select l.workspace_id, l.lane, p.seconds from unnest($1::text[], $2::float8[]) as p(account, seconds)
  join lanes l on l.account = p.account
  order by l.workspace_id, l.lane for update of l
)
update lanes l set opens_at = greatest(l.opens_at, now() + make_interval(secs => c.seconds))
from closed c where l.workspace_id = c.workspace_id and l.lane = c.lane`

async function stopAccount(context: Context, tx: Tx, end: End): Promise<void> {
  const { channel } = end.settled.begun
  const stopped = await tx.rows(
    'settle_stop_account',
    `update sms_settings set waiting = $3, waiting_code = $4, waiting_since = now(), waiting_next_look_at = now() + interval '1 minute'
     where workspace_id = $1 and connection_id = $2 and waiting is null
       -- A refusal of credentials that were replaced meanwhile says nothing about the new ones.
       and exists (select from connections c where c.workspace_id = $1 and c.id = $2 and date_trunc('milliseconds', c.changed_at) = $5)
     returning workspace_id`,
    [end.workspaceId, channel.connectionId, end.stopsAccount, end.errorCode, channel.row.changed_at],
  )
  if (stopped.length)
    context.log.warn(
      { workspace: end.workspaceId, code: end.errorCode },
      'the provider refuses the account: its texts wait',
    )
}
