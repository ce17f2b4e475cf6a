import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Connection, withClient } from './connect.ts'
import { readPidFile } from './postmaster.ts'
import { port } from './settings.ts'

/**
 * The way in as superuser for commands that run beside the server, or undefined when none answers on this folder.
 * To the database `handset`; a connection for a backup belongs to none.
 */
export async function findRunning(dataDir: string): Promise<Connection | undefined> {
  const pidFile = await readPidFile({ folder: join(dataDir, 'pg') })
  if (!pidFile?.socketFolder) return undefined
  const connection = await supervisorAt(dataDir, pidFile.socketFolder)
  // ENOENT and ECONNREFUSED: what the pid file tells of is no more.
  const answers = await withClient(connection, (client) => client.query('select'), 5_000).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') return undefined
      throw new Error(`PostgreSQL in ${dataDir} runs but refuses us: ${error.message}`)
    },
  )
  return answers && connection
}

export async function supervisorAt(dataDir: string, socketFolder: string): Promise<Connection> {
  const password = await readFile(join(dataDir, 'password'), 'utf8')
  return { host: socketFolder, port, user: 'supervisor', password, database: 'handset' }
}
