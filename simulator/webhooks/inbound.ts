import { countSegments } from '../../shared/sms/segments.ts'
import { findSender, type SimAccount, type SimSender, serviceOf } from '../accounts/account.ts'
import { applyKeyword, type KeywordEffect } from '../carrier/blocks.ts'
import { inboundMicros } from '../carrier/prices.ts'
import { newSid } from '../kit/ids.ts'
import { keepMessage } from '../messages/accept.ts'
import type { SimMessage } from '../messages/message.ts'
import type { InboundOutcome } from '../wire.ts'
import type { World } from '../world.ts'
import { askClient } from './ask-client.ts'
import { inboundRoute } from './inbound-route.ts'
import { sendReply } from './reply.ts'

export interface InboundText {
  handset: string
  /** The number or short code that is answered. */
  to: string
  body: string
}

/** Null when no account owns that sender. */
export async function receiveText(world: World, text: InboundText): Promise<SimMessage | null> {
  const account = world.accounts.find((candidate) => findSender(candidate, text.to))
  const sender = account && findSender(account, text.to)
  if (!account || !sender) return null

  const message = inboundMessage(world, account, sender, text)
  const effect = applyKeyword(world.blocks, account, sender, text.handset, text.body)
  message.inbound = noOutcome(effect)
  const route = inboundRoute(account, sender)
  if (route.kind !== 'ask') message.inbound.result = route.kind
  keepMessage(world, message)
  if (effect?.reply) {
    const direction = effect.fromNetwork ? 'network' : 'outbound-reply'
    sendReply(world, account, sender, { to: text.handset, body: effect.reply, direction })
  }
  if (route.kind === 'ask') {
    const asked = { message, sender, params: inboundParams(account, sender, message, effect) }
    Object.assign(message.inbound, await world.poster.track(askClient(world, account, route, asked)))
    world.changes.tell('message', message.sid)
  }
  return message
}

function noOutcome(effect: KeywordEffect | null): InboundOutcome {
  return {
    result: 'not_received',
    url: null,
    http_status: null,
    ms: null,
    detail: null,
    keyword: effect?.keyword ?? null,
    auto_reply: effect?.reply ?? null,
    replies: [],
    warnings: [],
  }
}

function inboundMessage(world: World, account: SimAccount, sender: SimSender, text: InboundText): SimMessage {
  const nowMs = world.clock.now()
  return {
    sid: newSid('SM'),
    accountSid: account.sid,
    direction: 'inbound',
    to: text.to,
    from: text.handset,
    serviceSid: serviceOf(account, sender.sid)?.sid ?? null,
    body: text.body,
    status: 'received',
    errorCode: null,
    segments: countSegments(text.body).segments,
    smartEncoded: false,
    createdAt: nowMs,
    updatedAt: nowMs,
    sentAt: nowMs,
    sendAt: null,
    validitySeconds: 0,
    priceMicros: inboundMicros(),
    statusCallback: null,
    request: null,
    receipts: [],
    inbound: null,
    receiptFault: null,
  }
}

/** Places are known for nobody here, but their keys are sent, as they are by the provider: they count in the signature. */
function inboundParams(
  account: SimAccount,
  sender: SimSender,
  message: SimMessage,
  effect: KeywordEffect | null,
): Record<string, string> {
  const places = Object.fromEntries(
    ['From', 'To'].flatMap((side) => ['City', 'State', 'Zip'].map((place) => [side + place, ''])),
  )
  return {
    ...places,
    FromCountry: '',
    ToCountry: sender.country,
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    MessageSid: message.sid,
    AccountSid: account.sid,
    ...(message.serviceSid && { MessagingServiceSid: message.serviceSid }),
    From: message.from!,
    To: message.to,
    Body: message.body,
    NumMedia: '0',
    NumSegments: String(message.segments),
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...(effect?.optOutType && { OptOutType: effect.optOutType }),
  }
}
