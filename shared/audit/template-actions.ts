import type { Told, Words } from './actions.ts'
import { inSeries } from './changes.ts'

const PARTS: Record<string, string> = {
  email_subject: 'the subject',
  email_body: 'the body',
  sms_wording: 'the SMS wording',
}
const itsName = ({ target, changes: { template } }: Told) =>
  typeof template?.to === 'string' ? template.to : target.replaceAll('_', ' ')

/** The part of ACTIONS that is about how alerts are worded. */
export const TEMPLATE_ACTIONS = {
  'template.changed': {
    title: 'Template changed',
    did: (told: Told) => {
      const { parts } = told.changes
      const named = Array.isArray(parts?.to) ? parts.to.map((part) => PARTS[part] ?? String(part)) : []
      return `changed ${inSeries(named) || 'the wording'} of the template ${itsName(told)}`
    },
  },
  'template.returned': {
    title: 'Template returned to the catalog’s',
    did: (told: Told) => `returned the template ${itsName(told)} to the words of the catalog`,
  },
} as const satisfies Record<string, Words>
