import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** What a file must be found to be when it is read again. */
export interface Written {
  bytes: number
  sha256: string
}

/** A new file that takes bytes faster than the disk does, and tells how many wait. */
export interface Sink {
  /** Copies them: the caller may use its buffer again. A failure to write is told by `settled` and `end`. */
  add(bytes: Buffer): void
  waitingBytes(): number
  settled(): Promise<void>
  /** Resolves when all is on the disk. */
  end(): Promise<Written>
  close(): Promise<void>
}

export async function openSink(path: string): Promise<Sink> {
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let writing: Promise<void> | undefined

  const write = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const length = batch.reduce((sum, one) => sum + one.length, 0)
      await file.appendFile(Buffer.concat(batch, length))
      waitingBytes -= length
    }
  }
  const settled = async () => {
    await writing
    if (waiting.length > 0) await startWriting()
  }
  const startWriting = () => {
    writing ??= write().then(() => {
      writing = undefined
    })
    // Told to whoever waits for it; until then nobody does.
    writing.catch(() => {})
    return writing
  }

  return {
    add(chunk) {
      hash.update(chunk)
      bytes += chunk.length
      waitingBytes += chunk.length
      waiting.push(Buffer.from(chunk))
      void startWriting()
    },
    waitingBytes: () => waitingBytes,
    settled,
    async end() {
      await settled()
      await file.sync()
      return { bytes, sha256: hash.digest('hex') }
    },
    close: () => file.close(),
  }
}

/** Flushes a small file, closes it to others, and says what it is. */
export async function describeFile(path: string): Promise<Written> {
  const file = await open(path, 'r+')
  try {
    await file.chmod(0o600)
    const text = await file.readFile()
    await file.sync()
    return { bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') }
  } finally {
    await file.close()
  }
}
