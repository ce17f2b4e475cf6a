import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Layout, LayoutWanted } from './layout.ts'
import type { Batch, Reading } from './read-rows.ts'
import { type Unfit, Unreadable } from './records.ts'

/** Each is given away. */
type Chunks = AsyncIterable<Uint8Array<ArrayBuffer>>
export type Task = { kind: 'layout'; wanted: LayoutWanted } | { kind: 'rows'; reading: Reading }
export type ToThread = { chunk: Uint8Array | null } | { taken: true }
export type FromThread = { want: 'chunk' } | { out: unknown } | { done: true } | { unreadable: [Unfit, string] }

/** Several times what it needs; what it knows of earlier lines is no part of it. */
const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 }

/** @throws {Unreadable} */
export async function layoutOf(chunks: Chunks, wanted: LayoutWanted): Promise<Layout> {
  for await (const layout of inThread<Layout>({ kind: 'layout', wanted }, chunks)) return layout
  throw new Error('the thread said nothing')
}

/** The next batch is read while the one before is dealt with. @throws {Unreadable} */
export function batchesOf(chunks: Chunks, reading: Reading): AsyncGenerator<Batch> {
  return inThread<Batch>({ kind: 'rows', reading }, chunks)
}

async function* inThread<Out>(task: Task, chunks: Chunks): AsyncGenerator<Out> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: task, resourceLimits: LIMITS })
  const source = chunks[Symbol.asyncIterator]()
  const tell = (message: ToThread, given: ArrayBuffer[] = []) => thread.postMessage(message, given)
  const inbox = listen(thread)
  try {
    for (;;) {
      const message = await inbox()
      if ('done' in message) return
      if ('unreadable' in message) throw new Unreadable(...message.unreadable)
      if ('want' in message) {
        const { value, done } = await source.next()
        tell({ chunk: done ? null : value }, done ? [] : [value.buffer])
        continue
      }
      tell({ taken: true })
      yield message.out as Out
    }
  } finally {
    await thread.terminate()
    await source.return?.()
  }
}

function listen(thread: Worker): () => Promise<FromThread> {
  const waiting: FromThread[] = []
  let failure: unknown
  let wake = () => {}
  thread.on('message', (message) => {
    waiting.push(message)
    wake()
  })
  const fail = (error: unknown) => {
    failure ??= error
    wake()
  }
  thread.on('error', fail)
  void once(thread, 'exit').then(() => fail(new Error('the thread ended')), fail)
  return async () => {
    while (waiting.length === 0) {
      if (failure) throw failure
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    return waiting.shift()!
  }
}
