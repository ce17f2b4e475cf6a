import type { Context } from './context.ts'
import type { Tx } from './db.ts'
import type { Keys } from './keys.ts'
import { Problem } from './problem.ts'

/** What the first request with a key answered. */
export interface Answer {
  status: number
  body: unknown
}

/**
 * Runs `work` in one transaction with the note that it was done, so that a repeat answers as the first did. A concurrent
 * repeat waits for the first; a key used for another request is refused (422). Only success is noted: what failed may be
 * tried again with the same key.
 */
export async function once(
  context: Context,
  workspaceId: string,
  key: string | undefined,
  request: unknown,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  return context.db.tenant(workspaceId, async (tx) => {
    if (key === undefined) return work(tx)
    const hash = requestHash(context.keys, request)
    const fresh = await tx
      .insertInto('idempotency_keys')
      .values({ workspace_id: workspaceId, key, request_hash: hash })
      .onConflict((at) => at.columns(['workspace_id', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst()
    if (!fresh) return storedAnswer(tx, workspaceId, key, hash)
    const answer = await work(tx)
    await tx
      .updateTable('idempotency_keys')
      .set({ status: answer.status, response: JSON.stringify(answer.body) })
      .where('workspace_id', '=', workspaceId)
      .where('key', '=', key)
      .execute()
    return answer
  })
}

/** Under the installation's pepper: a request is often known but for the number in it, which would then be guessed. */
export function requestHash(keys: Keys, request: unknown): Buffer {
  return keys.hashNumber(`request|${JSON.stringify(request)}`)
}

export async function storedAnswer(tx: Tx, workspaceId: string, key: string, hash: Buffer): Promise<Answer> {
  const row = await tx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'response'])
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row || row.status === null)
    throw new Problem(
      409,
      'in_progress',
      'The first request with this Idempotency-Key is still at work. Try again shortly.',
    )
  if (!row.request_hash.equals(hash)) throw keyReused()
  return { status: row.status, body: row.response }
}

export function keyReused(): Problem {
  return new Problem(
    422,
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request. Use a new key for a new request.',
    {
      errors: [{ pointer: '/idempotency-key', detail: 'Used before with other content.' }],
    },
  )
}
