import { chmod, chown, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { chance } from '../kit/id.ts'
import { writtenKey } from '../kit/installation-key.ts'

/**
 * Whole or not at all: written beside, flushed, and put in its place. It keeps its owner and mode, since whoever runs this
 * may be somebody else than Handset.
 *
 * @throws {Error} in one line when it cannot be replaced; it is as it was then.
 */
export async function replaceKeyFile(path: string, keys: Buffer[]): Promise<void> {
  try {
    const place = await realpath(path)
    const { mode, uid, gid } = await stat(place)
    const draft = `${place}.${chance(16)}`
    try {
      await writeFlushed(draft, keys)
      await chmod(draft, mode & 0o777)
      await chown(draft, uid, gid)
      await rename(draft, place)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    await flushFolder(dirname(place))
  } catch (error) {
    throw new KeyFileFixed(`The key file ${path} cannot be replaced (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** It is given from outside and can only be changed there. */
export class KeyFileFixed extends Error {}

/** A copy of a key in a file of its own, which must not be there yet. */
export async function keepKey(path: string, key: Buffer): Promise<void> {
  await writeFlushed(path, [key]).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The old key cannot be kept at ${path}: ${error.code}. Nothing was changed.`)
  })
  await flushFolder(dirname(path))
}

async function writeFlushed(path: string, keys: Buffer[]): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(keys.map(writtenKey).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}
