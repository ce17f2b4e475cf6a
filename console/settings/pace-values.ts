import type { Pace, SettingsOut } from '../api.ts'
import type { Faults } from '../ui/form.ts'

export interface PaceValues {
  /** Empty for no limit. */
  pace: string
}

const SLOWEST = 0.01
const FASTEST = 10_000

export function storedPace({ segments_per_second }: Pace): PaceValues {
  return { pace: segments_per_second === null ? '' : String(segments_per_second) }
}

export function paceRules({ pace }: PaceValues): Faults<PaceValues> {
  const wanted = toPace(pace)
  if (wanted === null || (wanted >= SLOWEST && wanted <= FASTEST)) return {}
  const text = Number.isNaN(wanted) ? 'Write a number, such as 10 or 0.5.' : 'From 0.01 to 10,000 segments a second.'
  return { pace: { text } }
}

/** With a comma as many write it; not a number where it is none. */
export function toPace(pace: string): number | null {
  const text = pace.trim()
  if (text === '') return null
  return /^\d*[.,]?\d+$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
}

export function paceWords({ segments_per_second }: Pace, provider: string): string {
  if (segments_per_second === null) return `As fast as ${provider} takes them`
  const amount = segments_per_second.toLocaleString('en', { maximumFractionDigits: 2 })
  return `${amount} ${segments_per_second === 1 ? 'segment' : 'segments'} a second`
}

export function usualWords({ usual }: Pace, provider: string): string {
  const usually =
    usual === null ? 'Usually not limited.' : `Usual for a sender of this kind: ${usual.toLocaleString('en')}.`
  return `${usually} Empty: as fast as ${provider} takes them.`
}

const kinds: Record<NonNullable<SettingsOut['sender']>['kind'], string> = {
  phone_number: 'number',
  short_code: 'short code',
  messaging_service: 'service',
  alphanumeric: 'name',
}

export function sharedWords(sender: NonNullable<SettingsOut['sender']>): string {
  return `shared by all workspaces that send from this ${kinds[sender.kind]}`
}
