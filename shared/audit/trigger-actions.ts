import type { Told, Words } from './actions.ts'
import { inWords } from './changes.ts'

const itsName = ({ changes: { name, trigger } }: Told) => inWords('name', name?.from ?? name?.to ?? trigger?.to)

const typeName = ({ changes: { name, event_type } }: Told) => inWords('name', name?.from ?? name?.to ?? event_type?.to)

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
  'event_type.changed': {
    title: 'Event type changed',
    did: (told: Told) => `changed the event type ${typeName(told)}`,
  },
  'event_type.created': {
    title: 'Event type added',
    did: (told: Told) => `added the event type ${typeName(told)}`,
  },
  'event_type.deleted': {
    title: 'Event type deleted',
    did: (told: Told) => `deleted the event type ${typeName(told)}`,
  },
} as const satisfies Record<string, Words>
