import type { Database } from './db.ts'
import type { KeyRing } from './installation-key.ts'
import { keyCheck, keyName } from './seal.ts'

/** Any number that all Handsets agree on: held by the one command that replaces the installation's key. */
export const ROTATION_LOCK = 4_151_872_312

interface Checks {
  key_check: Buffer
  next_key_check: Buffer | null
}

export class WrongKey extends Error {}

/** @throws {WrongKey} in one line where the keys at hand do not open this database; nothing was changed then. */
export async function refuseUnfit(db: Database, ring: KeyRing, { key_check, next_key_check }: Checks): Promise<void> {
  const former = await readFormer(db)
  const replaced = former.find((one) => ring.find(one.key_check))
  const halfDone = former.find((one) => one.done_at === null)
  if (!ring.find(key_check)) throw new WrongKey(wrong(ring, key_check, replaced))
  if (halfDone && !ring.find(halfDone.key_check) && (await isWrapping(db, key_check)))
    throw new WrongKey(
      `The key of this installation was being replaced, and that has not ended: ${ring.path} lacks the old key ${keyName(halfDone.key_check)}, which still wraps some of the workspaces' keys. Nothing was changed. Put it back as a second line.`,
    )
  if (next_key_check && !ring.find(next_key_check) && (await isRotating(db)))
    throw new WrongKey(
      `The key of this installation is being replaced right now, and ${ring.path} lacks the new key ${keyName(next_key_check)}. Nothing was changed. Copy the key file from where that runs, and start again.`,
    )
}

interface Former {
  key_check: Buffer
  replaced_at: Date
  done_at: Date | null
  data_keys: boolean
}

export function readFormer(db: Database): Promise<Former[]> {
  return db.signIn((tx) => tx.selectFrom('former_keys').selectAll().orderBy('replaced_at', 'desc').execute())
}

function wrong(ring: KeyRing, needed: Buffer, replaced: Former | undefined): string {
  const here = ring.keys().map((key) => keyName(keyCheck(key)))
  if (replaced)
    return `The installation key ${keyName(replaced.key_check)} at ${ring.path} was replaced on ${replaced.replaced_at.toISOString().slice(0, 10)}. Nothing was changed. Give the file with key ${keyName(needed)} (HANDSET_KEY_FILE).`
  return `The installation key does not fit this database: at ${ring.path} is ${here.join(' and ')}, and ${keyName(needed)} is needed. Nothing was changed. Give the key file that belongs to it (HANDSET_KEY_FILE); for a backup from before a rotation that is the old one.`
}

async function isWrapping(db: Database, inUse: Buffer): Promise<boolean> {
  const left = await db.system((tx) =>
    tx.rows('keys_left', 'select from workspace_keys where wrapped_by is distinct from $1 limit 1', [inUse]),
  )
  return left.length > 0
}

async function isRotating(db: Database): Promise<boolean> {
  const held = await db.signIn((tx) =>
    tx.rows(
      'rotation_held',
      `select from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())
         and (classid::bigint << 32) + objid::bigint = $1`,
      [ROTATION_LOCK],
    ),
  )
  return held.length > 0
}
