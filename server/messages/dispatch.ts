import type { Context } from '../kit/context.ts'
import { type Loop, startLoop } from '../kit/loop.ts'
import type { Http, Outcome } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { ATTEMPT_SECONDS, type Begun, beginBatch } from './begin.ts'
import { openConnections } from './channel.ts'
import { openSettlement } from './settle.ts'

/** A request may take this long in all; what has not been answered by then is unknown. */
const REQUEST_TIMEOUT_MS = 30_000
/** A worker that was paused since it began an attempt must not send it: it may have been taken for lost meanwhile. */
const LATEST_START_MS = (ATTEMPT_SECONDS - 5) * 1000 - REQUEST_TIMEOUT_MS

/**
 * Keeps up to `slots` texts on their way to providers. New ones are begun when a good part of the slots is free, so that
 * the transaction which begins them is shared by many. At stop: begins nothing more, lets what is in flight finish, and
 * stores how it ended.
 */
export function startDispatch(context: Context, options: { worker: string; slots: number }): Loop {
  const settlement = openSettlement(context)
  const connectionOf = openConnections(context)
  let inFlight = 0
  let stopping = false
  let slotFreed: () => void = () => {}
  let allDone: () => void = () => {}

  const handOver = async (begun: Begun, begunAtMs: number) => {
    try {
      const outcome = await deliver(context, connectionOf, begun, begunAtMs)
      await settlement.add({ begun, outcome })
    } catch (error) {
      // The attempt stays open in the database and is looked up there; a blind second try is what must not happen.
      context.log.error({ err: error, message: begun.text.id }, 'the outcome of an attempt could not be stored')
    } finally {
      inFlight -= 1
      if (inFlight <= options.slots / 2) slotFreed()
      if (inFlight === 0) allDone()
    }
  }

  const loop = startLoop({
    name: 'dispatch',
    everyMs: 1000,
    log: context.log,
    onWake: (wake) => context.wake.on('work', wake),
    async turn() {
      const free = options.slots - inFlight
      const begunAtMs = performance.now()
      const { begun, claimed } = await beginBatch(context, options.worker, free)
      inFlight += begun.length
      for (const one of begun) void handOver(one, begunAtMs)
      if (inFlight > options.slots / 2 && !stopping) await new Promise<void>((resolve) => (slotFreed = resolve))
      return claimed > 0
    },
  })

  return {
    async stop() {
      stopping = true
      slotFreed()
      await loop.stop()
      if (inFlight > 0) await new Promise<void>((resolve) => (allDone = resolve))
      await settlement.settled()
    },
  }
}

async function deliver(
  context: Context,
  connectionOf: ReturnType<typeof openConnections>,
  begun: Begun,
  begunAtMs: number,
): Promise<Outcome> {
  const { text, channel } = begun
  const sealer = await context.keys.forWorkspace(text.workspace_id)
  const connection = await connectionOf(text.workspace_id, channel)
  const to = begun.redirectedTo ?? sealer.open(`messages.to|${text.id}`, text.to_sealed)
  const body = sealer.open(`messages.body|${text.id}`, text.body_sealed!)
  if (performance.now() - begunAtMs > LATEST_START_MS) {
    return { kind: 'not_sent', why: 'unreachable', detail: 'This worker was paused before it could send.' }
  }
  return adapterFor(channel.provider).send(context.egress.http as Http, connection, {
    messageId: text.id,
    workspaceId: text.workspace_id,
    to,
    body,
    sender: channel.sender,
    callbackUrl: callbackUrl(context, begun),
    validitySeconds: Math.floor(text.valid_for),
    eventType: text.event_type,
    occurredAt: text.occurred_at.toISOString(),
  })
}

/** The token proves that whoever calls back was told of this very attempt. */
function callbackUrl(context: Context, begun: Begun): string | null {
  const base = context.publicUrl()
  if (!base || begun.channel.provider === 'webhook') return null
  const { workspace_id, id } = begun.text
  return `${base}/callbacks/sms/${workspace_id}/${begun.channel.connectionId}/${id}/${begun.n}/${begun.token}`
}
