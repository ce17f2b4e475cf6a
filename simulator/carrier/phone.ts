import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

/** What is known of a number by looking at it. */
export interface Handset {
  number: string
  /** ISO code; null for numbers of no single country. */
  country: string | null
  callingCode: string
}

/** Numbers that are given out together share one answer; the oldest leave when the cache is full. */
const known = new Map<string, Handset | null>()
const KNOWN_AT_MOST = 20_000

/** Null for what no phone can have. Reserved ranges (555-01xx and the like) pass: the simulator lives on them. */
export function readNumber(text: string): Handset | null {
  const cached = known.get(text)
  if (cached !== undefined) return cached
  const read = parseNumber(text)
  if (known.size >= KNOWN_AT_MOST) known.delete(known.keys().next().value!)
  known.set(text, read)
  return read
}

function parseNumber(text: string): Handset | null {
  if (!/^\+[1-9]\d{4,14}$/.test(text)) return null
  const parsed = parsePhoneNumberFromString(text)
  if (!parsed?.isPossible()) return null
  const callingCode = parsed.countryCallingCode
  return { number: parsed.number, country: parsed.country ?? mainCountry(callingCode), callingCode }
}

/** The provider's own reader takes ten digits for a number in the United States and drops spaces and brackets. */
export function readLenient(text: string): Handset | null {
  const bare = text.trim().replace(/[\s().-]/g, '')
  if (/^[2-9]\d{9}$/.test(bare)) return readNumber(`+1${bare}`)
  return readNumber(bare)
}

export function isTollFree(number: string): boolean {
  return /^\+1(800|833|844|855|866|877|888)\d{7}$/.test(number)
}

export function isShortCode(text: string): boolean {
  return /^\d{5,6}$/.test(text)
}

/** In North America one calling code serves some 25 countries; the first is the largest. */
function mainCountry(callingCode: string): string | null {
  const main: Record<string, string> = { '1': 'US', '7': 'RU', '39': 'IT', '44': 'GB' }
  return main[callingCode] ?? getCountries().find((iso) => getCountryCallingCode(iso) === callingCode) ?? null
}

export function callingCodeOf(country: string): string | null {
  const iso = getCountries().find((known) => known === country)
  return iso ? getCountryCallingCode(iso as CountryCode) : null
}

export function allCountries(): string[] {
  return getCountries()
}

const names = new Intl.DisplayNames(['en'], { type: 'region' })

export function countryName(iso: string): string {
  return names.of(iso) ?? iso
}
