import { sql } from 'kysely'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { type Answer, once } from '../kit/idempotency.ts'

/**
 * `once` for what belongs to no workspace yet: noted with the installation, and done in the same transaction by the role
 * that reaches people and workspaces. A key is that person's alone, since another may have chosen the same.
 */
export function onceForPerson(
  context: Context,
  personId: string,
  key: string | undefined,
  request: unknown,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  return once(context, INSTALLATION, key && `${personId}|${key}`, request, async (tx) => {
    await sql`set local role handset_sign_in`.execute(tx)
    const answer = await work(tx)
    // What was done is noted by the tenant's role, the only one that may.
    await sql`set local role handset_tenant`.execute(tx)
    return answer
  })
}
