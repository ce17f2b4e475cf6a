import type { Tx } from '../kit/db.ts'

/** Remembers, before it is written over, what a source had given: whoever asks to be forgotten had that number too. */
export async function keepFormer(
  tx: Tx,
  workspaceId: string,
  source: string,
  given: { personId: string; numberHash: Buffer | null }[],
): Promise<void> {
  if (given.length === 0) return
  await tx.rows('former_keep', KEEP, [
    workspaceId,
    source,
    given.map(({ personId }) => personId),
    given.map(({ numberHash }) => numberHash),
  ])
}

/** One at a time by the key; a join would rather read all of the workspace. */
const KEEP = `
insert into former_numbers (workspace_id, person_id, number_hash)
select $1, i.person_id, f.number_hash from unnest($3::text[], $4::bytea[]) as i(person_id, number_hash)
cross join lateral (
  select f.number_hash from phones f
  where f.workspace_id = $1 and f.person_id = i.person_id and f.source = $2 and f.number_hash is not null offset 0
) f
where f.number_hash is distinct from i.number_hash on conflict do nothing`
