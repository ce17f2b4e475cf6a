import type { Told, Words } from './actions.ts'
import { inSeries, inWords } from './changes.ts'

const days = (value: unknown) => (value === null || value === undefined ? 'for ever' : `for ${value} days`)

/** Each as people say it, where any went. */
const NAMES = { messages: 'messages', replies: 'replies', events: 'events' }

/** The part of ACTIONS that is about how long the history is kept. */
export const RETENTION_ACTIONS = {
  'retention.changed': {
    title: 'Retention changed',
    did: ({ changes: { retention_days } }: Told) =>
      `had history, replies and events kept ${days(retention_days?.to)} (before: ${days(retention_days?.from)})`,
  },
  'retention.deleted': {
    title: 'Old history deleted',
    did: ({ changes }: Told) => {
      const went = Object.entries(NAMES).flatMap(([name, words]) =>
        changes[name] ? [`${Number(changes[name].to).toLocaleString('en')} ${words}`] : [],
      )
      const what = went.length > 0 ? inSeries(went) : 'old history'
      const before = changes.through ? ` from before ${inWords('through', changes.through.to)}` : ''
      const left = changes.nothing_older?.to ? 'nothing older is left' : 'some of that age had to stay'
      return `deleted ${what}${before}, as the workspace keeps no longer; ${left}`
    },
  },
} as const satisfies Record<string, Words>
