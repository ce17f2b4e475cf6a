import { createHash } from 'node:crypto'
import type { Insertable } from 'kysely'
import { newId } from '../server/kit/id.ts'
import type { Attempts, Messages, Receipts } from '../server/kit/tables.ts'
import type { Slice } from './slice.ts'

type Wanted = Partial<Insertable<Messages>> & {
  /** E.164; its hash is the keys' own unless `numberHash` says otherwise. */
  to?: string
  numberHash?: Buffer
  body?: string | null
  redirectedTo?: string
}

/** A message as the sending path leaves it: accepted at `created_at`, and otherwise as the test says. */
export async function insertMessage(
  slice: Pick<Slice, 'context' | 'db'>,
  workspaceId: string,
  wanted: Wanted = {},
): Promise<{ id: string }> {
  const { to = '+14155550142', numberHash, body = 'Acme: ENG-142 overdue.', redirectedTo, ...columns } = wanted
  const createdAt = (columns.created_at as Date | undefined) ?? slice.context.now()
  const id = columns.id ?? newId('msg', createdAt.getTime())
  const sealer = await slice.context.keys.forWorkspace(workspaceId)
  const values: Insertable<Messages> = {
    workspace_id: workspaceId,
    id,
    class: 'alert',
    status: 'queued',
    lane: columns.class ?? 'alert',
    to_hash: numberHash ?? slice.context.keys.hashNumber(to),
    to_sealed: sealer.seal(`messages.to|${id}`, to),
    to_country: 'US',
    body_sealed: body === null ? null : sealer.seal(`messages.body|${id}`, body),
    ...(redirectedTo && {
      redirected_sealed: sealer.seal(`messages.redirected|${id}`, redirectedTo),
      redirected_at: createdAt,
    }),
    encoding: 'GSM-7',
    segments: 1,
    event_type: 'direct',
    occurred_at: createdAt,
    vouched_by: 'caller',
    made_by_kind: 'api_key',
    made_by_id: 'key_test',
    made_by_name: 'host product',
    cost_micros: 8_300,
    currency: 'USD',
    not_after: new Date(createdAt.getTime() + 4 * 3600_000),
    created_at: createdAt,
    ...columns,
  }
  await slice.db.tenant(workspaceId, async (tx) => {
    await tx.insertInto('messages').values(values).execute()
    if (values.status !== 'queued') return
    const { lane, segments, not_after } = values
    await tx
      .insertInto('queue')
      .values({ workspace_id: workspaceId, id, lane, segments, due_at: values.due_at ?? createdAt, not_after })
      .execute()
  })
  return { id }
}

export async function insertAttempt(
  slice: Slice,
  workspaceId: string,
  messageId: string,
  wanted: Partial<Insertable<Attempts>> = {},
): Promise<void> {
  const startedAt = (wanted.started_at as Date | undefined) ?? slice.context.now()
  const values: Insertable<Attempts> = {
    workspace_id: workspaceId,
    message_id: messageId,
    n: 1,
    state: 'accepted',
    token: createHash('sha256').update(messageId).digest('base64url'),
    worker: 'wrk_test',
    connection_id: 'con_test',
    provider: 'twilio',
    reserved_micros: 8_300,
    spend_day: '2026-03-12',
    started_at: startedAt,
    deadline_at: new Date(startedAt.getTime() + 45_000),
    ...wanted,
  }
  await slice.db.system((tx) => tx.insertInto('attempts').values(values).execute())
}

export async function insertReceipt(
  slice: Slice,
  workspaceId: string,
  messageId: string,
  wanted: Partial<Insertable<Receipts>> & { status: string; received_at: Date },
): Promise<void> {
  const values: Insertable<Receipts> = {
    workspace_id: workspaceId,
    message_id: messageId,
    n: 1,
    rank: 4,
    source: 'callback',
    proof: 'signature',
    ...wanted,
  }
  await slice.db.system((tx) => tx.insertInto('receipts').values(values).execute())
}
