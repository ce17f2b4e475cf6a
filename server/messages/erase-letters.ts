import type { Context } from '../kit/context.ts'
import { countErased, type Erasure } from '../people/erasures.ts'

const AT_ONCE = 500

/** What was meant for a person and for no number, as mails and entries of an inbox are, and says something still. */
export const IS_LETTER = `m.to_hash is null and m.body_sealed is not null`

/**
 * Takes words and address from what was mailed to somebody and what stood in their inbox, with the links in it. A mail on
 * its way is left until that is over.
 *
 * @returns whether it did all that could be done now; false after `most`.
 */
export async function eraseLetters(context: Context, erasure: Erasure, most: number): Promise<boolean> {
  const { workspaceId, personId } = erasure
  for (let done = 0; done < most; done += AT_ONCE) {
    const erased = await context.db.system(async (tx) => {
      const rows = await tx.rows('erase_letters', ERASE, [workspaceId, personId, AT_ONCE])
      await countErased(tx, erasure, 'texts', rows.length)
      return rows.length
    })
    if (erased < AT_ONCE) return true
  }
  return false
}

const ERASE = `
with letters as (
  select m.id, m.group_id from messages m
  where m.workspace_id = $1 and m.person_id = $2 and m.status <> 'queued' and ${IS_LETTER}
  order by m.id limit $3 for update
), linked as (
  delete from links l using letters where l.workspace_id = $1 and l.group_id = letters.group_id
)
update messages m set to_sealed = '', body_sealed = null, url = null, error_text = null
from letters where m.workspace_id = $1 and m.id = letters.id returning 1`
