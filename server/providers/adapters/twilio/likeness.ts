import { smartEncode } from '../../../../shared/sms/segments.ts'
import type { Likeness, ListedMessage, SentText } from '../../adapter.ts'

/** What a trial account's texts begin with (twilio.com, free trial accounts); it stands in the listed body too. */
const TRIAL_SENTENCE = 'Sent from your Twilio trial account - '

/** Twilio gives back no reference of ours, so a text is known by where it went, whence, and its words. */
export function likeness(listed: ListedMessage, text: SentText): Likeness {
  if (listed.direction !== 'outbound-api' || listed.to !== text.to || !isFrom(listed, text.sender)) return 'other'
  const bodies = [listed.body ?? '', withoutTrialSentence(listed.body ?? '')]
  if (bodies.some((body) => plain(body) === plain(text.body))) return 'same'
  if (isHidden(bodies[1]!)) return 'perhaps'
  return bodies.some((body) => letters(body) === letters(text.body)) ? 'perhaps' : 'other'
}

/** A service chooses the number, perhaps later; a name may come back in other letters than it was given in. */
function isFrom({ from, service }: ListedMessage, sender: string | null): boolean {
  if (sender === null || service === sender) return true
  return from?.toLowerCase() === sender.toLowerCase()
}

/** Accounts may have the words of their messages removed or blacked out (twilio.com, message redaction). */
function isHidden(body: string): boolean {
  return /^[\s*X•█_-]*$/i.test(body) || /^[\W_]*redacted[\W_]*$/i.test(body)
}

function withoutTrialSentence(body: string): string {
  return body.startsWith(TRIAL_SENTENCE) ? body.slice(TRIAL_SENTENCE.length) : body
}

/** Smart Encoding is on or off at the service, so both are written the way it would write them. */
function plain(body: string): string {
  return smartEncode(body.toWellFormed()).replace(/\s+/g, ' ').trim()
}

/** What is left however signs were replaced: the published table of replacements need not be the whole of it. */
function letters(body: string): string {
  return body
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}
