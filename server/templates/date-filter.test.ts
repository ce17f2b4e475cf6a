import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDate } from './date-filter.ts'

const CASES: [value: unknown, format: unknown, zone: unknown, shown: unknown][] = [
  ['2026-03-09', undefined, undefined, '9 Mar 2026'],
  ['2026-03-09', '%A, %d %B %y', undefined, 'Monday, 09 March 26'],
  ['2026-03-09', '%d %b', 'Pacific/Kiritimati', '09 Mar'],
  ['2026-03-12T23:30:05Z', '%-d %b %H:%M:%S %Z', undefined, '12 Mar 23:30:05 UTC'],
  ['2026-03-12T23:30:05Z', '%a %-d %b %-I:%M %p', 'Asia/Tokyo', 'Fri 13 Mar 8:30 AM'],
  ['2026-03-12T23:30:05.123+02:00', '%H:%M %P', 'UTC', '21:30 pm'],
  ['2026-03-29T01:30:00Z', '%H:%M', 'Europe/London', '02:30'],
  ['2026-03-29T00:30:00Z', '%l:%M', 'Europe/London', '12:30'],
  ['2026-03-12T23:30:05', '%e/%m/%Y %%', 'Nowhere/At_All', '12/03/2026 %'],
  ['2026-03-12', '%9999Y %Q', undefined, '%9999Y %Q'],
  ['2026-13-45', '%Y', undefined, '2026-13-45'],
  ['now', '%Y', undefined, 'now'],
  ['next week', '%Y', undefined, 'next week'],
  [null, '%Y', undefined, null],
]
for (const [value, format, zone, shown] of CASES) {
  test(`${value} as ${format} in ${zone} reads ${shown}`, () => assert.equal(formatDate(value, format, zone), shown))
}
