import type { WorkspaceState } from '../api.ts'
import type { ChipIcon, Tone } from '../ui/Chip.tsx'

/** How a workspace stands, in a word. */
export const stateWords: Record<WorkspaceState, { word: string; tone: Tone; icon?: ChipIcon }> = {
  active: { word: 'Active', tone: 'green' },
  suspended: { word: 'Suspended', tone: 'red', icon: 'pause' },
  not_entitled: { word: 'No SMS', tone: 'amber', icon: 'dash' },
  deleting: { word: 'Being deleted', tone: 'red', icon: 'clock' },
}

export function isState(state: string | undefined): state is WorkspaceState {
  return state !== undefined && Object.hasOwn(stateWords, state)
}
