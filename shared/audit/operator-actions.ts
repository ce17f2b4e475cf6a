import type { Told, Words } from './actions.ts'
import { inClauses, inWords } from './changes.ts'

/** The part of ACTIONS that is about what operators allow, and what single sign-on ends. */
export const OPERATOR_ACTIONS = {
  'installation.daily_cap_changed': {
    title: 'Cap on the installation’s connection changed',
    did: ({ changes }: Told) =>
      inClauses(changes) || 'saved what each workspace may use a day of the installation’s connection',
  },
  'sso.sessions_ended': {
    title: 'Sessions ended for single sign-on',
    did: ({ changes: { sessions, people } }: Told) => {
      const ended = sessions?.from === 1 ? 'a session' : `${sessions?.from ?? ''} sessions`.trim()
      const whose = typeof people?.from === 'number' ? `${people.from} members` : (people?.from ?? 'members')
      return `ended ${ended} of ${whose} that single sign-on had not begun`
    },
  },
  'sso.signed_out': {
    title: 'Signed out by the provider',
    did: ({ changes: { sessions, people } }: Told) => {
      const ended = sessions?.from === 1 ? 'a session' : `${sessions?.from ?? ''} sessions`.trim()
      return `ended ${ended} of ${people?.from ?? 'a member'}, who was signed out there`
    },
  },
  'workspace.operator_cap_changed': {
    title: 'Operator’s cap changed',
    did: ({ changes: { name, operator_cap: cap } }: Told) => {
      const whose = name ? inWords('name', name.to) : 'the workspace'
      const amounts = cap ? ` from ${cap.from} to ${cap.to}` : ''
      return `changed what ${whose} may use a day of the installation’s connection${amounts}`
    },
  },
} as const satisfies Record<string, Words>
