import type { ReadinessOut } from '../api.ts'
import type { Tone } from '../ui/Chip.tsx'

type Check = ReadinessOut['checks'][number]

export const checkTones: Record<Check['status'], Tone> = {
  ok: 'green',
  warn: 'amber',
  fail: 'red',
  unknown: 'amber',
  off: 'neutral',
}

export const checkGroups: [Check['group'], string][] = [
  ['send', 'To send'],
  ['know', 'To know what happened'],
  ['reach', 'To reach people'],
  ['guard', 'Guards'],
]

export function needsAttention(checks: Check[]): number {
  return checks.filter((check) => check.status === 'warn' || check.status === 'fail' || check.status === 'unknown')
    .length
}
