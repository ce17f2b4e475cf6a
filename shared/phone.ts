/**
 * Phone numbers as people type them, and as we keep them: E.164, a plus and up to 15 digits (ITU-T E.164 §6.2.1).
 * Numbering plans come from Google's metadata and lag behind the world, so a number of possible length is taken even
 * where no plan knows it: the provider has the last word, and asking costs nothing.
 */
import { type PhoneNumber, parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/max'

export type PhoneKind =
  | 'mobile'
  | 'fixed_line'
  | 'fixed_line_or_mobile'
  | 'toll_free'
  | 'premium_rate'
  | 'shared_cost'
  | 'personal_number'
  | 'voip'
  | 'pager'
  | 'uan'
  | 'voicemail'
  | 'unknown'

export type PhoneProblem =
  | 'empty'
  | 'missing_plus'
  | 'international_prefix'
  | 'local_format'
  | 'too_short'
  | 'too_long'
  | 'unknown_country_code'
  | 'not_a_number'

export interface PhoneRefused {
  ok: false
  problem: PhoneProblem
  text: string
  /** What was probably meant; offered, never taken without asking. */
  suggestion?: string
}

export type ReadPhone = { ok: true; e164: string; country: string | null; kind: PhoneKind } | PhoneRefused

export type ReadSender =
  | { ok: true; kind: 'phone_number'; value: string; country: string | null; note: null }
  | { ok: true; kind: 'short_code'; value: string; country: null; note: string }
  | PhoneRefused

const HOW_TO_WRITE = 'Write it with + and country code, as in +14155551234.'

/**
 * Reads a person's number. Only `country` (ISO 3166, of an import for instance) lets a number without + pass: a guess
 * would send somebody's text to a stranger.
 */
export function readPhone(typed: string, country?: string): ReadPhone {
  if (/^\+[1-9]\d{6,14}$/.test(typed)) return readDigits(typed)
  const cleaned = withoutExtras(typed)
  if (cleaned === '') return refused('empty', `No number yet. ${HOW_TO_WRITE}`)
  if (!/^\+?[\d\s().\-/]+$/.test(cleaned) || !/\d/.test(cleaned)) {
    return refused('not_a_number', `That is not a number. ${HOW_TO_WRITE}`)
  }
  const digits = cleaned.replace(/\D/g, '')
  if (cleaned.startsWith('+')) return readDigits(`+${digits}`)
  if (country !== undefined) return readLocal(digits, country)
  return refuseWithoutPlus(cleaned, digits)
}

/** Reads what may stand as a sender: a phone number or a short code. */
export function readSender(typed: string): ReadSender {
  const cleaned = withoutExtras(typed)
  // Short codes have 3 to 6 digits, never a plus, and mean something in their own country only.
  if (/^\d{3,6}$/.test(cleaned)) {
    const note = 'Short code. It must be provisioned on this Twilio account.'
    return { ok: true, kind: 'short_code', value: cleaned, country: null, note }
  }
  const read = readPhone(typed)
  if (read.ok) return { ok: true, kind: 'phone_number', value: read.e164, country: read.country, note: null }
  const what = { not_a_number: 'That is not a number.', empty: 'No sender yet.' }[read.problem as string]
  return what ? refused(read.problem, `${what} Choose a phone number, short code or Messaging Service.`) : read
}

/** ISO 3166 country, or null where the digits alone do not tell: +1, +7, +44 and others are shared by several. */
export function countryOf(e164: string): string | null {
  const read = readDigits(e164)
  return read.ok ? read.country : countryFrom(parsed(e164), e164)
}

/**
 * Numbers that cost their caller many times a text and are what pumping frauds live on: premium and shared-cost
 * numbers, satellite and international networks (ITU codes 870, 878, 881, 882, 883, 888, 979), and personal numbers,
 * which outside +1 forward at the caller's cost.
 */
export function isPremiumOrSatellite(e164: string): boolean {
  if (/^\+(870|878|881|882|883|888|979)/.test(e164)) return true
  const read = readDigits(e164)
  const kind = read.ok ? read.kind : kindFrom(parsed(e164), e164)
  if (kind === 'personal_number') return !e164.startsWith('+1')
  return kind === 'premium_rate' || kind === 'shared_cost'
}

/** For people: `+1 415 555 0100`. */
export function formatPhone(e164: string): string {
  return parsed(e164)?.formatInternational() ?? e164
}

/** For people who need not know it: `+1 ••• ••• 0199`. At least four digits stay hidden. */
export function maskPhone(e164: string): string {
  const phone = parsed(e164)
  if (!phone) return '••••'
  const shown = phone.nationalNumber.length < 8 ? 2 : 4
  const code = `+${phone.countryCallingCode}`
  let hidden = phone.nationalNumber.length - shown
  let masked = ''
  for (const character of phone.formatInternational().slice(code.length)) {
    if (!/\d/.test(character)) masked += ' '
    else if (hidden-- > 0) masked += '•'
    else masked += hidden === -1 ? ` ${character}` : character
  }
  return code + masked.replace(/ +/g, ' ')
}

/** Reading one costs more than all else that is computed for a text, and most numbers are texted again. */
const REMEMBERED = 20_000
const remembered = new Map<string, ReadPhone>()

function readDigits(e164: string): ReadPhone {
  const known = remembered.get(e164)
  if (known) return known
  const read = readAnew(e164)
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(e164, read)
  return read
}

function readAnew(e164: string): ReadPhone {
  if (e164.length > 16) return refused('too_long', 'Too long: 15 digits at most after the plus.')
  const phone = parsed(e164)
  if (!phone?.isPossible()) return refuseLength(e164)
  return { ok: true, e164: phone.number, country: countryFrom(phone, e164), kind: kindFrom(phone, e164) }
}

function readLocal(digits: string, country: string): ReadPhone {
  const phone = parsePhoneNumberFromString(digits, { defaultCountry: country as 'US', extract: false })
  if (phone?.isPossible()) return readDigits(phone.number)
  return refused('local_format', `Not a number of ${country}. ${HOW_TO_WRITE}`)
}

function refuseWithoutPlus(cleaned: string, digits: string): PhoneRefused {
  const meant = digits.replace(/^00/, '')
  if (meant.length > 15) return refused('too_long', 'Too long: 15 digits at most after the plus.')
  const withPlus = parsed(`+${meant}`)
  if (digits.startsWith('00') && withPlus?.isPossible()) {
    const text = `Write + instead of 00: ${withPlus.number}.`
    return { ...refused('international_prefix', text), suggestion: withPlus.number }
  }
  if (withPlus?.isValid() && !isLocalStyle(cleaned, digits)) {
    return { ...refused('missing_plus', `Add the plus: ${withPlus.number}.`), suggestion: withPlus.number }
  }
  if (digits.length < 7) return refused('too_short', `Too short for a phone number. ${HOW_TO_WRITE}`)
  return refused('local_format', `Local format. ${HOW_TO_WRITE}`)
}

/** Ten digits may be a North American number without its 1 (202 555 0123 is no number of Egypt, +20). */
function isLocalStyle(cleaned: string, digits: string): boolean {
  if (cleaned.startsWith('(') || digits.startsWith('0')) return true
  return digits.length === 10 && parsed(`+1${digits}`)?.isValid() === true
}

function refuseLength(e164: string): PhoneRefused {
  const problem = validatePhoneNumberLength(e164)
  const code = parsed(e164)?.countryCallingCode
  if (problem === 'TOO_LONG') return refused('too_long', `Too long: more digits than a number of +${code} has.`)
  if (code !== undefined) return refused('too_short', `Too short: digits are missing for a number of +${code}.`)
  if (e164.length < 8) return refused('too_short', `Too short for a phone number. ${HOW_TO_WRITE}`)
  return refused('unknown_country_code', 'No country has this code. Check the digits right after the plus.')
}

function refused(problem: PhoneProblem, text: string): PhoneRefused {
  return { ok: false, problem, text }
}

/**
 * What pasting brings along: invisible characters, full-width or Arabic digits, a dash of any kind, `tel:` (RFC 3966),
 * and an extension, which a text cannot reach anyway.
 */
function withoutExtras(typed: string): string {
  if (typed.length > 200) return 'too much to be a number'
  return typed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\u2010-\u2015\u2212\u30fc·]/g, '-')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/(;ext=|[\s,]*(ext\.?|extension|x|#))\s*\d{1,7}$/i, '')
    .trim()
}

function parsed(e164: string): PhoneNumber | undefined {
  return parsePhoneNumberFromString(e164, { extract: false })
}

/** Reserved by Ofcom for drama and for examples, hence in no plan: 07700 900000 to 900999. */
const UK_EXAMPLE = /^\+447700900\d{3}$/

function countryFrom(phone: PhoneNumber | undefined, e164: string): string | null {
  return phone?.country ?? (UK_EXAMPLE.test(e164) ? 'GB' : null)
}

function kindFrom(phone: PhoneNumber | undefined, e164: string): PhoneKind {
  const type = phone?.getType()?.toLowerCase() as PhoneKind | undefined
  return type ?? (UK_EXAMPLE.test(e164) ? 'mobile' : 'unknown')
}
