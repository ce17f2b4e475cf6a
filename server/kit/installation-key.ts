import { randomBytes } from 'node:crypto'
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises'
import type { Database } from './db.ts'
import { chance } from './id.ts'

const KEY_BYTES = 32

/**
 * Reads the key that wraps all others. One is made only for a new installation whose key lies in the data folder: a
 * key that should be there and is not must never be replaced by another.
 */
export async function readInstallationKey(
  file: { path: string; from: 'environment' | 'data_dir' },
  db: Database,
): Promise<Buffer> {
  const text = await readFile(file.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new Error(`The installation key at ${file.path} cannot be read: ${error.code}.`)
  })
  if (text === null) return makeKey(file, db)
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES)
    throw new Error(`The installation key at ${file.path} is not ${KEY_BYTES} bytes in base64.`)
  return key
}

async function makeKey(file: Parameters<typeof readInstallationKey>[0], db: Database): Promise<Buffer> {
  if (file.from === 'environment') {
    throw new Error(
      `There is no installation key at ${file.path}. Make one with: openssl rand -base64 ${KEY_BYTES} > ${file.path}`,
    )
  }
  const known = await db.signIn((tx) => tx.selectFrom('installation').select('key_check').executeTakeFirst())
  if (known)
    throw new Error(
      `This installation's key is missing at ${file.path}. Put it back: without it nothing sealed can be read.`,
    )
  // Under a name of its own: a process number may be the same in two containers that share the folder.
  const fresh = `${file.path}.${chance(16)}`
  await writeFile(fresh, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600 })
  await chmod(fresh, 0o600)
  // Whole or not at all. Of several that start at once one makes the key, and the others take that one.
  await link(fresh, file.path)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    .finally(() => rm(fresh))
  return readInstallationKey(file, db)
}
