import { formatPhone } from '../../shared/phone.ts'
import type { SettingsOut } from '../api.ts'
import { shorten } from '../ui/shorten.ts'

export type Provider = NonNullable<SettingsOut['provider']>
type Sender = NonNullable<SettingsOut['sender']>

export const providerNames: Record<Provider, string> = {
  twilio: 'Twilio',
  simulator: 'Simulator',
  webhook: 'HTTP webhook',
}

/** As it is called in the middle of a sentence. */
export const providerInSentence: Record<Provider, string> = {
  twilio: 'Twilio',
  simulator: 'the simulator',
  webhook: 'the webhook',
}

export function senderValue(sender: Sender): string {
  return sender.phone_number ?? sender.short_code ?? sender.messaging_service_sid ?? ''
}

export function senderWords(sender: Sender): string {
  if (sender.kind === 'phone_number') return formatPhone(senderValue(sender))
  if (sender.kind === 'messaging_service') return sender.name ?? shorten(senderValue(sender))
  return senderValue(sender)
}

export const senderKinds: Record<Sender['kind'], string> = {
  phone_number: 'phone number',
  short_code: 'short code',
  messaging_service: 'Messaging Service',
  alphanumeric: 'alphanumeric',
}

/** After a save: what is in force now, or what is still missing for that. */
export function savedWords({ provider, sender }: Pick<SettingsOut, 'provider' | 'sender'>): string {
  if (provider === null) return 'Saved.'
  if (provider !== 'webhook' && sender === null) return 'Saved. Choose a sender next.'
  return 'Saved. New texts use it from now on.'
}
