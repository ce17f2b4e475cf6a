import { readPhone, readSender } from '../../shared/phone.ts'
import type { SenderKind } from '../providers/adapter.ts'
import type { SenderInput } from './schema.ts'

/** The rules of single fields: what can be said of a value before anybody is asked about it. */

export type Read<T> = { ok: true; value: T } | { ok: false; text: string }

export interface SenderValue {
  kind: SenderKind
  value: string
  country: string | null
}

const SID = /^[A-Z]{2}[0-9a-fA-F]{32}$/
const HEX_32 = /^[0-9a-fA-F]{32}$/

export function readAccountSid(typed: string): Read<string> {
  const sid = typed.trim()
  if (sid.startsWith('SK')) {
    return no('That is an API key. The Account SID starts with AC; choose "API key" below for this one.')
  }
  if (HEX_32.test(sid)) return no('That looks like an Auth Token. It belongs in the next field.')
  if (!isSid('AC', sid))
    return no('The Account SID starts with AC and has 34 characters: digits and the letters a to f.')
  return yes(sid)
}

export function readApiKeySid(typed: string): Read<string> {
  const sid = typed.trim()
  if (sid.startsWith('AC')) return no('That is the Account SID. The API key SID starts with SK.')
  if (!isSid('SK', sid))
    return no('The API key SID starts with SK and has 34 characters: digits and the letters a to f.')
  return yes(sid)
}

/** The form of a secret is the provider's business; only what is certainly something else is refused here. */
export function readSecret(typed: string, name: string): Read<string> {
  const secret = typed.trim()
  if (secret.includes('•')) return no(`That is the placeholder. Type the new ${name}, or leave the field as it was.`)
  if (isSid('AC', secret)) return no(`That is an Account SID, not the ${name}.`)
  if (isSid('SK', secret)) return no(`That is an API key SID, not the ${name}.`)
  // A copied line break or space inside would be refused later, with less to say about it.
  if (!/^[\x21-\x7e]+$/.test(secret)) return no(`The ${name} has no spaces and no letters beyond a to z.`)
  return yes(secret)
}

export function readSigningSecret(typed: string): Read<string> {
  const secret = typed.trim()
  const bytes = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
  const length = bytes ? Buffer.from(bytes, 'base64').length : 0
  if (length >= 24 && length <= 64) return yes(secret)
  return no('A signing secret is whsec_ and 24 to 64 bytes in base64. Leave it out and one is made for you.')
}

/** A short code typed as a number is taken for what it is: whether the account has it, the provider says. */
export function readSenderInput(input: SenderInput): Read<SenderValue> {
  if (input.kind === 'messaging_service') {
    const sid = input.messaging_service_sid.trim()
    if (!isSid('MG', sid)) return no('The Messaging Service SID starts with MG and has 34 characters.')
    return yes({ kind: 'messaging_service', value: sid, country: null })
  }
  const read = readSender(input.kind === 'phone_number' ? input.phone_number : input.short_code)
  if (!read.ok) return no(read.text)
  if (input.kind === 'short_code' && read.kind !== 'short_code') {
    return no('That is a phone number. A short code has 3 to 6 digits.')
  }
  return yes({ kind: read.kind, value: read.value, country: read.country })
}

/** Where a field of the sender stands in the request. */
export function senderPointer(kind: SenderInput['kind']): string {
  return kind === 'messaging_service' ? '/sender/messaging_service_sid' : `/sender/${kind}`
}

export function readOrganizationNumber(typed: string): Read<string> {
  const read = readSender(typed)
  return read.ok ? yes(read.value) : readTestPhone(typed)
}

export function readTestPhone(typed: string): Read<string> {
  const read = readPhone(typed)
  return read.ok ? yes(read.e164) : no(read.text)
}

/** `null` for nothing: an emptied field. */
export function readName(typed: string): string | null {
  return typed.replace(/\s+/g, ' ').trim() || null
}

/** The same, of one line, for whom people ask. */
export function readContact(typed: string | null): string | null {
  return typed === null ? null : readName(typed)
}

function isSid(prefix: string, sid: string): boolean {
  return SID.test(sid) && sid.startsWith(prefix)
}

function yes<T>(value: T): Read<T> {
  return { ok: true, value }
}

function no<T>(text: string): Read<T> {
  return { ok: false, text }
}
