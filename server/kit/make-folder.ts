import { existsSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder that only its owner may enter, and those above it. Not by Node's own `recursive`, which tries for ever
 * where a folder is there but takes no others (`/proc`, an automount), and says ENOENT of a read-only disk.
 *
 * @throws {Error} in one line.
 */
export async function makeFolder(path: string): Promise<void> {
  const failed = await tryMake(path)
  if (!failed) return
  if (failed !== 'ENOENT' || existsSync(dirname(path))) throw cannotMake(path, failed)
  await makeFolder(dirname(path))
  const failedAgain = await tryMake(path)
  if (failedAgain) throw cannotMake(path, failedAgain)
}

/** The code of what went wrong; null when the folder is there. */
async function tryMake(path: string): Promise<string | null> {
  try {
    await mkdir(path, { mode: 0o700 })
    return null
  } catch (error) {
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    )
    return isThere ? null : (error as NodeJS.ErrnoException).code!
  }
}

const WORDS: Record<string, string> = {
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a file is in the way',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'no folders can be made there',
}

function cannotMake(path: string, code: string): Error {
  return new Error(`${path} cannot be made: ${WORDS[code] ?? code}.`)
}
