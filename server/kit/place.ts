import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './db.ts'

/**
 * Where a database is, in a form that a copy of it does not share: the folder's own files on their disk, or this
 * database on its server. Renaming the folder, another mount and a restart of the machine change nothing.
 */
export async function placeOf(config: { dataDir: string; databaseUrl: string | null }, db: Database): Promise<string> {
  if (config.databaseUrl) return serverPlace(db)
  const [folder, control] = await Promise.all(
    ['pg', 'pg/global/pg_control'].map((name) => stat(join(config.dataDir, name), { bigint: true })),
  )
  // PostgreSQL writes into its control file and never replaces it. Some systems do not know when a file was made, and
  // tell nothing or the time of the last change instead.
  const { ino, birthtimeNs, ctimeNs } = control!
  const made = birthtimeNs === ctimeNs || birthtimeNs === 0n ? '' : birthtimeNs
  return `folder:${folder!.ino}:${ino}:${made}`
}

/** What is not known of one of them is no difference. */
export function isSamePlace(one: string, other: string): boolean {
  const [parts, others] = [one.split(':'), other.split(':')]
  return parts.length === others.length && parts.every((part, at) => !part || !others[at] || part === others[at])
}

async function serverPlace(db: Database): Promise<string> {
  const { rows } = await db.pool.query<{ place: string }>(
    `select format('server:%s:%s', (select system_identifier from pg_control_system()), oid) as place
     from pg_database where datname = current_database()`,
  )
  return rows[0]!.place
}
