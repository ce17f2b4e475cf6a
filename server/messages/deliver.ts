import type { Context } from '../kit/context.ts'
import { isConnectionFailure } from '../kit/db.ts'
import type { Connection, Http, Outcome } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { receiptsAddress } from '../settings/receipts-address.ts'
import type { Begun } from './begin.ts'
import type { openConnections } from './channel.ts'
import { patienceWith } from './patience.ts'

/** A moment by both clocks: one stands still while the machine is suspended, the other may be set. */
export interface Moment {
  monotonicMs: number
  wallMs: number
}

export function moment(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() }
}

function millisecondsSince({ monotonicMs, wallMs }: Moment): number {
  return Math.max(performance.now() - monotonicMs, Date.now() - wallMs)
}

/**
 * Hands one begun text over and says how that ended. Never throws: what fails before a byte is written was not sent. It is
 * given up unsent where its worker is stopping or was paused, and where it would be of no more use.
 */
export async function deliver(
  context: Context,
  http: Http,
  connectionOf: ReturnType<typeof openConnections>,
  begun: Begun,
  begunAt: Moment,
  isStopping: () => boolean,
): Promise<Outcome> {
  const { text, channel } = begun
  const patience = patienceWith(context, channel.provider)
  const opened = await open(context, connectionOf, begun)
  if ('kind' in opened) return opened
  const leftSeconds = () => text.valid_for - millisecondsSince(begunAt) / 1000
  const isLate = () => leftSeconds() < 1 || millisecondsSince(begunAt) > patience.latestStartMs
  let givenUp = isLate()
  if (givenUp) return NOT_TRIED
  context.metrics.handedOver(text.waited + millisecondsSince(begunAt) / 1000)
  const startedMs = performance.now()
  const bounded: Http = (request) =>
    http({
      ...request,
      timeoutMs: patience.requestTimeoutMs,
      waitMs: Math.min(patience.waitMs, leftSeconds() * 1000),
      isLate: () => (givenUp = isStopping() || isLate()),
    })
  const outcome = await adapterFor(channel.provider).send(bounded, opened.connection, {
    messageId: text.id,
    workspaceId: text.workspace_id,
    to: opened.to,
    body: opened.body,
    sender: channel.sender,
    callbackUrl: callbackUrl(context, begun),
    validitySeconds: Math.floor(leftSeconds()),
    eventType: text.event_type,
    occurredAt: text.occurred_at.toISOString(),
    nowMs: context.now().getTime(),
  })
  if (givenUp && outcome.kind === 'not_sent') return NOT_TRIED
  context.metrics.attemptEnded(outcome.kind, (performance.now() - startedMs) / 1000)
  return repeatable(opened.connection, outcome)
}

const NOT_TRIED: Outcome = {
  kind: 'not_sent',
  why: 'not_tried',
  detail: 'This worker was stopped, paused or too busy to send it in time.',
}

/** A text that cannot be opened with the installation's key would stop its worker again and again. */
async function open(
  context: Context,
  connectionOf: ReturnType<typeof openConnections>,
  { text, channel, redirectedTo }: Begun,
): Promise<{ connection: Connection; to: string; body: string } | Outcome> {
  try {
    const sealer = await context.keys.forWorkspace(text.workspace_id)
    return {
      connection: await connectionOf(channel),
      to: redirectedTo ?? sealer.open(`messages.to|${text.id}`, text.to_sealed),
      body: sealer.open(`messages.body|${text.id}`, text.body_sealed!),
    }
  } catch (error) {
    // The workspace's key is read from the database: one that is away says nothing about the text.
    if (isConnectionFailure(error))
      return {
        kind: 'not_sent',
        why: 'not_tried',
        detail: 'The database could not be reached for the key of this text.',
      }
    context.log.error({ err: error, message: text.id }, 'a text or its connection could not be opened')
    const refusal = {
      code: null,
      class: 'config',
      retry: 'after_fix',
      title: 'Cannot be opened',
      cause: 'Handset could not open what it had stored: this text, or the credentials of its connection.',
      remedy: 'Check that the installation key is the one it was stored with, and save the credentials again.',
    } as const
    return { kind: 'rejected', refusal, httpStatus: 0, detail: refusal.cause }
  }
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
