import { randomBytes } from 'node:crypto'
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises'
import type { Database } from './db.ts'
import { chance } from './id.ts'
import { keyCheck, sameBytes } from './seal.ts'

const KEY_BYTES = 32

export interface KeyFile {
  path: string
  from: 'environment' | 'data_dir'
}

/**
 * The installation's keys that this process knows: one, and two while one takes the other's place. Which of them is in
 * use is said by the database.
 */
export interface KeyRing {
  /** Where they come from, for people. */
  path: string
  keys(): Buffer[]
  find(check: Buffer): Buffer | undefined
  /** Looks into the file again. */
  reread(): Promise<void>
}

export async function openKeyRing(file: KeyFile, db: Database): Promise<KeyRing> {
  let keys = await readInstallationKeys(file, db)
  return {
    ...ringOf(() => keys, file.path),
    async reread() {
      const found = await readKeys(file.path)
      // What went from the file may still be needed for what was read from the database just before.
      if (found) keys = [...found, ...keys.filter((key) => !found.some((one) => sameBytes(one, key)))].slice(0, 4)
    },
  }
}

/** Keys that stay as they are. */
export function fixedRing(keys: Buffer[], path = 'the key file'): KeyRing {
  return { ...ringOf(() => keys, path), reread: async () => {} }
}

function ringOf(keys: () => Buffer[], path: string): Omit<KeyRing, 'reread'> {
  return { path, keys, find: (check) => keys().find((key) => sameBytes(keyCheck(key), check)) }
}

/**
 * Reads the keys that wrap all others. One is made only for a new installation whose key lies in the data folder: a
 * key that should be there and is not must never be replaced by another.
 */
export async function readInstallationKeys(file: KeyFile, db: Database): Promise<Buffer[]> {
  return (await readKeys(file.path)) ?? makeKey(file, db)
}

/** One to a line; null where there is no file. */
export async function readKeys(path: string): Promise<Buffer[] | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new Error(`The installation key at ${path} cannot be read: ${error.code}.`)
  })
  if (text === null) return null
  const keys = text.trim().split(/\s*\n\s*/)
  return keys.map((line) => {
    const key = Buffer.from(line, 'base64')
    if (key.length === KEY_BYTES) return key
    throw new Error(`The installation key at ${path} is not ${KEY_BYTES} bytes in base64.`)
  })
}

export function writtenKey(key: Buffer): string {
  return `${key.toString('base64')}\n`
}

export function newKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

async function makeKey(file: KeyFile, db: Database): Promise<Buffer[]> {
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
  await writeFile(fresh, writtenKey(newKey()), { mode: 0o600 })
  await chmod(fresh, 0o600)
  // Whole or not at all. Of several that start at once one makes the key, and the others take that one.
  await link(fresh, file.path)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    .finally(() => rm(fresh))
  return readInstallationKeys(file, db)
}
