import type { Database } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import { textPurpose } from './post.ts'
import { openMail, sealMail } from './settings.ts'

const AT_ONCE = 200

/**
 * Seals anew what earlier versions sealed with the installation's key itself, so that it can be given up.
 *
 * @returns after which letter to go on, or null when none is left.
 */
export async function resealLetters(db: Database, sealer: Sealer, after: string): Promise<string | null> {
  return db.system(async (tx) => {
    const rows = await tx.rows<{ id: string; text_sealed: Buffer }>(
      'mail_to_reseal',
      `select id, text_sealed from mails where text_sealed is not null and id > $1 order by id limit ${AT_ONCE} for update`,
      [after],
    )
    const anew = rows.map(({ id, text_sealed }) =>
      sealer.seal(textPurpose(id), sealer.open(textPurpose(id), text_sealed)),
    )
    await tx.rows(
      'mail_reseal',
      `update mails m set text_sealed = n.text_sealed from unnest($1::text[], $2::bytea[]) as n (id, text_sealed)
       where m.id = n.id`,
      [rows.map(({ id }) => id), anew],
    )
    return rows.at(-1)?.id ?? null
  })
}

export async function resealSettings(db: Database, sealer: Sealer): Promise<void> {
  await db.signIn(async (tx) => {
    const row = await tx.selectFrom('installation').select('mail_sealed').forUpdate().executeTakeFirstOrThrow()
    if (!row.mail_sealed) return
    const mail_sealed = sealMail(sealer, openMail(sealer, row.mail_sealed))
    await tx.updateTable('installation').set({ mail_sealed }).execute()
  })
}
