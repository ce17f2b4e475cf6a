import type { Told, Words } from './actions.ts'
import { inWords } from './changes.ts'

const to = ({ changes }: Told, name: string) => inWords(name, changes[name]?.to)
const from = ({ changes }: Told, name: string) => inWords(name, changes[name]?.from)

/** The part of ACTIONS that is about who wants no texts. */
export const CONSENT_ACTIONS = {
  'inbound_text.decided': {
    title: 'Text taken for STOP or not',
    did: (told: Told) =>
      `decided that a text from ${to(told, 'number')} ${told.changes.decision?.to === 'stop' ? 'means' : 'does not mean'} STOP`,
  },
  'installation.opt_outs_changed': {
    title: 'Reach of STOP changed',
    did: ({ changes: { opt_outs_everywhere: everywhere } }: Told) =>
      everywhere?.to ? 'let STOP hold for every workspace' : 'let STOP hold only for those that use the sender',
  },
  'opt_out.added': { title: 'Opt-out added', did: (told: Told) => `added an opt-out for ${to(told, 'number')}` },
  'opt_out.imported': {
    title: 'Opt-outs imported',
    did: ({ changes: { count } }: Told) => `imported ${count?.to === 1 ? '1 opt-out' : `${count?.to ?? 0} opt-outs`}`,
  },
  'opt_out.removed': {
    title: 'Opt-out removed',
    did: (told: Told) => `removed the opt-out of ${from(told, 'number')}`,
  },
} as const satisfies Record<string, Words>
