import type { ReplyRoute, ReplySetting, SenderKind } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import type { Json } from './answer.ts'
import { textOrNull } from './message.ts'

/** What is put into a number that is bought: an app that thanks whoever writes. */
const SAMPLE_HOST = 'demo.twilio.com'

/** The resource that holds the setting (twilio.com, IncomingPhoneNumber, ShortCode and Service resources). */
export function settingUrl(connection: TwilioConnection, { kind, sid }: { kind: SenderKind; sid: string }): string {
  const { account } = accessTo(connection)
  const id = encodeURIComponent(sid)
  if (kind === 'messaging_service') return `${connection.messagingBase}/v1/Services/${id}`
  return kind === 'short_code' ? `${account}/SMS/ShortCodes/${id}.json` : `${account}/IncomingPhoneNumbers/${id}.json`
}

/** A service calls it otherwise than a number, a short code or an application. */
export function readSetting(kind: SenderKind, row: Json): ReplySetting {
  const isService = kind === 'messaging_service'
  const url = textOrNull(isService ? row.inbound_request_url : row.sms_url)
  const method = isService ? row.inbound_method : row.sms_method
  return { url: url || null, method: method === 'GET' ? 'GET' : 'POST' }
}

export function settingForm(kind: SenderKind, { url, method }: ReplySetting): Record<string, string> {
  return kind === 'messaging_service'
    ? { InboundRequestUrl: url ?? '', InboundMethod: method }
    : { SmsUrl: url ?? '', SmsMethod: method }
}

export function whereTo(kind: SenderKind, { url }: ReplySetting): ReplyRoute['goes'] {
  if (url === null) return kind === 'messaging_service' ? 'dropped' : 'nothing'
  return URL.canParse(url) && new URL(url).hostname === SAMPLE_HOST ? 'sample' : 'address'
}
