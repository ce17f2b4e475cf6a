import { type CountryCode, parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/max'

export interface Lookup {
  calling_country_code: string | null
  country_code: string | null
  phone_number: string
  national_format: string | null
  valid: boolean
  validation_errors: string[]
}

const ERRORS: Record<string, string> = {
  TOO_SHORT: 'TOO_SHORT',
  TOO_LONG: 'TOO_LONG',
  INVALID_COUNTRY: 'INVALID_COUNTRY_CODE',
  INVALID_LENGTH: 'INVALID_LENGTH',
  NOT_A_NUMBER: 'NOT_A_NUMBER',
}

/** What Lookup v2 says for nothing: a number that cannot be is no error, it is not valid. */
export function lookUpNumber(text: string, country: string | undefined): Lookup {
  const nation = country?.toUpperCase() as CountryCode | undefined
  const parsed = parsePhoneNumberFromString(text, nation)
  const problem = validatePhoneNumberLength(text, nation)
  const error = problem ? (ERRORS[problem] ?? 'INVALID_BUT_POSSIBLE') : null
  const found = {
    calling_country_code: parsed?.countryCallingCode ?? null,
    country_code: parsed?.country ?? null,
    phone_number: parsed?.number ?? text,
    national_format: parsed?.formatNational() ?? null,
  }
  if (error) return { ...found, valid: false, validation_errors: [error] }
  if (!parsed?.isValid()) return { ...found, valid: false, validation_errors: ['INVALID_BUT_POSSIBLE'] }
  return { ...found, valid: true, validation_errors: [] }
}
