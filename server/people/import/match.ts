import { bytesArray, textArray } from '../../kit/arrays.ts'
import type { Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import type { Row } from './read-row.ts'

/** A person as the directory has them, with the number that imports gave. */
export interface Stored {
  id: string
  external_id: string | null
  email_key: string | null
  first_name: string
  last_name: string
  email: string | null
  language: string | null
  time_zone: string | null
  manager_id: string | null
  fields: Record<string, unknown>
  active: boolean
  words: string
  number_hash: Buffer | null
  has_number: boolean
}

/** Without a name it is planned for each set: planned once while the table was empty, it would read all of it each time. */
const ANEW = ''

/** Whom the directory knows by these ids and addresses. */
export async function findStored(tx: Tx, workspaceId: string, ids: string[], emails: string[]): Promise<Stored[]> {
  const [byId, byEmail] = await Promise.all([
    tx.rows<Stored>(ANEW, selectBy('external_id'), [workspaceId, textArray(ids.toSorted())]),
    tx.rows<Stored>(ANEW, selectBy('email_key'), [workspaceId, textArray(emails.toSorted())]),
  ])
  return [...new Map([...byId, ...byEmail].map((one) => [one.id, one])).values()]
}

/** One at a time by the index that was made for it; a join would rather read all of the workspace. */
function selectBy(column: 'external_id' | 'email_key'): string {
  return `
select p.*, f.number_hash, f.person_id is not null as has_number
from unnest($2::text[]) as i(key)
cross join lateral (
  select p.id, p.external_id, p.email_key, p.first_name, p.last_name, p.email, p.language, p.time_zone, p.manager_id,
    p.fields, p.active, p.words
  from persons p where p.workspace_id = $1 and p.${column} = i.key offset 0
) p
left join lateral (
  select f.person_id, f.number_hash from phones f
  where f.workspace_id = $1 and f.person_id = p.id and f.source = 'import' offset 0
) f on true`
}

export interface Matcher {
  /** By external id; else by address, if exactly one has it and nobody else is meant by the id. */
  personOf(row: Pick<Row, 'external_id' | 'email'>): Stored | null
  /** By what stands in a column for managers. */
  managerOf(written: string): string | null
}

export function matcherOf(stored: Stored[]): Matcher {
  const byId = new Map(stored.flatMap((one) => (one.external_id === null ? [] : [[one.external_id, one] as const])))
  const byEmail = Map.groupBy(
    stored.filter(({ email_key }) => email_key !== null),
    ({ email_key }) => email_key!,
  )
  const only = (email: string): Stored | null => {
    const found = byEmail.get(email.toLowerCase()) ?? []
    return found.length === 1 ? found[0]! : null
  }
  return {
    personOf({ external_id, email }) {
      const same = external_id === null ? undefined : byId.get(external_id)
      if (same) return same
      const found = email === null ? null : only(email)
      return found && (external_id === null || found.external_id === null) ? found : null
    },
    managerOf: (written) => (byId.get(written) ?? only(written))?.id ?? null,
  }
}

/** Of these numbers those that somebody has who is not named, by hash in hex. */
export async function numbersOfOthers(
  context: Context,
  tx: Tx,
  workspaceId: string,
  asked: { e164: string; personId: string | null }[],
): Promise<Set<string>> {
  const found = await tx.rows<{ e164: string }>(
    ANEW,
    `select i.e164 from unnest($2::text[], $3::bytea[], $4::text[]) as i(e164, number_hash, person_id)
     where exists (
       select from phones f where f.workspace_id = $1 and f.number_hash = i.number_hash
         and f.person_id is distinct from i.person_id)`,
    [
      workspaceId,
      textArray(asked.map(({ e164 }) => e164)),
      bytesArray(asked.map(({ e164 }) => context.keys.hashNumber(e164))),
      textArray(asked.map(({ personId }) => personId)),
    ],
  )
  return new Set(found.map(({ e164 }) => e164))
}
