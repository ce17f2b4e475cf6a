import type { Tx } from '../kit/db.ts'

/** Codes that ran out a day ago: until then the page can say so. Answers with how many went. */
export async function sweepCodes(tx: Tx, atOnce: number): Promise<number> {
  const rows = await tx.rows(
    'sweep_codes',
    `delete from codes c using (
       select workspace_id, purpose, subject from codes where expires_at < now() - interval '1 day'
       order by expires_at limit $1
     ) old where c.workspace_id = old.workspace_id and c.purpose = old.purpose and c.subject = old.subject returning 1`,
    [atOnce],
  )
  return rows.length
}
