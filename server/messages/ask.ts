import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { adapterFor } from '../providers/adapters.ts'
import type { ProvenReceipt } from './proven.ts'
import { fileReceipts } from './receipts.ts'
import { openVerifiers, type Verifiers } from './verifier.ts'

/** Minutes after the hand-over at which a text without a final receipt is asked for; after the last, never again. */
const ASK_AFTER_MINUTES = [1, 3, 10, 60, 360, 1440]
/** From this long in `sent` without a word the carrier is taken to be one that never confirms. */
const ASSUME_AFTER_MINUTES = 10
const AT_ONCE = 20

interface Due {
  workspace_id: string
  message_id: string
  n: number
  connection_id: string
  provider_sid: string | null
  asked: number
}

/**
 * Asks providers about texts whose receipt did not come: the only way where Handset has no public address, and a safety
 * net elsewhere. The next look is booked before the question is put, so a crash costs one answer and no text.
 */
export function openAsking(context: Context): () => Promise<boolean> {
  const verifiers = openVerifiers(context)
  return async () => {
    const due = (await context.db.system(takeDue)).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    if (due.length === 0) return false
    const answers = await Promise.all(due.map((one) => ask(context, verifiers, one)))
    const found = answers.filter((answer) => answer !== null)
    for (const _ of found) context.metrics.receiptFiled('asked')
    await context.db.system(async (tx) => {
      if (found.length) {
        await fileReceipts(
          context,
          tx,
          found.map((answer) => answer.receipt),
        )
        await notePrices(tx, found)
      }
      const answered = new Set(found.map(({ receipt }) => receipt.messageId))
      await assumeDelivered(
        tx,
        due.filter((one) => answered.has(one.message_id) || one.asked >= ASK_AFTER_MINUTES.length),
      )
    })
    return due.length === AT_ONCE
  }
}

function keyOf(due: Due): string {
  return `${due.workspace_id}|${due.message_id}`
}

async function takeDue(tx: Tx): Promise<Due[]> {
  return tx.rows<Due>('ask_due', TAKE, [ASK_AFTER_MINUTES, AT_ONCE])
}

const TAKE = `
update attempts a set asked = a.asked + 1,
  ask_at = a.started_at + make_interval(mins => ($1::int[])[a.asked + 2])
from (
  select workspace_id, message_id, n from attempts where ask_at is not null and ask_at <= now()
  order by ask_at limit $2 for update skip locked
) d
where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n
returning a.workspace_id, a.message_id, a.n, a.connection_id, a.provider_sid, a.asked`

/** What the provider said when it was asked. */
interface Answer {
  receipt: ProvenReceipt
  priceMicros: number | null
}

async function ask(context: Context, verifiers: Verifiers, due: Due): Promise<Answer | null> {
  const verifier = await verifiers.find(due.workspace_id, due.connection_id)
  if (!verifier || !due.provider_sid) return null
  const asked = await adapterFor(verifier.connection.provider).fetch(
    context.egress.http,
    verifier.connection,
    due.provider_sid,
  )
  if (asked.kind !== 'found') return null
  const { reference, status, errorCode, priceMicros } = asked.value
  const address = { workspaceId: due.workspace_id, messageId: due.message_id, n: due.n, token: null }
  return {
    receipt: { ...address, reference, status, errorCode, source: 'asked', proof: 'asked_again' },
    priceMicros,
  }
}

/** What the provider billed, where it says so already; the estimate stays beside it. */
async function notePrices(tx: Tx, answers: Answer[]): Promise<void> {
  const billed = answers.filter(({ priceMicros }) => priceMicros !== null)
  if (billed.length === 0) return
  await tx.rows(
    'ask_prices',
    `update messages m set price_micros = b.micros from unnest($1::text[], $2::text[], $3::bigint[]) as b(workspace_id, id, micros)
     where m.workspace_id = b.workspace_id and m.id = b.id`,
    [
      billed.map(({ receipt }) => receipt.workspaceId),
      billed.map(({ receipt }) => receipt.messageId),
      billed.map(({ priceMicros }) => priceMicros),
    ],
  )
}

/** Where the provider itself knows no more, or could not be asked to the last. A later confirmation still overwrites this. */
async function assumeDelivered(tx: Tx, due: Due[]): Promise<void> {
  await tx.rows(
    'ask_assume',
    `update messages m set status = 'assumed_delivered', finished_at = now()
     from unnest($1::text[], $2::text[]) as d(workspace_id, id)
     where m.workspace_id = d.workspace_id and m.id = d.id and m.status = 'sent'
       and m.sent_at <= now() - interval '${ASSUME_AFTER_MINUTES} minutes'`,
    [due.map((one) => one.workspace_id), due.map((one) => one.message_id)],
  )
}
