import type { CallbackRequest, Receipt } from '../../adapter.ts'
import { isMessageSid, isStatus, readErrorCode } from './message.ts'

/** Reads a status callback. Parameters come and go at Twilio; only these three are relied on. */
export function readReceipt({ rawBody }: CallbackRequest): Receipt | null {
  const fields = new URLSearchParams(rawBody)
  const reference = fields.get('MessageSid') ?? fields.get('SmsSid')
  const status = fields.get('MessageStatus') ?? fields.get('SmsStatus')
  if (!isMessageSid(reference) || !isStatus(status)) return null
  return { reference, status, errorCode: readErrorCode(fields.get('ErrorCode')) }
}
