import { type InboundSettings, type SimAccount, type SimSender, serviceOf } from '../accounts/account.ts'

/** Where a text to a sender goes: the application on the number beats the service, which beats the number. */
export type InboundRoute =
  | { kind: 'ask'; url: string; method: 'GET' | 'POST'; fallbackUrl: string; fallbackMethod: 'GET' | 'POST' }
  | { kind: 'nowhere' }
  /** A service whose incoming texts are switched off: the provider does not even list them. */
  | { kind: 'dropped' }

export function inboundRoute(account: SimAccount, sender: SimSender): InboundRoute {
  const application =
    sender.kind === 'number' && account.applications.find((candidate) => candidate.sid === sender.smsApplicationSid)
  if (application) return route(application)
  const service = serviceOf(account, sender.sid)
  if (!service || service.useInboundWebhookOnNumber) return route(sender)
  if (!service.inboundRequestUrl) return { kind: 'dropped' }
  return {
    kind: 'ask',
    url: service.inboundRequestUrl,
    method: service.inboundMethod,
    fallbackUrl: service.fallbackUrl ?? '',
    fallbackMethod: service.fallbackMethod,
  }
}

function route(settings: InboundSettings): InboundRoute {
  if (!settings.smsUrl) return { kind: 'nowhere' }
  return {
    kind: 'ask',
    url: settings.smsUrl,
    method: settings.smsMethod,
    fallbackUrl: settings.smsFallbackUrl,
    fallbackMethod: settings.smsFallbackMethod,
  }
}
