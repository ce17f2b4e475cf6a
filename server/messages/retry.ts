import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { requestHash } from '../kit/idempotency.ts'
import { notFound, Problem } from '../kit/problem.ts'
import { pricesOf } from '../spend/prices.ts'
import type { openAcceptance } from './accept.ts'
import { readDetail } from './detail.ts'
import { prepare } from './prepare.ts'
import { linkRetry } from './retry-link.ts'
import { sendMailAgain } from './retry-mail.ts'

/** A new message with the same text to the same number, or the same mail to the person; the two know of each other. Returns the new one's id. */
export async function sendAgain(
  context: Context,
  accept: ReturnType<typeof openAcceptance>,
  actor: Actor,
  id: string,
  key: string | undefined,
): Promise<string> {
  const { channel, send_again, retried_as } = await readDetail(context, actor, id)
  if (channel === 'email') return sendMailAgain(context, actor, id, key)
  if (retried_as && key && (await readDetail(context, actor, retried_as)).idempotency_key === key) return retried_as
  if (!send_again.possible)
    throw new Problem(409, 'cannot_send_again', send_again.why_not ?? 'This text cannot be sent again.')
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  const row = await context.db.tenant(actor.workspaceId, (tx) =>
    tx
      .selectFrom('messages')
      .selectAll()
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row?.body_sealed || !row.to_sealed) throw notFound('message')
  const text = {
    to: sealer.open(`messages.to|${id}`, row.to_sealed),
    body: sealer.open(`messages.body|${id}`, row.body_sealed),
    class: row.class as 'alert',
    event_type: row.event_type,
    occurred_at: row.occurred_at.toISOString(),
    ...(row.url && { url: row.url }),
    retryOf: id,
  }
  const texts = await prepare(context, actor.workspaceId, [text], await pricesOf(context))
  const idempotency = { key: key ?? `retry:${id}`, hash: requestHash(context.keys, { retry: id }) }
  const also = (tx: Tx) => linkRetry(tx, actor, id, texts[0]!.id)
  const [accepted] = await accept({ actor, texts, idempotency, also }).catch((error: { constraint?: string }) => {
    // Of two who press at once, the database lets one through.
    throw error.constraint === 'messages_retry' ? alreadySent() : error
  })
  return accepted!.id
}

function alreadySent(): Problem {
  return new Problem(409, 'cannot_send_again', 'It was sent again already.')
}
