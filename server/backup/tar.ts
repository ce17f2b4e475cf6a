import { createReadStream } from 'node:fs'

/** One file or folder of an archive; `pieces` must be read to its end before the next entry. */
interface TarEntry {
  name: string
  kind: 'file' | 'folder'
  size: number
  pieces(): AsyncGenerator<Buffer>
}

const BLOCK = 512
const READ_BYTES = 1024 * 1024

/**
 * Reads an archive as PostgreSQL writes it: ustar, names under 100 bytes, files and folders. Anything else, and a name
 * that leads out of the folder, is an error: such an archive is not one of ours.
 *
 * @param onBytes sees every byte of the archive, also those between the files.
 */
export async function* readTar(path: string, onBytes: (bytes: Buffer) => void): AsyncGenerator<TarEntry> {
  const source = openSource(path, onBytes)
  for (let header = await source.block(); header?.some((byte) => byte !== 0); header = await source.block()) {
    const entry = readHeader(header)
    let isRead = false
    yield {
      ...entry,
      async *pieces() {
        yield* source.pieces(entry.size)
        isRead = true
      },
    }
    if (!isRead) for await (const _ of source.pieces(entry.size));
    for await (const _ of source.pieces((BLOCK - (entry.size % BLOCK)) % BLOCK));
  }
  await source.drain()
}

function readHeader(header: Buffer): Pick<TarEntry, 'name' | 'kind' | 'size'> {
  const text = (from: number, length: number) => header.toString('utf8', from, from + length).replace(/\0.*$/s, '')
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  if (Number.parseInt(text(148, 8), 8) !== sum) throw new Error('The backup is damaged: its archive cannot be read.')
  const name = text(0, 100)
  const type = text(156, 1)
  if (!['0', '', '5'].includes(type))
    throw new Error(`The backup is none of ours: its archive holds ${name}, which is no plain file or folder`)
  if (name.startsWith('/') || name.split('/').includes('..'))
    throw new Error(`The backup is none of ours: its archive holds the path ${name}`)
  return { name: name.replace(/\/$/, ''), kind: type === '5' ? 'folder' : 'file', size: readSize(header) }
}

/** Octal digits, or a binary number where the first bit is set. PostgreSQL cuts its files at 1 GB, well within both. */
function readSize(header: Buffer): number {
  if (header[124]! & 0x80) return Number(header.readBigUInt64BE(128))
  const size = Number.parseInt(header.toString('latin1', 124, 136), 8)
  if (!Number.isSafeInteger(size)) throw new Error('The backup is damaged: its archive cannot be read.')
  return size
}

function openSource(path: string, onBytes: (bytes: Buffer) => void) {
  const chunks = createReadStream(path, { highWaterMark: READ_BYTES })[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  /** False at the end of the archive. */
  const fill = async () => {
    const { value, done } = await chunks.next()
    if (done) return false
    rest = value as Buffer
    onBytes(rest)
    return true
  }
  async function* pieces(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (rest.length === 0 && !(await fill()))
        throw new Error('The backup is not whole: its archive ends in the middle of a file.')
      const piece = rest.subarray(0, left)
      rest = rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }
  return {
    pieces,
    async block(): Promise<Buffer | null> {
      if (rest.length === 0 && !(await fill())) return null
      const parts: Buffer[] = []
      for await (const piece of pieces(BLOCK)) parts.push(piece)
      return Buffer.concat(parts)
    },
    async drain() {
      while (await fill());
    },
  }
}
