import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { withServer } from './backup/backup.ts'
import { tellProgress } from './backup/progress.ts'
import { type Database, openDatabase } from './kit/db.ts'
import { missingMigrations } from './kit/migrate.ts'

/** What of the configuration says where the database is. */
export interface Place {
  dataDir: string
  databaseUrl: string | null
}

/**
 * For a command, the database that Handset runs on, and may be running on meanwhile; where it is the embedded one and does
 * not run, it is started for as long.
 */
export async function withDatabase<T>({ databaseUrl, dataDir }: Place, work: (db: Database) => Promise<T>): Promise<T> {
  const open = async (connection: pg.ClientConfig) => {
    const db = openDatabase(connection, { max: 2 })
    try {
      await refuseOlder(db)
      return await work(db)
    } finally {
      await db.close()
    }
  }
  if (databaseUrl) return open({ connectionString: databaseUrl })
  if (!existsSync(join(dataDir, 'pg'))) throw new Error(`There is no database in ${dataDir}.`)
  return withServer(dataDir, tellProgress(console.log), open)
}

async function refuseOlder(db: Database): Promise<void> {
  const missing = await missingMigrations(db.pool).catch(() => ['everything'])
  if (missing.length) throw new Error('This version of Handset has not run on this database yet. Start it once first.')
}
