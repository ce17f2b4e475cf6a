import type { Inbound } from '../api.ts'
import type { ChipIcon, Tone } from '../ui/Chip.tsx'
import type { Kind } from './filters.ts'

interface Look {
  tone: Tone
  icon?: ChipIcon
  word: string
}

const looks: Record<Exclude<Inbound['reading'], 'perhaps_stop' | 'other'>, Look> = {
  stop: { tone: 'neutral', icon: 'pause', word: 'STOP' },
  start: { tone: 'green', word: 'START' },
  yes: { tone: 'neutral', icon: 'circle', word: 'YES' },
  help: { tone: 'blue', word: 'HELP' },
}

/** What a text was taken for; null for what is none of the words. */
export function readingLook({ reading, effect, decision }: Inbound): Look | null {
  if (reading === 'other') return null
  if (reading === 'yes' && effect === 'lifted') return { tone: 'green', word: 'YES' }
  if (reading !== 'perhaps_stop') return looks[reading]
  if (!decision) return { tone: 'amber', word: 'Needs review' }
  return decision.decision === 'stop'
    ? { tone: 'neutral', icon: 'pause', word: 'Means STOP' }
    : { tone: 'neutral', word: 'Not STOP' }
}

const effects: Record<NonNullable<Inbound['effect']>, string> = {
  stopped: 'Stopped',
  stopped_already: 'Stopped already',
  lifted: 'May be texted again',
  kept: 'Still stopped by an administrator',
  not_stopped: 'Was not stopped',
}

const providers: Record<string, string> = { twilio: 'Twilio', simulator: 'The simulator', webhook: 'The gateway' }

/** What it did to the registry, and who answered. */
export function whatCame({ effect, answered_by, provider, decision }: Inbound): string {
  const answerer = answered_by === 'provider' ? (providers[provider] ?? 'The provider') : 'Handset'
  return [effect && effects[effect], decision?.decision === 'stop' && 'Stopped', answered_by && `${answerer} answered`]
    .filter(Boolean)
    .join(' · ')
}

const languages = new Intl.DisplayNames('en', { type: 'language' })

/** "in Spanish": of a word that is not an English one. */
export function inLanguage(language: string | null): string {
  return language && language !== 'en' ? `in ${languages.of(language)}` : ''
}

/** Neither number nor words are left of somebody who was erased; the API says so in place of the number. */
export function isErased({ from }: Pick<Inbound, 'from'>): boolean {
  return from === 'Erased'
}

/** What stands in place of words that are not there. */
export function noWords(text: Pick<Inbound, 'from'>): string {
  return isErased(text) ? '(erased with the person)' : '(no words)'
}

/** Who wrote, where the directory knows. */
export function writerOf({ person }: Pick<Inbound, 'person'>): string | null {
  if (!person) return null
  return person.others > 0 ? `${person.name} and ${person.others} more` : person.name
}

/** As the choices of a filter. */
export const kindWords: Record<Kind, string> = {
  review: 'Needs review',
  stop: 'STOP',
  start: 'START',
  yes: 'YES',
  help: 'HELP',
  perhaps_stop: 'Might mean STOP',
  other: 'Anything else',
}
