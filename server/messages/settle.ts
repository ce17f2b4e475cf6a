import { setTimeout as delay } from 'node:timers/promises'
import { takeOverOptOuts } from '../consent/provider-opt-outs.ts'
import type { Context } from '../kit/context.ts'
import { isConnectionFailure, isRefusedValue, type Tx } from '../kit/db.ts'
import { type Group, startGroup } from '../kit/group.ts'
import { release } from '../spend/caps.ts'
import { type End, type Settled, toEnd } from './ending.ts'
import { closeLanes, stopAccount } from './hold-back.ts'

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

/** Finishes attempts that are still open. One that a receipt has finished already is left as it is. */
async function settle(context: Context, tx: Tx, ends: End[]): Promise<void> {
  const plain = ends.every((end) => end.attemptState === 'accepted' || end.attemptState === 'unknown')
  const closed = new Set((await closeAttempts(tx, ends, plain)).map((row) => `${row.workspace_id}|${row.message_id}`))
  if (plain) return
  const ours = ends.filter((end) => closed.has(keyOf(end)))
  // Numbers, then settings, then money: locked in the same order as at begin.
  await takeOverOptOuts(
    context,
    tx,
    ours
      .filter((end) => end.optedOut)
      .map((end) => ({
        workspaceId: end.workspaceId,
        numberHash: actualHash(context, end),
        messageId: end.messageId,
        code: end.errorCode,
        inherited: end.settled.begun.channel.ownerId !== end.workspaceId,
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
      inherited: begun.channel.ownerId !== workspaceId,
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

const FIRST_ASK_SECONDS = 60

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
