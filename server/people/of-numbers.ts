import type { Tx } from '../kit/db.ts'
import { nameOf } from './show-person.ts'

/** Whose number it is, as far as the directory knows. */
export interface NumberOwner {
  id: string
  name: string
  /** How many more have the number, ten at most. */
  others: number
}

interface Row {
  number_hash: Buffer
  id: string
  first_name: string
  last_name: string
  email: string | null
  external_id: string | null
}

/** By the hash in hex. Of several, the one whose texts go to the number; what nobody has is left out. */
export async function ownersOfNumbers(
  tx: Tx,
  workspaceId: string,
  numberHashes: Buffer[],
): Promise<Map<string, NumberOwner>> {
  const rows = await tx.rows<Row>('people_of_numbers', OWNERS, [workspaceId, numberHashes])
  const owners = new Map<string, NumberOwner>()
  for (const row of rows) {
    const key = row.number_hash.toString('hex')
    const known = owners.get(key)
    if (known) known.others += 1
    else owners.set(key, { id: row.id, name: nameOf(row), others: 0 })
  }
  return owners
}

/** A number of a reception may be many people's: no more are read than are told. */
const OWNERS = `
select n.number_hash, o.id, o.first_name, o.last_name, o.email, o.external_id
from (select distinct unnest($2::bytea[]) as number_hash) n
cross join lateral (
  select p.id, p.first_name, p.last_name, p.email, p.external_id, p.active, bool_or(f.source = p.phone_source) as used
  from (
    select f.person_id, f.source from phones f
    where f.workspace_id = $1 and f.number_hash = n.number_hash limit 11
  ) f
  join persons p on p.workspace_id = $1 and p.id = f.person_id
  group by p.workspace_id, p.id
) o
order by n.number_hash, o.used desc, o.active desc, o.id`
