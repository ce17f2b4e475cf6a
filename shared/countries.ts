import { getCountries } from 'libphonenumber-js/max'

/** All that have numbers of their own, ISO 3166-1 alpha-2. */
export const COUNTRIES: readonly string[] = getCountries()
