import type { Context } from '../kit/context.ts'
import { type Loop, startLoop } from '../kit/loop.ts'
import type { Connection, Outcome } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { receiptsAddress } from '../settings/receipts-address.ts'
import { ATTEMPT_SECONDS, type Begun, beginBatch } from './begin.ts'
import { openConnections } from './channel.ts'
import { openSettlement } from './settle.ts'

/** The longest that egress keeps a request waiting for a connection, and then for its answer. */
const WAIT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
/**
 * From here on an attempt might still be under way at its deadline. A worker that was paused since it began one must
 * not send it: it may have been taken for lost meanwhile.
 */
const LATEST_START_MS = ATTEMPT_SECONDS * 1000 - WAIT_MS - REQUEST_TIMEOUT_MS - 5000

export const SENDING_LIMITS = { waitMs: WAIT_MS, timeoutMs: REQUEST_TIMEOUT_MS }

/** New texts are begun this many at a time, so that many share the transaction that begins them. */
const BATCH = 256

/**
 * Keeps up to `slots` texts on their way to providers, and begins new ones while the earlier are still under way: a
 * transaction takes longer than an answer. At stop: begins nothing more, lets what is in flight finish, and stores how
 * it ended.
 */
export function startDispatch(context: Context, options: { worker: string; slots: number }): Loop {
  const settlement = openSettlement(context)
  const connectionOf = openConnections(context)
  let onTheWay = 0
  let unsettled = 0
  let stopping = false
  let changed: () => void = () => {}

  const handOver = async (begun: Begun, begunAtMs: number) => {
    onTheWay += 1
    unsettled += 1
    try {
      const outcome = await deliver(context, connectionOf, begun, begunAtMs).finally(() => {
        onTheWay -= 1
        changed()
      })
      await settlement.add({ begun, outcome })
    } catch (error) {
      // The attempt stays open in the database and is looked up there; a blind second try is what must not happen.
      context.log.error({ err: error, message: begun.text.id }, 'the outcome of an attempt could not be stored')
    } finally {
      unsettled -= 1
      changed()
    }
  }

  const when = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (changed = resolve))
  }
  // What is not stored yet is held back too, or a slow database would be flooded by a fast provider.
  const batch = Math.min(BATCH, Math.ceil(options.slots / 2))
  const roomForBatch = () => options.slots - onTheWay >= batch && unsettled < 4 * options.slots

  const loop = startLoop({
    name: 'dispatch',
    everyMs: 1000,
    log: context.log,
    onWake: (wake) => context.wake.on('work', wake),
    async turn() {
      await when(() => stopping || roomForBatch())
      if (stopping) return false
      const begunAtMs = performance.now()
      const { begun, claimed } = await beginBatch(context, options.worker, batch)
      for (const one of begun) void handOver(one, begunAtMs)
      return claimed > 0
    },
  })

  return {
    async stop() {
      stopping = true
      changed()
      await loop.stop()
      await when(() => unsettled === 0)
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
  const outcome = await adapterFor(channel.provider).send(context.egress.http, connection, {
    messageId: text.id,
    workspaceId: text.workspace_id,
    to,
    body,
    sender: channel.sender,
    callbackUrl: callbackUrl(context, begun),
    validitySeconds: Math.floor(text.valid_for),
    eventType: text.event_type,
    occurredAt: text.occurred_at.toISOString(),
    nowMs: context.now().getTime(),
  })
  return repeatable(connection, outcome)
}

/** Where the receiver drops what it had before, a request that was not answered may be repeated like one that failed. */
function repeatable(connection: Connection, outcome: Outcome): Outcome {
  if (outcome.kind !== 'unknown' || connection.provider !== 'webhook' || !connection.dropsRepeats) return outcome
  return { kind: 'not_sent', why: 'unavailable', detail: outcome.detail }
}

/** The token proves that whoever calls back was told of this very attempt. */
function callbackUrl(context: Context, { text, channel, n, token }: Begun): string | null {
  if (channel.provider === 'webhook') return null
  const connection = { provider: channel.provider, workspace_id: text.workspace_id, id: channel.connectionId }
  const base = receiptsAddress(context.publicUrl(), connection)
  return base && `${base}/${text.id}/${n}/${token}`
}
