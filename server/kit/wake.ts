import { EventEmitter } from 'node:events'
import type pg from 'pg'

/**
 * "There is work", said inside this process at once and to the others by NOTIFY. Only a hint: every loop also looks by
 * itself at least every two seconds, so a lost one costs time and nothing else.
 */
export interface Wake {
  say(topic: string): void
  on(topic: string, listener: () => void): () => void
  close(): Promise<void>
}

const CHANNEL = 'handset_wake'
/** NOTIFY takes a lock that all commits queue for, so bursts are said once. */
const QUIET_MS = 20

export function openWake(pool: pg.Pool, listen: () => pg.Client): Wake {
  const emitter = new EventEmitter().setMaxListeners(0)
  const quiet = new Map<string, boolean>()
  let closed = false
  let client: pg.Client | undefined

  const connect = async () => {
    if (closed) return
    client = listen()
    client.on('notification', (message) => emitter.emit(message.payload ?? ''))
    client.on('error', () => {})
    client.once('end', () => setTimeout(() => void connect(), 1000).unref())
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
    } catch {
      await client.end().catch(() => {})
    }
  }
  const connecting = connect()

  const tell = (topic: string) => {
    pool.query('select pg_notify($1, $2)', [CHANNEL, topic]).catch(() => {})
  }

  return {
    say(topic) {
      emitter.emit(topic)
      if (quiet.has(topic) || closed) return
      quiet.set(topic, true)
      setTimeout(() => {
        quiet.delete(topic)
        if (!closed) tell(topic)
      }, QUIET_MS)
    },
    on(topic, listener) {
      emitter.on(topic, listener)
      return () => emitter.off(topic, listener)
    },
    async close() {
      closed = true
      await connecting
      await client?.end().catch(() => {})
    },
  }
}
