export type Expiry = '30' | '90' | '365' | 'date' | 'never'

export const expiryChoices: { value: Expiry; label: string }[] = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'date', label: 'After a day of your choice' },
  { value: 'never', label: 'Never' },
]

const DAY_MS = 24 * 3600 * 1000

/** The moment for the server. A day is over in the zone of whoever chose it. */
export function expiresAt(expiry: Expiry, date: string, now: Date): string | null {
  if (expiry === 'never') return null
  if (expiry !== 'date') return new Date(now.getTime() + Number(expiry) * DAY_MS).toISOString()
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, day + 1).toISOString()
}

/** Of a day that was typed; a day that is over already is none to choose. */
export function dateFault(date: string, now: Date): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return 'Choose a day.'
  return expiresAt('date', date, now)! <= now.toISOString() ? 'This day is over.' : undefined
}

export function isExpired(expires_at: string | null, now: number): boolean {
  return expires_at !== null && Date.parse(expires_at) <= now
}
