import { randomBytes } from 'node:crypto'
import type { Database, Tx } from './db.ts'
import type { KeyRing } from './installation-key.ts'
import { type Sealer, sealer, sealerOf, type VersionedKey } from './seal.ts'

/** Any number that all Handsets agree on: held by whoever wraps a key, and alone by whoever changes what they use. */
export const WRAPPING_LOCK = 4_151_872_311

/** Workspaces whose keys are kept at hand. */
const REMEMBERED = 10_000

/** Where a workspace's key lies, so that a wrapped one does not open in another's place. */
export function keyPurpose(workspaceId: string, version: number): string {
  return version === 1 ? `workspace_keys.${workspaceId}` : `workspace_keys.${workspaceId}|${version}`
}

interface Loaded {
  sealer: Sealer
  /** A newer key is here and begins to seal then. */
  untilMs: number
}

/** The keys of the workspaces, each read once and kept. */
export function openWorkspaceKeys(db: Database, ring: KeyRing) {
  const known = new Map<string, Promise<Loaded>>()
  const begin = (workspaceId: string) => {
    // Many texts of one workspace ask at once for a key that is not here yet: it is read once for all of them.
    const opened = load(db, ring, workspaceId, () => known.delete(workspaceId))
    if (known.size > REMEMBERED) known.clear()
    known.set(workspaceId, opened)
    opened.catch(() => known.delete(workspaceId))
    return opened
  }
  return {
    async find(workspaceId: string): Promise<Sealer> {
      const loaded = await (known.get(workspaceId) ?? begin(workspaceId))
      if (performance.now() < loaded.untilMs) return loaded.sealer
      return (await begin(workspaceId)).sealer
    },
    forget: () => known.clear(),
  }
}

async function load(db: Database, ring: KeyRing, workspaceId: string, onUnknown: () => void): Promise<Loaded> {
  const rows = await db.tenant(workspaceId, async (tx) => {
    const found = await readRows(tx)
    if (found.length) return found
    await addFirst(tx, ring, workspaceId)
    return readRows(tx)
  })
  if (!rows.every((row) => unwrap(ring, workspaceId, row))) await ring.reread()
  const keys = rows.map((row) => ({ ...row, bytes: unwrap(ring, workspaceId, row) ?? refuse(ring, workspaceId) }))
  const seals = keys.findLast((key) => key.seals_in_s <= 0) ?? keys[0]!
  const waits = keys.filter((key) => key.seals_in_s > 0).map((key) => key.seals_in_s)
  return {
    sealer: sealerOf(
      seals,
      keys.filter((key) => key !== seals),
      workspaceId,
      onUnknown,
    ),
    untilMs: performance.now() + 1000 * Math.min(Number.POSITIVE_INFINITY, ...waits),
  }
}

interface Row {
  version: number
  wrapped: Buffer
  seals_in_s: number
}

function readRows(tx: Tx): Promise<Row[]> {
  return tx.rows<Row>(
    'workspace_keys',
    `select version, wrapped, extract(epoch from seal_from - now())::float8 as seals_in_s
     from workspace_keys order by version`,
    [],
  )
}

/** With the key in use, which is not replaced meanwhile: nothing may be wrapped with one that is being given up. */
async function addFirst(tx: Tx, ring: KeyRing, workspaceId: string): Promise<void> {
  await tx.rows('wrapping_lock', 'select pg_advisory_xact_lock_shared($1)', [WRAPPING_LOCK])
  const { key_check } = await tx.selectFrom('installation').select('key_check').executeTakeFirstOrThrow()
  if (!ring.find(key_check)) await ring.reread()
  const key = ring.find(key_check) ?? refuse(ring, workspaceId)
  await tx
    .insertInto('workspace_keys')
    .values({ workspace_id: workspaceId, version: 1, ...wrapNew(key, workspaceId, 1), wrapped_by: key_check })
    .onConflict((at) => at.columns(['workspace_id', 'version']).doNothing())
    .execute()
}

export function wrapNew(key: Buffer, workspaceId: string, version: number): { wrapped: Buffer } {
  const fresh = randomBytes(32).toString('base64')
  return { wrapped: sealer(key, 'installation').seal(keyPurpose(workspaceId, version), fresh) }
}

function unwrap(
  ring: KeyRing,
  workspaceId: string,
  row: Pick<Row, 'version' | 'wrapped'>,
): VersionedKey['bytes'] | null {
  for (const key of ring.keys()) {
    try {
      const text = sealer(key, 'installation').open(keyPurpose(workspaceId, row.version), row.wrapped)
      return Buffer.from(text, 'base64')
    } catch {
      // Wrapped with the other one.
    }
  }
  return null
}

function refuse(ring: KeyRing, workspaceId: string): never {
  throw new Error(
    `The key of workspace ${workspaceId} does not open with what is at ${ring.path}. Was the installation's key replaced elsewhere? Copy its file here.`,
  )
}
