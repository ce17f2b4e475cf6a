/** `3 May`, and the year where it is another. */
export function dayText(at: Date, now: Date, timeZone: string): string {
  const text = (date: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(date)
  const isThisYear = text(at, { year: 'numeric' }) === text(now, { year: 'numeric' })
  return text(at, { day: 'numeric', month: 'short', ...(!isThisYear && { year: 'numeric' }) })
}
