import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { withServer } from '../backup/backup.ts'
import { type Database, openDatabase } from '../kit/db.ts'
import { missingMigrations } from '../kit/migrate.ts'
import { describeKeys } from './describe.ts'
import { rotateKeys } from './rotate.ts'

const USAGE = `Usage: npm run handset -- keys show
       npm run handset -- keys rotate [--data-keys] [--sign-out] [--keep-old FILE]`

/** What of the configuration says where Handset is. */
interface Surroundings {
  dataDir: string
  databaseUrl: string | null
  keyFile: { path: string }
}

/** As the shell sees it: 0 is done, 1 could not be done, 2 was not understood. */
export async function keysCommand(args: string[], config: Surroundings): Promise<0 | 1 | 2> {
  const given = readArgs(args)
  if (!given) return 2
  const { path } = config.keyFile
  try {
    await withDatabase(config, async (db) => {
      if (given.what === 'show') for (const line of await describeKeys(db, path)) console.log(line)
      else await rotateKeys(db, path, { ...given.options, waitSeconds: 60, say: (line) => console.log(line) })
    })
    return 0
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
}

function readArgs(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'data-keys': { type: 'boolean', default: false },
        'sign-out': { type: 'boolean', default: false },
        'keep-old': { type: 'string' },
      },
    })
    const [what, ...more] = positionals
    if (more.length || (what !== 'show' && what !== 'rotate')) throw new Error('Say what to do with the keys.')
    const { 'data-keys': dataKeys, 'sign-out': signOut, 'keep-old': kept } = values
    if (kept === '') throw new Error('--keep-old is empty.')
    return { what, options: { dataKeys, signOut, keepOld: kept === undefined ? null : resolve(kept) } }
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    return null
  }
}

/** Handset may run on it meanwhile; an embedded one that does not run is started for as long as it takes. */
async function withDatabase(config: Surroundings, work: (db: Database) => Promise<void>): Promise<void> {
  const on = async (connection: pg.PoolConfig) => {
    const db = openDatabase(connection, { max: 3 })
    try {
      if ((await missingMigrations(db.pool)).length)
        throw new Error('The database is of an older version. Start this one first, and stop those of the older.')
      await work(db)
    } finally {
      await db.close()
    }
  }
  if (config.databaseUrl) return on({ connectionString: config.databaseUrl })
  const progress = { say: (line: string) => console.log(line), start: () => () => {} }
  return withServer(config.dataDir, progress, (connection) => on({ ...connection, ssl: false }))
}
