import { namesContact } from '../../shared/sms/answers.ts'
import { STORABLE } from '../kit/storable.ts'
import type { Read } from './fields.ts'

/** Three segments: who asks for help wants an address, not a letter. */
const MOST_CHARACTERS = 480

/** Line breaks are possible in a text; what surrounds it is not meant. */
export function readHelpText(typed: string, contact: string | null): Read<string> {
  const text = typed.replace(/\r\n?/g, '\n').trim()
  if (text.length > MOST_CHARACTERS) return { ok: false, text: `At most ${MOST_CHARACTERS} characters.` }
  if (!STORABLE[0].test(text)) return { ok: false, text: STORABLE[1] }
  if (!namesContact(text, contact))
    return { ok: false, text: 'Say whom to ask: an address, a page, a phone number, or your support contact.' }
  return { ok: true, value: text }
}
