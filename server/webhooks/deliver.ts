import { setTimeout as delay } from 'node:timers/promises'
import type { Context } from '../kit/context.ts'
import { type Loop, startLoop } from '../kit/loop.ts'
import { call } from './call.ts'
import { type Busy, type Claimed, claimDeliveries } from './claim.ts'
import { payloadsOf } from './payload.ts'
import { openSettling } from './settle.ts'

/** Calls on their way at once, of one process. */
const PLACES = 128
/** Whoever does not answer is not waited for: the lease ends, and another worker calls again with the same id. */
const STOPPING_MS = 3000

/** Tells endpoints what happened: each at its own pace, and none waits for another. */
export function startWebhooks(context: Context): Loop {
  const busy: Busy = { endpoints: new Map(), workspaces: new Map() }
  const settling = openSettling(context)
  const onTheWay = new Set<Promise<void>>()
  let stopping = false
  let left = false
  let wake: () => void = () => {}

  const run = async (claimed: Claimed, body: string) => {
    const places = [
      [busy.endpoints, claimed.endpoint_id],
      [busy.workspaces, claimed.workspace_id],
    ] as const
    for (const [counts, key] of places) counts.set(key, (counts.get(key) ?? 0) + 1)
    try {
      const called = await call(context, claimed, body)
      if (!left) await settling.add(called)
    } catch (error) {
      // Its lease ends, and it is tried again.
      context.log.error({ err: error, delivery: claimed.id }, 'a call of a webhook failed')
    } finally {
      for (const [counts, key] of places) countDown(counts, key)
      if (!stopping) wake()
    }
  }

  const loop = startLoop({
    name: 'webhooks',
    everyMs: 1000,
    log: context.log,
    onWake: (interrupt) => {
      wake = interrupt
      return context.wake.on('webhooks', interrupt)
    },
    async turn() {
      const free = PLACES - onTheWay.size
      if (stopping || free <= 0) return false
      const claimed = await claimDeliveries(context, busy, free)
      for (const { one, body } of await withPayloads(context, claimed)) {
        const running = run(one, body).finally(() => onTheWay.delete(running))
        onTheWay.add(running)
      }
      return claimed.length > 0
    },
  })
  return {
    async stop() {
      stopping = true
      await loop.stop()
      await Promise.race([Promise.all(onTheWay), delay(STOPPING_MS, undefined, { ref: false })])
      left = true
      await settling.settled()
    },
  }
}

function countDown(counts: Map<string, number>, key: string): void {
  const rest = (counts.get(key) ?? 1) - 1
  if (rest > 0) counts.set(key, rest)
  else counts.delete(key)
}

async function withPayloads(context: Context, claimed: Claimed[]): Promise<{ one: Claimed; body: string }[]> {
  const workspaces = Map.groupBy(claimed, ({ workspace_id }) => workspace_id)
  const bodies = await Promise.all(
    [...workspaces].map(async ([id, of]) => {
      try {
        const made = await payloadsOf(context, id, of)
        return of.map((one) => ({ one, body: made.get(one.id)! }))
      } catch (error) {
        // Of one workspace, and not of the others.
        context.log.error({ err: error, workspace: id }, 'what webhooks are told could not be read')
        return []
      }
    }),
  )
  return bodies.flat()
}
