import type { Told, Words } from './actions.ts'
import { inWords } from './changes.ts'

const itsName = ({ changes: { name, trigger } }: Told) => inWords('name', name?.from ?? name?.to ?? trigger?.to)

/** The part of ACTIONS that is about who is told of what. */
export const TRIGGER_ACTIONS = {
  'trigger.changed': {
    title: 'Trigger changed',
    did: (told: Told) => {
      const { active } = told.changes
      if (active) return `switched the trigger ${itsName(told)} ${active.to ? 'on' : 'off'}`
      return `changed the trigger ${itsName(told)}`
    },
  },
  'trigger.created': { title: 'Trigger made', did: (told: Told) => `made the trigger ${itsName(told)}` },
  'trigger.deleted': { title: 'Trigger deleted', did: (told: Told) => `deleted the trigger ${itsName(told)}` },
} as const satisfies Record<string, Words>
