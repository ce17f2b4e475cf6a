import { priceText } from '../carrier/prices.ts'
import { rfc2822 } from '../kit/ids.ts'
import type { SimMessage } from './message.ts'
import { errorText } from './refusals.ts'

/**
 * A message as the provider writes it: numbers as strings, times by RFC 2822, the keys in the order seen on live
 * answers. The feedback address is missing at creation.
 */
export function presentMessage(message: SimMessage, isNew = false): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`
  return {
    sid: message.sid,
    date_created: rfc2822(message.createdAt),
    date_updated: rfc2822(message.updatedAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    account_sid: message.accountSid,
    to: message.to,
    from: message.from,
    messaging_service_sid: message.serviceSid,
    body: message.body,
    status: message.status,
    num_segments: String(message.segments),
    num_media: '0',
    direction: message.direction,
    api_version: '2010-04-01',
    price: message.priceMicros === null ? null : priceText(message.priceMicros),
    price_unit: 'USD',
    error_code: message.errorCode,
    error_message: errorText(message.errorCode),
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json`, ...(!isNew && { feedback: `${uri}/Feedback.json` }) },
  }
}
