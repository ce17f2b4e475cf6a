import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ARCHIVE, LIST } from './base-backup.ts'
import type { Manifest } from './manifest.ts'
import { readTar } from './tar.ts'

/**
 * Reads a backup from the disk and compares every byte: each file of ours with the manifest, and each file in the
 * archive with PostgreSQL's own list, which was made from what it read and not from what arrived.
 *
 * @throws {Error} in one line that names the file.
 */
export async function verifyBackup(
  folder: string,
  files: Manifest['files'],
  onRead: (bytes: number) => void,
): Promise<void> {
  for (const [name, { bytes }] of Object.entries(files)) {
    const found = await stat(join(folder, name)).catch(() => null)
    if (!found) throw new Error(`The backup is not whole: ${name} is missing.`)
    if (found.size !== bytes) throw new Error(`${damaged(name)} It has ${found.size} bytes and should have ${bytes}.`)
  }
  for (const [name, { sha256 }] of Object.entries(files)) {
    if (name === ARCHIVE) continue
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(join(folder, name))) hash.update(chunk as Buffer)
    if (hash.digest('hex') !== sha256) throw new Error(damaged(name))
  }
  await verifyArchive(folder, files[ARCHIVE]?.sha256, onRead)
}

async function verifyArchive(
  folder: string,
  sha256: string | undefined,
  onRead: (bytes: number) => void,
): Promise<void> {
  const listed = await readList(folder)
  const whole = createHash('sha256')
  const entries = readTar(join(folder, ARCHIVE), (bytes) => {
    whole.update(bytes)
    onRead(bytes.length)
  })
  for await (const entry of entries) {
    const expected = listed.get(entry.name)
    if (!expected) continue
    listed.delete(entry.name)
    const hash = createHash('sha256')
    for await (const piece of entry.pieces()) hash.update(piece)
    if (hash.digest('hex') !== expected) throw new Error(`${damaged(ARCHIVE)} It begins at ${entry.name}.`)
  }
  if (whole.digest('hex') !== sha256) throw new Error(damaged(ARCHIVE))
  for (const name of listed.keys()) throw new Error(`The backup is not whole: ${name} is missing in ${ARCHIVE}.`)
}

function damaged(name: string): string {
  return `The backup is damaged: ${name} is not what was written.`
}

interface Listed {
  Path: string
  Checksum: string
}

async function readList(folder: string): Promise<Map<string, string>> {
  const list = JSON.parse(await readFile(join(folder, LIST), 'utf8')) as { Files: Listed[] }
  return new Map(list.Files.map((file) => [file.Path, file.Checksum]))
}
