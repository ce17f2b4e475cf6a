import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Http } from '../kit/egress/exchange.ts'
import { PROVIDER_STATUS_RANK } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { attemptKey, type ProvenReceipt } from './proven.ts'
import { fileReceipts } from './receipts.ts'
import { openVerifiers, type Verifiers } from './verifier.ts'

/** Minutes after the hand-over at which a text without a final receipt is asked for; after the last, never again. */
const ASK_AFTER_MINUTES = [1, 3, 10, 60, 360, 1440]
/** From this long in `sent` without a word the carrier is taken to be one that never confirms. */
const ASSUME_AFTER_MINUTES = 10
const AT_ONCE = 20
/** Of one account no more of them while others wait, as far as the oldest tell. */
const SHARE_OF_ACCOUNT = 10
const LOOKED_THROUGH = 1000
/** Questions to one account at a time. */
const AT_ONCE_OF_ACCOUNT = 4
const PUT_OFF_SECONDS = 60

interface Due {
  workspace_id: string
  message_id: string
  n: number
  connection_id: string
  provider_account: string | null
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
    const due = await context.db.system(takeDue)
    const ofAccounts = [...Map.groupBy(due, ({ provider_account: account }) => account).values()]
    const asked = ofAccounts.map(async (ofAccount) => {
      const { asked, answers } = await askAccount(context, verifiers, ofAccount)
      await conclude(context, asked, answers)
    })
    const failed = (await Promise.allSettled(asked)).find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    return due.length === AT_ONCE
  }
}

/** Few at a time; once one is met with silence, the others are put off, so that they do not wait in vain each. */
async function askAccount(
  context: Context,
  verifiers: Verifiers,
  due: Due[],
): Promise<{ asked: Due[]; answers: Answer[] }> {
  const waiting = [...due]
  const asked: Due[] = []
  const answers: Answer[] = []
  let silent = false
  const http: Http = async (request) => {
    const exchange = await context.egress.http(request)
    silent ||= exchange.kind !== 'answered' && exchange.reason !== 'too_large'
    return exchange
  }
  const askNext = async () => {
    while (!silent && waiting.length > 0) {
      const one = waiting.shift()!
      asked.push(one)
      const answer = await ask(http, verifiers, one)
      if (answer) answers.push(answer)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE_OF_ACCOUNT }, askNext))
  if (waiting.length > 0) await context.db.system((tx) => putOff(tx, waiting))
  return { asked, answers }
}

async function conclude(context: Context, asked: Due[], answers: Answer[]): Promise<void> {
  // In the order in which receipts are filed everywhere.
  const found = answers.sort((a, b) => (attemptKey(a.receipt) < attemptKey(b.receipt) ? -1 : 1))
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
      asked.filter((one) => answered.has(one.message_id) || one.asked >= ASK_AFTER_MINUTES.length),
    )
  })
}

async function takeDue(tx: Tx): Promise<Due[]> {
  return tx.rows<Due>('ask_due', TAKE, [ASK_AFTER_MINUTES, AT_ONCE, SHARE_OF_ACCOUNT, LOOKED_THROUGH])
}

const TAKE = `
with oldest as (
  select workspace_id, message_id, n, provider_account, ask_at from attempts where ask_at <= now() order by ask_at limit $4
), ranked as (
  select *, row_number() over (partition by provider_account order by ask_at) > $3 as is_more from oldest
), due as materialized (
  select a.workspace_id, a.message_id, a.n from ranked r
  join attempts a on a.workspace_id = r.workspace_id and a.message_id = r.message_id and a.n = r.n and a.ask_at = r.ask_at
  order by r.is_more, r.ask_at limit $2 for update of a skip locked
)
update attempts a set asked = a.asked + 1,
  ask_at = a.started_at + make_interval(mins => ($1::int[])[a.asked + 2])
from due d
where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n
returning a.workspace_id, a.message_id, a.n, a.connection_id, a.provider_account, a.provider_sid, a.asked`

/** As if their turn had not come; unless a receipt came meanwhile that leaves nothing to ask. */
async function putOff(tx: Tx, due: Due[]): Promise<void> {
  await tx.rows(
    'ask_put_off',
    `update attempts a set asked = a.asked - 1, ask_at = now() + interval '${PUT_OFF_SECONDS} seconds'
     from unnest($1::text[], $2::text[], $3::smallint[], $4::smallint[]) as d(workspace_id, message_id, n, asked)
     where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n and a.asked = d.asked
       and a.status_rank < ${PROVIDER_STATUS_RANK.delivered}`,
    [
      due.map((one) => one.workspace_id),
      due.map((one) => one.message_id),
      due.map((one) => one.n),
      due.map((one) => one.asked),
    ],
  )
}

/** What the provider said when it was asked. */
interface Answer {
  receipt: ProvenReceipt
  priceMicros: number | null
}

async function ask(http: Http, verifiers: Verifiers, due: Due): Promise<Answer | null> {
  const verifier = await verifiers.find(due.workspace_id, due.connection_id)
  if (!verifier || !due.provider_sid) return null
  const asked = await adapterFor(verifier.connection.provider).fetch(http, verifier.connection, due.provider_sid)
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
