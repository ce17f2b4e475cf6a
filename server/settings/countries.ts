const names = new Intl.DisplayNames('en', { type: 'region' })

/** As people call it: `Germany` for DE. */
export function countryName(code: string): string {
  return names.of(code) ?? code
}

/** Whether texts may go to a number of this country; with none named they go everywhere. */
export function isCountryAllowed(allowed: readonly string[], country: string | null): boolean {
  return allowed.length === 0 || (country !== null && allowed.includes(country))
}
