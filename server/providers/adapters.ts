import type { Adapter, Connection } from './adapter.ts'
import { simulator, twilio } from './adapters/twilio/twilio.ts'
import { webhook } from './adapters/webhook/webhook.ts'

/** Every provider there is: a new one is an adapter and its line here. */
const ADAPTERS: Record<Connection['provider'], Adapter> = { twilio, simulator, webhook }

export function adapterFor(provider: Connection['provider']): Adapter {
  return ADAPTERS[provider]
}
