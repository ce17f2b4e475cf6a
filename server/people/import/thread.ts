// Runs beside the process that serves people: reading a file takes seconds of computing.
import { parentPort, workerData } from 'node:worker_threads'
import type { FromThread, Task, ToThread } from './in-thread.ts'
import { Unreadable } from './records.ts'

const port = parentPort!
const say = (message: FromThread) => port.postMessage(message)
const chunkWaiters: ((chunk: Uint8Array | null) => void)[] = []
const takenWaiters: (() => void)[] = []

port.on('message', (message: ToThread) => {
  if ('chunk' in message) chunkWaiters.shift()!(message.chunk)
  else takenWaiters.shift()?.()
})

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await new Promise<Uint8Array | null>((resolve) => {
      chunkWaiters.push(resolve)
      say({ want: 'chunk' })
    })
    if (chunk === null) return
    yield chunk
  }
}

async function give(out: unknown): Promise<void> {
  const taken = new Promise<void>((resolve) => takenWaiters.push(resolve))
  say({ out })
  await taken
}

async function run(task: Task): Promise<void> {
  // What reads numbers is large, and not needed for the layout.
  if (task.kind === 'layout') {
    const { readLayout } = await import('./layout.ts')
    return give(await readLayout(chunks(), task.wanted))
  }
  const { readRows } = await import('./read-rows.ts')
  for await (const batch of readRows(chunks(), task.reading)) await give(batch)
}

try {
  await run(workerData as Task)
  say({ done: true })
} catch (error) {
  if (!(error instanceof Unreadable)) throw error
  say({ unreadable: [error.code, error.message] })
}
port.close()
