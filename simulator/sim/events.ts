import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { World } from '../world.ts'
import { viewHandset, viewMessage, viewState } from './views.ts'

/** Changes are gathered and told together: a page repaints ten times a second at most. */
const GATHER_MS = 100
const KEEP_ALIVE_MS = 20_000

/** More than this at once is a load test; the page then reads what it shows anew. */
const MESSAGES_AT_ONCE = 50

/** Server-sent events: `changes` carries what changed, `many` says that too much did. */
export function streamChanges(world: World, c: Context): Response {
  return streamSSE(c, async (stream) => {
    const changed = { messages: new Set<string>(), handsets: new Set<string>() }
    let isDue = false
    const flush = () => {
      isDue = false
      void stream.writeSSE(describe(world, changed))
      changed.messages.clear()
      changed.handsets.clear()
    }
    const stopWatching = world.changes.watch((change, key) => {
      if (change === 'message') changed.messages.add(key)
      if (change === 'handset') changed.handsets.add(key)
      if (!isDue) setTimeout(flush, GATHER_MS)
      isDue = true
    })
    const keepAlive = setInterval(() => void stream.writeSSE({ event: 'ping', data: '' }), KEEP_ALIVE_MS)
    await stream.writeSSE({ event: 'hello', data: world.url })
    await new Promise<void>((resolve) => stream.onAbort(resolve))
    clearInterval(keepAlive)
    stopWatching()
  })
}

function describe(world: World, changed: { messages: Set<string>; handsets: Set<string> }) {
  const { accounts: _, ...state } = viewState(world)
  if (changed.messages.size > MESSAGES_AT_ONCE) return { event: 'many', data: JSON.stringify({ state }) }
  const messages = [...changed.messages].flatMap((sid) => {
    const message = world.messages.find(sid)
    return message ? [viewMessage(world, message)] : []
  })
  const numbers = new Set([...messages.map((message) => message.handset), ...changed.handsets])
  const handsets = [...numbers].map((number) => {
    const handset = world.handsets.find(number)
    return handset ? viewHandset(world, handset) : { number, gone: true }
  })
  return { event: 'changes', data: JSON.stringify({ state, messages, handsets }) }
}
