import type { Database } from '../kit/db.ts'
import { fixedRing, newKey, readKeys } from '../kit/installation-key.ts'
import { readFormer, refuseUnfit } from '../kit/key-fit.ts'
import { keyCheck, keyName } from '../kit/seal.ts'

/** Where a rotation stands, which may be one that was killed. */
export type Plan =
  /** Nothing is wrapped with the new key yet; `written` says whether it is in the file. */
  | { step: 'announce'; old: Buffer; next: Buffer; written: boolean }
  /** The new one is in use; the old one is missing here only where nothing is wrapped with it any more. */
  | { step: 'wrap'; old: Buffer | undefined; oldCheck: Buffer; next: Buffer; began: Date; dataKeys: boolean }
  /** All was wrapped anew; the file still has keys that were given up. */
  | { step: 'tidy'; next: Buffer; given: string[] }

/** @throws {Error} in one line when the file does not fit the database. */
export async function planRotation(db: Database, path: string): Promise<Plan> {
  const row = await db.signIn((tx) =>
    tx.selectFrom('installation').select(['key_check', 'next_key_check']).executeTakeFirst(),
  )
  if (!row) throw new Error('The database is empty: no Handset has run on it.')
  const keys = await readKeys(path)
  if (!keys) throw new Error(`There is no installation key at ${path}.`)
  const ring = fixedRing(keys, path)
  await refuseUnfit(db, ring, { key_check: row.key_check, next_key_check: null })
  const inUse = ring.find(row.key_check)!
  const former = await readFormer(db)
  const half = former.find((one) => one.done_at === null)
  if (half) {
    const { key_check: oldCheck, replaced_at: began, data_keys: dataKeys } = half
    return { step: 'wrap', old: ring.find(oldCheck), oldCheck, next: inUse, began, dataKeys }
  }
  const others = keys.filter((key) => key !== inUse)
  const fresh = others.filter((key) => !former.some((one) => one.key_check.equals(keyCheck(key))))
  if (fresh.length > 1)
    throw new Error(
      `${path} holds ${keys.length} keys. Leave ${keyName(row.key_check)}, which is in use, and one to come.`,
    )
  if (others.length && !fresh.length)
    return { step: 'tidy', next: inUse, given: others.map((key) => keyName(keyCheck(key))) }
  return { step: 'announce', old: inUse, next: fresh[0] ?? newKey(), written: fresh.length === 1 }
}
