import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { lockNumbers } from './opt-outs.ts'

/**
 * Of a person who was erased the registry keeps which number is silent, by its hash, since when and how far; that of the
 * installation too, where a STOP had reached it. What they said yes to goes with them.
 */
export async function forgetNumbers(
  tx: Tx,
  { workspaceId, personId, numbers, own }: { workspaceId: string; personId: string; numbers: Buffer[]; own: Buffer[] },
): Promise<void> {
  await lockNumbers(tx, own)
  await tx.rows('forget_opt_outs', OPT_OUTS, [workspaceId, own])
  await tx.rows('forget_opt_ins', OPT_INS, [workspaceId, numbers, personId, own])
}

/** A note may hold anything that an administrator typed. */
const OPT_OUTS = `
with reached as (
  select $1 as workspace_id, o.number_hash from unnest($2::bytea[]) as o(number_hash)
  union
  select '${INSTALLATION}', o.number_hash from opt_outs o
  where o.workspace_id = $1 and o.number_hash = any($2::bytea[]) and o.scope <> 'workspace'
)
update opt_outs o set number_sealed = null, note = null, from_address = null from reached r
where o.workspace_id = r.workspace_id and o.number_hash = r.number_hash
  and num_nonnulls(o.number_sealed, o.note, o.from_address) > 0`

const OPT_INS = `
delete from opt_ins where workspace_id = $1 and number_hash = any($2::bytea[])
  and (person_id = $3 or number_hash = any($4::bytea[]))`
