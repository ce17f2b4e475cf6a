import type { Database } from '../kit/db.ts'
import type { KeyRing } from '../kit/installation-key.ts'
import { keyCheck, type Sealer, sealer } from '../kit/seal.ts'
import { keyPurpose, wrapNew } from '../kit/workspace-keys.ts'

const AT_ONCE = 200
/** Every process looks for news every two seconds; by then it knows a key that was made now. */
const KNOWN_TO_ALL_AFTER_SECONDS = 60

interface Wrapped {
  workspace_id: string
  version: number
  wrapped: Buffer
}

/**
 * Wraps the keys of the workspaces with `next` that are not wrapped with it yet. What it wraps stays the same, so whoever
 * has one open goes on with it.
 *
 * @returns after which one to go on, or null when none is left.
 */
export async function reWrapSome(db: Database, ring: KeyRing, next: Buffer, after: Place | null): Promise<Done | null> {
  const check = keyCheck(next)
  return db.system(async (tx) => {
    const rows = await tx.rows<Wrapped>(
      'keys_to_wrap',
      `select workspace_id, version, wrapped from workspace_keys
       where (workspace_id, version) > ($1, $2) and wrapped_by is distinct from $3
       order by workspace_id, version limit ${AT_ONCE} for update`,
      [after?.workspace_id ?? '', after?.version ?? 0, check],
    )
    const last = rows.at(-1)
    if (!last) return null
    const wrapper = sealer(next, 'installation')
    await tx.rows(
      'wrap_keys',
      `update workspace_keys k set wrapped = n.wrapped, wrapped_by = $4
       from unnest($1::text[], $2::int[], $3::bytea[]) as n (workspace_id, version, wrapped)
       where k.workspace_id = n.workspace_id and k.version = n.version`,
      [
        rows.map((row) => row.workspace_id),
        rows.map((row) => row.version),
        rows.map((row) => wrapper.seal(purposeOf(row), openAny(ring, row))),
        check,
      ],
    )
    return { after: last, count: rows.length }
  })
}

type Place = Pick<Wrapped, 'workspace_id' | 'version'>

interface Done {
  after: Place
  count: number
}

function purposeOf({ workspace_id, version }: Wrapped): string {
  return keyPurpose(workspace_id, version)
}

function openAny(ring: KeyRing, row: Wrapped): string {
  const sealers: Sealer[] = ring.keys().map((key) => sealer(key, 'installation'))
  for (const one of sealers) {
    try {
      return one.open(purposeOf(row), row.wrapped)
    } catch {
      // Wrapped with another.
    }
  }
  throw new Error(
    `The key of workspace ${row.workspace_id} opens with no key at ${ring.path}. The old key is kept until it does.`,
  )
}

/** Workspaces whose newest key is older than `before` get another, for what is sealed from a minute on. */
export async function addDataKeys(db: Database, key: Buffer, before: Date): Promise<number> {
  const added = await db.system(async (tx) => {
    const rows = await tx.rows<Place>(
      'keys_to_add',
      `select workspace_id, max(version)::int + 1 as version from workspace_keys
       group by workspace_id having max(created_at) < $1 order by workspace_id limit ${AT_ONCE}`,
      [before],
    )
    const fresh = rows.map(({ workspace_id, version }) => wrapNew(key, workspace_id, version).wrapped)
    await tx.rows(
      'add_keys',
      `insert into workspace_keys (workspace_id, version, wrapped, wrapped_by, seal_from)
       select n.workspace_id, n.version, n.wrapped, $4, now() + interval '${KNOWN_TO_ALL_AFTER_SECONDS} seconds'
       from unnest($1::text[], $2::int[], $3::bytea[]) as n (workspace_id, version, wrapped)
       join workspaces w on w.workspace_id = n.workspace_id`,
      [rows.map((row) => row.workspace_id), rows.map((row) => row.version), fresh, keyCheck(key)],
    )
    return rows.length
  })
  if (added)
    await db.signIn((tx) => tx.rows('tell_keys', 'update installation set data_keys_at = clock_timestamp()', []))
  return added
}
