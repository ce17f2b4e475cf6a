import type { Database } from '../kit/db.ts'
import { readKeys } from '../kit/installation-key.ts'
import { readFormer } from '../kit/key-fit.ts'
import { keyCheck, keyName } from '../kit/seal.ts'

/** For people: which keys are in the file, and what they are to this database. Changes nothing. */
export async function describeKeys(db: Database, path: string): Promise<string[]> {
  const row = await db.signIn((tx) =>
    tx.selectFrom('installation').select(['key_check', 'next_key_check']).executeTakeFirst(),
  )
  const former = await readFormer(db)
  const keys = (await readKeys(path)) ?? []
  const checks = keys.map(keyCheck)
  const what = (check: Buffer): string => {
    if (row?.key_check.equals(check)) return 'in use'
    if (row?.next_key_check?.equals(check)) return 'to come: run keys rotate'
    const one = former.find(({ key_check }) => key_check.equals(check))
    if (!one) return 'unknown to this database'
    const day = one.replaced_at.toISOString().slice(0, 10)
    return one.done_at ? `replaced on ${day}` : `replaced on ${day}, and still needed: run keys rotate again`
  }
  const needed = row && !checks.some((check) => check.equals(row.key_check))
  return [
    ...(keys.length ? checks.map((check) => `${keyName(check)}  ${what(check)}`) : [`There is no key at ${path}.`]),
    ...(needed ? [`This database needs ${keyName(row.key_check)}, which is not at ${path}.`] : []),
  ]
}
