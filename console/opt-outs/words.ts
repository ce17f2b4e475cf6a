import type { OptOut } from '../api.ts'
import { shownNumber } from '../texts/shown-number.ts'

type Source = OptOut['source']

/** By whose word a number is stopped, as a list tells it. */
export const sourceWords: Record<Source, string> = {
  keyword: 'Answered STOP',
  provider: 'Blocked by the provider',
  person: 'Asked for it',
  admin: 'By an administrator',
  import: 'Imported',
}

export const scopeWords: Record<OptOut['scope'], string> = {
  workspace: 'This workspace',
  inherited: 'All of the installation’s sender',
  everywhere: 'Every workspace',
}

/** How far it reaches, said whole. */
export const scopeSentences: Record<OptOut['scope'], string> = {
  workspace: 'This workspace.',
  inherited: 'Every workspace that sends through the installation’s sender, now or later.',
  everywhere: 'Every workspace of this installation, now or later: the operator lets STOP hold for all.',
}

/** What each kind of entry rests on, where nothing else was written down. */
export const evidenceWords: Record<Source, string> = {
  keyword: 'The text itself is not kept here: it came to another workspace of the same sender.',
  provider: 'The provider refused a text because this number had answered STOP.',
  person: 'They said so.',
  admin: 'No reason was written down.',
  import: 'Nothing was noted in the file.',
}

/** Why nobody here can lift it; null where that is possible. */
export function whyItStays({ source, removable }: Pick<OptOut, 'source' | 'removable'>): string | null {
  if (removable) return null
  if (source === 'person') return 'Only the person takes it back: by the link of a text, in their profile, or by START.'
  return 'Nobody can lift it here: only START from the phone undoes it.'
}

/** What was noted; the sender that STOP was texted to as numbers are shown everywhere. */
export function noteOf({ source, note }: Pick<OptOut, 'source' | 'note'>): string | null {
  if (source !== 'keyword') return note
  return note?.replace(/\+\d{7,15}$/, shownNumber) ?? null
}
