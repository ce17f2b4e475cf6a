import type { InboundSettings } from '../accounts/account.ts'
import { type Refusal, refusal } from '../messages/refusals.ts'
import { isWebAddress } from '../messages/request.ts'

/** Changes where a number, short code or application sends what it receives; nothing changes when it is refused. */
export function changeInbound(settings: InboundSettings, form: Record<string, string>): Refusal | null {
  const smsUrl = form.SmsUrl ?? settings.smsUrl
  const smsFallbackUrl = form.SmsFallbackUrl ?? settings.smsFallbackUrl
  if ([smsUrl, smsFallbackUrl].some((url) => url !== '' && !isWebAddress(url))) return refusal(21502)
  if (smsFallbackUrl !== '' && smsUrl === '') return refusal(21406)
  settings.smsUrl = smsUrl
  settings.smsFallbackUrl = smsFallbackUrl
  settings.smsMethod = readMethod(form.SmsMethod, settings.smsMethod)
  settings.smsFallbackMethod = readMethod(form.SmsFallbackMethod, settings.smsFallbackMethod)
  return null
}

export function readMethod(given: string | undefined, before: 'GET' | 'POST'): 'GET' | 'POST' {
  return given === 'GET' || given === 'POST' ? given : before
}
