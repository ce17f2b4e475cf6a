import type { Overseen } from '../api.ts'

/** As far as the server counts. */
const COUNTED_UP_TO = { texts: 1000, members: 1000 }

export function texts({ texts_30_days: count }: Overseen): string {
  return upTo(count, COUNTED_UP_TO.texts)
}

export function members({ members: count }: Overseen): string {
  return upTo(count, COUNTED_UP_TO.members)
}

export function segments({ segments_30_days: count }: Overseen): string {
  return count.toLocaleString('en')
}

function upTo(count: number, most: number): string {
  return `${count.toLocaleString('en')}${count >= most ? ' or more' : ''}`
}
