import type { ReadinessOut } from '../api.ts'
import type { ChipIcon, Tone } from '../ui/Chip.tsx'

/** How the SMS channel of a workspace stands, in a word. */
export const channelStates: Record<ReadinessOut['state'], { tone: Tone; word: string; icon?: ChipIcon }> = {
  not_configured: { tone: 'neutral', word: 'Not set up' },
  can_create: { tone: 'amber', word: 'Almost ready' },
  can_run: { tone: 'green', word: 'Ready' },
  invalid: { tone: 'red', word: 'Paused', icon: 'pause' },
  off: { tone: 'neutral', word: 'Off' },
  suspended: { tone: 'red', word: 'Suspended', icon: 'pause' },
}
