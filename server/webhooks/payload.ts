import { maskPhone } from '../../shared/phone.ts'
import { TEST_TYPE, type WebhookType } from '../../shared/webhooks.ts'
import { handleOf } from '../consent/handle.ts'
import { sealPurpose } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import { readFacts } from '../messages/facts.ts'
import { inboundByIds } from '../messages/inbound-list.ts'
import { type MessageRow, SELECT } from '../messages/row.ts'
import type { MessageStatus } from '../messages/schema.ts'
import { showMessage } from '../messages/show.ts'

/** What is to be told, of one workspace. */
export interface Told {
  id: string
  type: WebhookType | typeof TEST_TYPE
  subject: string | null
  sequence: number
  facts: { status?: MessageStatus; source?: string; scope?: string; since?: string }
  number_sealed: Buffer | null
  created_at: Date
  with_text: boolean
}

/**
 * The bodies of calls, in the shape in which the API shows the same things. Made anew each time: what was erased meanwhile
 * is told no more, and nothing of it need be kept here.
 */
export async function payloadsOf(context: Context, workspaceId: string, told: Told[]): Promise<Map<string, string>> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const [messages, replies] = await context.db.tenant(workspaceId, (tx) =>
    Promise.all([messagesOf(context, tx, workspaceId, told, sealer), repliesOf(context, tx, workspaceId, told)]),
  )
  const dataOf = (one: Told): object => {
    if (one.type === TEST_TYPE) return { text: 'A test: nothing happened.' }
    if (one.type.startsWith('opt_out.')) return optOutOf(context, workspaceId, one, sealer)
    const found = one.type === 'reply.received' ? replies.get(one.subject!) : messages(one)
    // It was kept no longer than its workspace keeps messages.
    return found ?? { id: one.subject, ...(one.facts.status && { status: one.facts.status }) }
  }
  return new Map(
    told.map((one) => {
      const { id, type, created_at, sequence } = one
      const timestamp = created_at.toISOString()
      return [id, JSON.stringify({ type, timestamp, workspace_id: workspaceId, sequence, data: dataOf(one) })]
    }),
  )
}

async function messagesOf(
  context: Context,
  tx: Tx,
  workspaceId: string,
  told: Told[],
  sealer: Sealer,
): Promise<(one: Told) => object | undefined> {
  const ids = subjectsOf(told, (type) => type.startsWith('message.'))
  if (ids.length === 0) return () => undefined
  const [facts, rows] = await Promise.all([
    readFacts(context, tx, workspaceId),
    tx.rows<MessageRow>('webhook_messages', `${SELECT} and m.id = any($2::text[])`, [workspaceId, ids]),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return (one) => {
    const row = byId.get(one.subject!)
    if (!row) return undefined
    const { subject, body, ...shown } = showMessage(asOf(row, one), facts, sealer)
    return one.with_text ? { ...shown, subject, body } : shown
  }
}

/** As it was then: a message may have gone on since, and of what came later an earlier call says nothing. */
function asOf(row: MessageRow, { facts: { status }, created_at }: Told): MessageRow {
  if (!status || status === row.status) return row
  const isLater = (at: Date | null) => at === null || at > created_at
  return {
    ...row,
    status,
    sent_at: isLater(row.sent_at) ? null : row.sent_at,
    finished_at: isLater(row.finished_at) ? null : row.finished_at,
    skip_reason: status === 'skipped' ? row.skip_reason : null,
    error_code: null,
    error_class: null,
    error_text: null,
    http_status: null,
  }
}

async function repliesOf(context: Context, tx: Tx, workspaceId: string, told: Told[]): Promise<Map<string, object>> {
  const ids = subjectsOf(told, (type) => type === 'reply.received')
  const shown = ids.length > 0 ? await inboundByIds(context, tx, workspaceId, ids) : []
  const withText = new Set(told.filter((one) => one.with_text).map((one) => one.subject))
  return new Map(
    shown.map(({ body, person: _, ...reply }) => [reply.id, withText.has(reply.id) ? { ...reply, body } : reply]),
  )
}

function subjectsOf(told: Told[], wanted: (type: string) => boolean): string[] {
  return [...new Set(told.flatMap(({ type, subject }) => (subject && wanted(type) ? [subject] : [])))]
}

function optOutOf(context: Context, workspaceId: string, one: Told, sealer: Sealer): object {
  const numberHash = Buffer.from(one.subject!, 'hex')
  const number = one.number_sealed && sealer.open(sealPurpose(numberHash), one.number_sealed)
  const { source, scope, since } = one.facts
  return {
    handle: handleOf(context.keys, workspaceId, numberHash),
    to: number && maskPhone(number),
    source,
    scope,
    created_at: since && new Date(since).toISOString(),
    ...(one.type === 'opt_out.lifted' && { lifted_at: one.created_at.toISOString() }),
  }
}
