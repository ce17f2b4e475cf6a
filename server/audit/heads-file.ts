import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import { type Head, writeHead } from './heads-text.ts'

/** How such a file begins. Nothing is ever added to one that begins otherwise, whatever path was given. */
const TITLE = '# Heads of the audit log of Handset: workspace, number, hash, time.\n'

/**
 * Adds to the end of the file and flushes it. What stands there is never written again, so the file may be made
 * append-only by the system (`chattr +a`).
 *
 * @returns why it could not be, or null.
 */
export async function appendHeads(path: string, heads: Head[]): Promise<string | null> {
  if (!isAbsolute(path)) return 'The path must be absolute, as in /var/log/handset/heads.txt.'
  try {
    const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW } = constants
    // Windows knows no links to refuse.
    const file = await open(path, O_APPEND | O_CREAT | O_RDWR | (O_NOFOLLOW ?? 0), 0o600)
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(TITLE.length), 0, TITLE.length, 0)
      const begins = buffer.toString('utf8', 0, bytesRead)
      if (begins !== '' && begins !== TITLE)
        return `${path} holds something else than heads. Name a file that does not exist yet.`
      await file.appendFile(`${begins === '' ? TITLE : ''}${heads.map((head) => `${writeHead(head)}\n`).join('')}`)
      await file.sync()
      return null
    } finally {
      await file.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = WHY[code ?? ''] ?? code ?? 'an error of the system'
    return `${path} could not be written: ${why.replace('%', dirname(path))}.`
  }
}

const WHY: Record<string, string> = {
  ENOENT: 'there is no folder %',
  ENOTDIR: '% is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ELOOP: 'it is a link',
}
