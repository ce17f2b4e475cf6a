import { join } from 'node:path'
import pg from 'pg'
import type { Connection } from '../kit/embedded-postgres/connect.ts'
import { openSink, type Sink, type Written } from './sink.ts'

export interface BaseBackup {
  timeline: number
  startLsn: string
  stopLsn: string
  archive: Written
  list: Written
}

/** The names that PostgreSQL gives them. */
export const ARCHIVE = 'base.tar'
export const LIST = 'backup_manifest'

const COMMAND = "BASE_BACKUP (LABEL 'handset', CHECKPOINT 'fast', WAL, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')"
/** What may wait for the disk before the server is asked to wait. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024

/**
 * Asks the running server for a copy of itself, by the protocol that pg_basebackup speaks: PostgreSQL itself decides
 * what belongs to it, checks every page's checksum while it reads, lists the files with their SHA-256, and adds the log
 * (WAL) that makes them consistent. Written into `folder` and flushed.
 */
export async function takeBaseBackup(
  connection: Connection,
  folder: string,
  onReceived: (bytes: number) => void,
): Promise<BaseBackup> {
  const client = new pg.Client({ ...connection, ssl: false, ...{ replication: 'true' } })
  // A lost connection also fails the command; without a listener it would end the process as well.
  client.on('error', () => {})
  const archive = await openSink(join(folder, ARCHIVE))
  const list = await openSink(join(folder, LIST))
  try {
    await client.connect()
    const { start, end } = await receive(client, { archive, list }, onReceived)
    return {
      timeline: Number(start.tli),
      startLsn: start.recptr,
      stopLsn: end.recptr,
      archive: await archive.end(),
      list: await list.end(),
    }
  } finally {
    await Promise.allSettled([archive.close(), list.close(), client.end()])
  }
}

/** A place in the log. */
interface Place {
  recptr: string
  tli: string
}

/** Resolves with where the log stood at the start and at the end: the first and the last of the command's answers. */
function receive(
  client: pg.Client,
  sinks: { archive: Sink; list: Sink },
  onReceived: (bytes: number) => void,
): Promise<{ start: Place; end: Place }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ start: Place; end: Place }>()
  const query = new pg.Query<Place>(COMMAND, (error: Error | undefined, answers: unknown) => {
    if (error) return reject(error)
    const places = ([answers].flat() as pg.QueryResult<Place>[]).flatMap(({ rows }) => rows).filter((row) => row.recptr)
    resolve({ start: places[0]!, end: places.at(-1)! })
  })
  const accept = openAccept(sinks, onReceived)
  // The driver hands messages of a copy to the query that they belong to, which by itself drops them.
  const handleCopyData = ({ chunk }: { chunk: Buffer }, { stream }: pg.Connection) => {
    try {
      accept(chunk)
    } catch (error) {
      reject(error)
      stream.destroy(error as Error)
    }
    const waiting = [sinks.archive, sinks.list].filter((sink) => sink.waitingBytes() > MOST_WAITING_BYTES)
    if (waiting.length === 0 || stream.isPaused()) return
    stream.pause()
    Promise.all(waiting.map((sink) => sink.settled())).then(() => stream.resume(), reject)
  }
  client.query(Object.assign(query, { handleCopyData }))
  return promise
}

/** Each message of the copy begins with what it is (postgresql.org, Streaming Replication Protocol, BASE_BACKUP). */
function openAccept(sinks: { archive: Sink; list: Sink }, onReceived: (bytes: number) => void) {
  let current: Sink | undefined
  return (message: Buffer) => {
    const kind = String.fromCharCode(message[0]!)
    if (kind === 'n') {
      const name = message.toString('utf8', 1, message.indexOf(0, 1))
      if (name !== ARCHIVE) throw new Error(`PostgreSQL has a tablespace (${name}), which Handset never makes.`)
      current = sinks.archive
    } else if (kind === 'm') {
      current = sinks.list
    } else if (kind === 'd') {
      current!.add(message.subarray(1))
      onReceived(message.length - 1)
    }
  }
}
