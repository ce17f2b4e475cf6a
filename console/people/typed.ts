import { maskPhone, readPhone } from '../../shared/phone.ts'

export type Typed =
  | { kind: 'words'; text: string }
  /** `asId` where it may be an external id as well. */
  | { kind: 'number'; e164: string; masked: string; asId: string | null }
  | { kind: 'part'; asId: string | null }

/** So many digits without a plus may be somebody's number; E.164 has no more than 15. */
const LIKE_A_NUMBER = /^\d{9,15}$/

/**
 * What a search is for. What is or becomes a phone number is not searched for as words, since those stand in the address:
 * it is looked up, and its handle stands there.
 */
export function readTyped(typed: string): Typed {
  const text = typed.trim()
  const digits = text.replace(/\D/g, '')
  const isNumber = /^[+(]?[\d\s().\-/]*$/.test(text) && (/^[+(]/.test(text) || LIKE_A_NUMBER.test(digits))
  if (!isNumber) return { kind: 'words', text }
  const asId = text === digits ? text : null
  const read = readPhone(text)
  const whole = read.ok ? read : readPhone(read.suggestion ?? '')
  return whole.ok ? { kind: 'number', e164: whole.e164, masked: maskPhone(whole.e164), asId } : { kind: 'part', asId }
}
