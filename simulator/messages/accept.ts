import { countSegments } from '../../shared/sms/segments.ts'
import type { SimAccount } from '../accounts/account.ts'
import { newSid } from '../kit/ids.ts'
import type { Direction, SimRequest } from '../wire.ts'
import { countDouble, type World } from '../world.ts'
import type { Life } from './life.ts'
import { handsetOf, type SimMessage } from './message.ts'
import type { SendRequest } from './request.ts'
import type { Origin } from './sender.ts'

const LONGEST_VALIDITY_S = 36_000

/** From here on the text exists: it is in the log, in memory and on the page, and its life can begin. */
export function acceptMessage(
  world: World,
  account: SimAccount,
  request: SendRequest,
  origin: Origin,
  asked: SimRequest,
): Life {
  const service = origin.kind === 'service' ? origin.service : null
  const message = draftMessage(world, account, request, {
    from: service ? null : origin.address,
    asked,
    status: request.sendAt ? 'scheduled' : service ? 'accepted' : 'queued',
    statusCallback: callbackFor(account, request, service?.statusCallback ?? null),
    validitySeconds: request.validitySeconds ?? service?.validityPeriod ?? LONGEST_VALIDITY_S,
    smartEncoded: request.smartEncoded ?? service?.smartEncoding ?? false,
  })
  if (service) message.segments = 0
  message.receiptFault = message.statusCallback ? drawReceiptFault(world) : null
  world.accepted.append(logRow(message))
  world.acceptedCount += 1
  if (countDouble(world, message)) world.doubles += 1
  keepMessage(world, message)
  return { world, account, message, request, origin, waitMs: 0, held: [], told: [] }
}

interface DraftParts extends Partial<SimMessage> {
  from: string | null
  asked: SimRequest | null
  direction?: Direction
}

export function draftMessage(world: World, account: SimAccount, request: SendRequest, parts: DraftParts): SimMessage {
  const { asked, ...given } = parts
  const nowMs = world.clock.now()
  const smartEncoded = given.smartEncoded ?? false
  return {
    sid: newSid('SM'),
    accountSid: account.sid,
    direction: 'outbound-api',
    to: request.to,
    serviceSid: request.serviceSid,
    body: request.body,
    status: 'queued',
    errorCode: null,
    segments: countSegments(request.body, { smartEncoding: smartEncoded }).segments,
    smartEncoded,
    createdAt: nowMs,
    updatedAt: nowMs,
    sentAt: null,
    sendAt: request.sendAt,
    validitySeconds: LONGEST_VALIDITY_S,
    priceMicros: null,
    statusCallback: null,
    request: asked,
    receipts: [],
    inbound: null,
    receiptFault: null,
    ...given,
  }
}

/** Puts a text where the page and the provider's lists find it. */
export function keepMessage(world: World, message: SimMessage): void {
  world.messages.add(message)
  world.handsets.touch(handsetOf(message), world.clock.now(), message.sid)
  world.changes.tell('message', message.sid)
}

function callbackFor(account: SimAccount, request: SendRequest, fromService: string | null): string | null {
  const application = account.applications.find((candidate) => candidate.sid === request.applicationSid)
  return request.statusCallback ?? (application?.statusCallback || fromService)
}

function drawReceiptFault(world: World): SimMessage['receiptFault'] {
  if (world.faults.strikes('receipts_early')) return 'receipts_early'
  return world.faults.strikes('receipts_shuffled') ? 'receipts_shuffled' : null
}

function logRow(message: SimMessage): Record<string, unknown> {
  return {
    at: new Date(message.createdAt).toISOString(),
    sid: message.sid,
    account_sid: message.accountSid,
    to: message.to,
    from: message.from,
    messaging_service_sid: message.serviceSid,
    body: message.body,
    status_callback: message.statusCallback,
    validity_seconds: message.validitySeconds,
  }
}
