import type { Context } from '../kit/context.ts'
import { isConnectionFailure } from '../kit/db.ts'
import type { Connection, Http, Outcome } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { receiptsAddress } from '../settings/receipts-address.ts'
import type { Begun } from './begin.ts'
import type { openConnections } from './channel.ts'
import { patienceWith } from './patience.ts'

/** Hands one begun text over and says how that ended. Never throws: what fails before a byte is written was not sent. */
export async function deliver(
  context: Context,
  http: Http,
  connectionOf: ReturnType<typeof openConnections>,
  begun: Begun,
  begunAtMs: number,
): Promise<Outcome> {
  const { text, channel } = begun
  const patience = patienceWith(context, channel.provider)
  const opened = await open(context, connectionOf, begun)
  if ('kind' in opened) return opened
  if (performance.now() - begunAtMs > patience.latestStartMs) {
    return { kind: 'not_sent', why: 'not_tried', detail: 'This worker was paused before it could send.' }
  }
  context.metrics.handedOver(text.waited + (performance.now() - begunAtMs) / 1000)
  const startedMs = performance.now()
  const outcome = await adapterFor(channel.provider).send(hurried(http, patience.requestTimeoutMs), opened.connection, {
    messageId: text.id,
    workspaceId: text.workspace_id,
    to: opened.to,
    body: opened.body,
    sender: channel.sender,
    callbackUrl: callbackUrl(context, begun),
    validitySeconds: Math.floor(text.valid_for),
    eventType: text.event_type,
    occurredAt: text.occurred_at.toISOString(),
    nowMs: context.now().getTime(),
  })
  context.metrics.attemptEnded(outcome.kind, (performance.now() - startedMs) / 1000)
  return repeatable(opened.connection, outcome)
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
      connection: await connectionOf(text.workspace_id, channel),
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

function hurried(http: Http, timeoutMs: number): Http {
  return timeoutMs === UNHURRIED_MS ? http : (request) => http({ timeoutMs, ...request })
}
const UNHURRIED_MS = 30_000

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
