import type { Told, Words } from './actions.ts'
import { inClauses, inWords } from './changes.ts'

const itsUrl = ({ changes: { url, webhook } }: Told) => inWords('url', url?.from ?? url?.to ?? webhook?.to)

/** The part of ACTIONS that is about who is told what became of messages. */
export const WEBHOOK_ACTIONS = {
  'webhook.changed': {
    title: 'Webhook changed',
    did: (told: Told) => {
      const { active, ...changes } = told.changes
      if (active) return `switched the webhook ${itsUrl(told)} ${active.to ? 'on' : 'off'}`
      return `changed the webhook ${itsUrl(told)}: ${inClauses(changes) || 'nothing'}`
    },
  },
  'webhook.created': { title: 'Webhook made', did: (told: Told) => `made the webhook ${itsUrl(told)}` },
  'webhook.deleted': { title: 'Webhook deleted', did: (told: Told) => `deleted the webhook ${itsUrl(told)}` },
  'webhook.disabled': {
    title: 'Webhook disabled',
    did: (told: Told) =>
      `disabled the webhook ${itsUrl(told)}, ${told.changes.why?.to === 'gone' ? 'which answered that nobody listens there any more' : 'which had failed for days'}`,
  },
  'webhook.old_secret_ended': {
    title: 'Old webhook secret ended',
    did: (told: Told) => `ended the old secret of the webhook ${itsUrl(told)}`,
  },
  'webhook.resent': {
    title: 'Webhook calls sent again',
    did: (told: Told) =>
      `had ${inWords('count', told.changes.count?.to)} failed calls of the webhook ${itsUrl(told)} made again`,
  },
  'webhook.secret_replaced': {
    title: 'Webhook secret replaced',
    did: (told: Told) => `replaced the secret of the webhook ${itsUrl(told)}`,
  },
} as const satisfies Record<string, Words>
