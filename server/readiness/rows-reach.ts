import type { Figures } from '../people/quality/schema.ts'
import { line, type Row } from './row.ts'

/** How many people texts can reach. Who stopped has their reasons; only what somebody can mend is a warning. */
export const phoneDataRow: Row = ({ phones }, reader) => {
  const fixed = { id: 'phone_data', group: 'reach', title: 'Phone data' } as const
  if (!phones) return null
  const { figures, counted_at: checked_at } = phones
  if (!figures) return line(fixed, reader, { status: 'unknown', reason: 'The people are being counted.' })
  if (figures.people === 0)
    return line(fixed, reader, { status: 'off', reason: 'Nobody is in the directory yet.', checked_at })
  const reached = `${count(figures.ok)} of ${count(figures.people)} people can be texted`
  const others = othersOf(figures)
  const reason = others ? `${reached}: ${others}.` : `${reached}.`
  if (figures.no_phone + figures.unverified + figures.malformed === 0)
    return line(fixed, reader, { status: 'ok', reason, checked_at })
  return { ...line(fixed, reader, { status: 'warn', reason, checked_at }), href: '/people/phone-quality' }
}

function othersOf({ no_phone, unverified, malformed, opted_out }: Figures): string {
  const kinds: [number, string][] = [
    [no_phone, 'no number'],
    [unverified, 'not verified'],
    [malformed, 'malformed'],
    [opted_out, 'opted out'],
  ]
  return kinds
    .filter(([n]) => n > 0)
    .map(([n, words]) => `${count(n)} ${words}`)
    .join(', ')
}

function count(n: number): string {
  return n.toLocaleString('en')
}
