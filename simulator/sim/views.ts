import { charactersForcingUcs2, countSegments, smartEncode, splitParts } from '../../shared/sms/segments.ts'
import type { SimAccount } from '../accounts/account.ts'
import { poolSenders, senderAddress } from '../accounts/account.ts'
import { blockedFrom } from '../carrier/blocks.ts'
import type { SimHandset } from '../carrier/handsets.ts'
import { priceText } from '../carrier/prices.ts'
import { isListed } from '../messages/listing.ts'
import { handsetOf, hasArrived, type SimMessage } from '../messages/message.ts'
import { errorText } from '../messages/refusals.ts'
import type { SimAccountView, SimHandsetView, SimMessageView, SimStateView } from '../wire.ts'
import type { World } from '../world.ts'

export function viewMessage(world: World, message: SimMessage): SimMessageView {
  const options = { smartEncoding: message.smartEncoded }
  const { encoding, segments, units } = countSegments(message.body, options)
  const sent = message.smartEncoded ? smartEncode(message.body) : message.body
  return {
    sid: message.sid,
    account_sid: message.accountSid,
    direction: message.direction,
    handset: handsetOf(message),
    to: message.to,
    from: message.from,
    messaging_service_sid: message.serviceSid,
    body: message.body,
    status: message.status,
    error_code: message.errorCode,
    error_message: errorText(message.errorCode),
    listed: isListed(message),
    arrived: hasArrived(message, world.handsets.find(handsetOf(message))?.behaviour !== 'never_confirms'),
    encoding,
    segments,
    units,
    parts: splitParts(message.body, options),
    forcing_ucs2: charactersForcingUcs2(sent),
    created_at: iso(message.createdAt),
    sent_at: message.sentAt === null ? null : iso(message.sentAt),
    updated_at: iso(message.updatedAt),
    price: message.priceMicros === null ? null : priceText(message.priceMicros),
    status_callback: message.statusCallback,
    validity_seconds: message.validitySeconds,
    request: message.request,
    receipts: message.receipts,
    inbound: message.inbound,
  }
}

export function viewHandset(world: World, handset: SimHandset): SimHandsetView {
  const last = handset.lastSid ? world.messages.find(handset.lastSid) : null
  return {
    number: handset.number,
    name: handset.name,
    behaviour: handset.behaviour,
    opted_out_of: blockedFrom(world.blocks, handset.number),
    last_at: iso(handset.lastAt),
    last_text: last?.body ?? null,
    last_direction: last?.direction ?? null,
  }
}

export function viewState(world: World): SimStateView {
  return {
    url: world.url,
    started_at: iso(world.startedAt),
    accepted: world.acceptedCount,
    doubles: world.doubles,
    messages: world.messages.size(),
    log_file: world.logFile,
    faults: world.faults.view(),
    accounts: world.accounts.map(viewAccount),
  }
}

function viewAccount(account: SimAccount): SimAccountView {
  return {
    sid: account.sid,
    name: account.name,
    kind: account.kind,
    status: account.status,
    auth_token: account.authToken,
    keys: account.keys.map(({ sid, secret, kind }) => ({ sid, secret, kind })),
    numbers: account.numbers.map((number) => ({
      phone_number: number.phoneNumber,
      country: number.country,
      sms: number.sms,
      type: number.type,
      sms_url: number.smsUrl,
    })),
    short_codes: account.shortCodes.map((code) => ({
      short_code: code.shortCode,
      country: code.country,
      sms_url: code.smsUrl,
    })),
    services: account.services.map((service) => ({
      sid: service.sid,
      name: service.name,
      senders: [
        ...poolSenders(account, service).map(senderAddress),
        ...service.alphaSenders.map((alpha) => alpha.alphaSender),
      ],
      inbound_request_url: service.inboundRequestUrl,
    })),
    verified: account.verified,
  }
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
