import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { isId } from '../kit/id.ts'
import { notFound } from '../kit/problem.ts'
import { readAddressee } from './addressee.ts'
import { byEmailOf } from './by-email.ts'
import { checksOf } from './checks.ts'
import { type Facts, readFacts } from './facts.ts'
import { type MessageRow, SELECT } from './row.ts'
import type { MessageDetail } from './schema.ts'
import { sendAgainOf } from './send-again.ts'
import { outcome } from './sentences.ts'
import { openBody, showMessage } from './show.ts'
import { type AttemptRow, type ReceiptRow, timelineOf } from './timeline.ts'
import { troubleOf, withoutNumbers } from './trouble.ts'
import { whyUndecided } from './undecided.ts'

/** Everything that is known of one message. @throws {Problem} 404 for one that is missing or another workspace's. */
export async function readDetail(context: Context, actor: Actor, id: string): Promise<MessageDetail> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const [row, to, facts, attempts, receipts] = await Promise.all([
      readMessage(tx, workspaceId, id),
      readAddressee(tx, workspaceId, id),
      readFacts(context, tx, workspaceId),
      tx.rows<AttemptRow>('detail_attempts', ATTEMPTS, [workspaceId, id]),
      tx.rows<ReceiptRow>('detail_receipts', RECEIPTS, [workspaceId, id]),
    ])
    const trouble = troubleOf(row)
    const message = showMessage(row, facts, sealer)
    const checks = checksOf(row)
    const hasServer = context.installation.mail() !== null
    return {
      ...message,
      html: openBody(row, sealer).html ?? null,
      trigger_name: await nameOfTrigger(tx, workspaceId, row.trigger_id),
      timeline: timelineOf(row, attempts, receipts, checks, message.status_text),
      attempts: attempts.map(showAttempt),
      receipts: receipts.map(showReceipt),
      checks,
      made_by: { kind: row.made_by_kind, name: row.made_by_name },
      idempotency_key: row.idempotency_key,
      doubt: doubtOf(row),
      send_again: sendAgainOf(row, trouble, { to, hasServer }),
      send_by_email: byEmailOf(row, to, hasServer),
      retry_of: row.retry_of,
      retried_as: row.retried_as,
      instead: await readInstead(tx, workspaceId, row, facts),
    }
  })
}

/** @throws {Problem} 404 */
export async function readMessage(tx: Tx, workspaceId: string, id: string): Promise<MessageRow> {
  if (!isId('msg', id)) throw notFound('message')
  const [row] = await tx.rows<MessageRow>('detail_message', MESSAGE, [workspaceId, id])
  if (!row) throw notFound('message')
  return row
}

/** Null of one that was deleted. */
async function nameOfTrigger(tx: Tx, workspaceId: string, id: string | null): Promise<string | null> {
  if (id === null) return null
  const name = 'select name from triggers where workspace_id = $1 and id = $2'
  const [trigger] = await tx.rows<{ name: string }>('detail_trigger', name, [workspaceId, id])
  return trigger?.name ?? null
}

/** The other side of an alert that went by another channel. */
async function readInstead(
  tx: Tx,
  workspaceId: string,
  row: MessageRow,
  facts: Facts,
): Promise<MessageDetail['instead']> {
  const other = row.instead_by ?? row.instead_of
  if (other === null) return null
  const [found] = await tx.rows<MessageRow>('detail_message', MESSAGE, [workspaceId, other])
  if (!found) return null
  const { id, channel, status } = found
  return {
    id,
    channel,
    status,
    status_text: outcome({ ...found, instead_of: null, fell_to: null }, facts, troubleOf(found)),
  }
}

function doubtOf(row: MessageRow): MessageDetail['doubt'] {
  if (row.status !== 'unknown') return null
  return {
    undecided: row.undecided,
    why: row.undecided && whyUndecided(row.undecided, row.provider ?? 'the provider'),
    looks: row.looks ?? 0,
    next_look_at: row.next_look_at?.toISOString() ?? null,
  }
}

function showAttempt(attempt: AttemptRow): MessageDetail['attempts'][number] {
  return {
    n: attempt.n,
    state: attempt.state,
    provider: attempt.provider,
    connection: attempt.inherited ? 'inherited' : 'own',
    provider_id: attempt.provider_sid,
    provider_status: attempt.provider_status,
    http_status: attempt.http_status,
    error_code: attempt.error_code,
    detail: attempt.detail && withoutNumbers(attempt.detail),
    started_at: attempt.started_at.toISOString(),
    ended_at: attempt.ended_at?.toISOString() ?? null,
    looks: attempt.looks,
    resolved_by: attempt.resolved_by,
    resolved_at: attempt.resolved_at?.toISOString() ?? null,
    doubled_at: attempt.doubled_at?.toISOString() ?? null,
  }
}

function showReceipt(receipt: ReceiptRow): MessageDetail['receipts'][number] {
  return {
    attempt: receipt.n,
    status: receipt.status,
    error_code: receipt.error_code,
    source: receipt.source,
    proof: receipt.proof,
    repeats: receipt.repeats,
    received_at: receipt.received_at.toISOString(),
  }
}

const MESSAGE = `${SELECT} and m.id = $2`

const ATTEMPTS = `
select n, state, provider, provider_sid, provider_status, http_status, error_code, detail, started_at, ended_at,
  looks, resolved_by, resolved_by_name, resolved_at, doubled_at, inherited
from attempts where workspace_id = $1 and message_id = $2 order by n`

const RECEIPTS = `
select n, status, error_code, source, proof, repeats, received_at
from receipts where workspace_id = $1 and message_id = $2 order by received_at, n, rank`
