import type { AuditHeads, AuditHeadsPatch } from '../api.ts'
import type { Faults } from '../ui/form.ts'

export interface HeadsValues {
  channel: 'nowhere' | 'file' | 'email' | 'webhook'
  file: string
  email: string
  webhook: string
  every_minutes: string
}

export function valuesOf({ channel, destination, every_minutes }: AuditHeads): HeadsValues {
  return {
    channel: channel ?? 'nowhere',
    file: '',
    email: '',
    webhook: '',
    ...(channel && { [channel]: destination ?? '' }),
    every_minutes: String(every_minutes),
  }
}

export function patchOf({ channel, every_minutes, ...destinations }: HeadsValues): AuditHeadsPatch {
  if (channel === 'nowhere') return { channel: null }
  return { channel, destination: destinations[channel].trim(), every_minutes: Number(every_minutes) }
}

export function faultsIn({ channel, every_minutes, ...destinations }: HeadsValues): Faults<HeadsValues> {
  if (channel === 'nowhere') return {}
  const minutes = Number(every_minutes)
  const fits = /^\d+$/.test(every_minutes.trim()) && minutes >= 1 && minutes <= 1440
  return {
    [channel]: destinations[channel].trim() ? undefined : { text: MISSING[channel] },
    every_minutes: fits ? undefined : { text: 'A whole number from 1 to 1,440.' },
  }
}

const MISSING = {
  file: 'Say which file, by its whole path on the server.',
  email: 'Say to which address.',
  webhook: 'Say to which https address.',
}
