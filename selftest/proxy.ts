import { connect, createServer, type Socket } from 'node:net'
import type { Random } from './random.ts'

/** A wire between Handset and its database that can be cut. */
export interface Proxy {
  port: number
  /** Ends every connection and takes no new one until `heal`. */
  cut(): void
  /** Passes nothing on, either way, and ends nothing: what was sent arrives at `heal`. */
  hold(): void
  heal(): void
  /** From now on such a share of the commits that PostgreSQL confirms is not told to whoever asked: the connection ends. */
  cutAfterCommits(share: number): void
  /** How often that happened. */
  commitsCut(): number
  close(): Promise<void>
}

/** The answer to a `commit`, as PostgreSQL sends it: a message of kind C, its length, and its name. */
const COMMITTED = Buffer.from([0x43, 0, 0, 0, 11, ...Buffer.from('COMMIT\0')])

export async function openProxy(target: string, random: Random): Promise<Proxy> {
  const pairs = new Set<[Socket, Socket]>()
  let state: 'open' | 'cut' | 'held' = 'open'
  let shareToCut = 0
  let commitsCut = 0

  const end = (pair: [Socket, Socket]) => {
    pairs.delete(pair)
    for (const side of pair) side.destroy()
  }

  const server = createServer((client) => {
    if (state === 'cut') return client.destroy()
    const database = connect(target)
    const pair: [Socket, Socket] = [client, database]
    pairs.add(pair)
    client.on('data', (bytes) => database.write(bytes))
    database.on('data', (bytes) => {
      if (shareToCut > 0 && bytes.includes(COMMITTED) && random.next() < shareToCut) {
        commitsCut += 1
        return end(pair)
      }
      client.write(bytes)
    })
    for (const side of pair) side.on('error', () => {}).once('close', () => end(pair))
    if (state === 'held') for (const side of pair) side.pause()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    port: (server.address() as { port: number }).port,
    cut() {
      state = 'cut'
      for (const pair of pairs) end(pair)
    },
    hold() {
      state = 'held'
      for (const side of [...pairs].flat()) side.pause()
    },
    heal() {
      state = 'open'
      for (const side of [...pairs].flat()) side.resume()
    },
    cutAfterCommits(share) {
      shareToCut = share
    },
    commitsCut: () => commitsCut,
    async close() {
      for (const pair of pairs) end(pair)
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
