import { formatPhone } from '../../../../shared/phone.ts'
import type { CheckResult, SenderKind } from '../../adapter.ts'
import type { TwilioConnection } from './access.ts'

/** `AC12…4f2a`: enough to tell ids apart. */
export function shortSid(sid: string): string {
  return sid.length > 12 ? `${sid.slice(0, 4)}…${sid.slice(-4)}` : sid
}

export function providerName({ provider }: TwilioConnection): string {
  return provider === 'simulator' ? 'The simulator' : 'Twilio'
}

export interface Sender {
  kind: SenderKind
  value: string
}

export function senderName({ kind, value }: Sender): string {
  if (kind === 'phone_number') return formatPhone(value)
  if (kind === 'messaging_service') return `Service ${shortSid(value)}`
  return value
}

/** Where a sender stands in the request that is checked. */
export function senderField(kind: SenderKind): string {
  return kind === 'messaging_service' ? 'sender/messaging_service_sid' : `sender/${kind}`
}

export type Unreachable = Extract<CheckResult, { why: 'unreachable' }>
export type Refused = Extract<CheckResult, { why: 'refused' }>
/** A failed check before the ladder is put to it. */
export type Failure = Omit<Unreachable, 'lines' | 'account'> | Omit<Refused, 'lines' | 'account'>

export function unreachable(connection: TwilioConnection, detail: string): Failure {
  const { hostname, port, protocol } = new URL(connection.apiBase)
  const door = `${hostname} on port ${port || (protocol === 'http:' ? 80 : 443)}`
  const message =
    `${providerName(connection)} could not be reached: ${detail}. Nothing was saved, and this says nothing about your ` +
    `credentials. Try again; if it stays, ask the operator whether this server may reach ${door}.`
  return { ok: false, why: 'unreachable', detail, message }
}
