import type { Database } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import { HEADS_SECRET } from './send-heads.ts'

/** Seals with the newest key what was sealed with one that is given up. */
export async function resealHeadsSecret(db: Database, sealer: Sealer): Promise<void> {
  await db.signIn(async (tx) => {
    const row = await tx.selectFrom('audit_heads').select('secret_sealed').forUpdate().executeTakeFirstOrThrow()
    if (!row.secret_sealed) return
    const secret_sealed = sealer.seal(HEADS_SECRET, sealer.open(HEADS_SECRET, row.secret_sealed))
    await tx.updateTable('audit_heads').set({ secret_sealed }).execute()
  })
}
