import type { MessageClass } from './schema.ts'

interface ClassRules {
  /** Which goes first: claims look at the lowest rank first. */
  rank: number
  /** A text is worthless after this; the provider is told the rest of it. */
  validForSeconds: number
  /** What the webhook contract calls a text that no event caused. */
  eventType: string
  /** A one-time code is not held up by the cap, but counts towards it. */
  exemptFromCap: boolean
  /** Whether it ends with how to end such texts (K12); an author's own words only where nobody can answer them. */
  optOutLine: 'always' | 'unanswerable' | 'never'
}

export const CLASS_RULES: Record<MessageClass, ClassRules> = {
  otp: { rank: 0, validForSeconds: 10 * 60, eventType: 'code', exemptFromCap: true, optOutLine: 'never' },
  test: { rank: 1, validForSeconds: 15 * 60, eventType: 'test', exemptFromCap: false, optOutLine: 'never' },
  alert: { rank: 2, validForSeconds: 4 * 3600, eventType: 'direct', exemptFromCap: false, optOutLine: 'never' },
  nudge: { rank: 3, validForSeconds: 12 * 3600, eventType: 'direct', exemptFromCap: false, optOutLine: 'always' },
  campaign: {
    rank: 4,
    validForSeconds: 24 * 3600,
    eventType: 'campaign',
    exemptFromCap: false,
    optOutLine: 'unanswerable',
  },
}
