import type { Told, Words } from './actions.ts'
import { inSeries } from './changes.ts'

/** What is done with the history as a whole. */
export const HISTORY_ACTIONS = {
  'history.exported': {
    title: 'History exported',
    did: ({ changes: { numbers, ...filters } }: Told) => {
      const only = Object.entries(filters).map(([name, { to: value }]) => `${name.replaceAll('_', ' ')} ${value}`)
      const which = only.length > 0 ? `, only ${inSeries(only)}` : ''
      return `exported the history with numbers ${numbers?.to === 'full' ? 'in full' : 'masked'}${which}`
    },
  },
} as const satisfies Record<string, Words>
