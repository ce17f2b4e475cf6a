import { countSegments } from '../../shared/sms/segments.ts'
import { CODE_MINUTES } from './codes.ts'

/** What a trial account's provider puts before each text. */
const TRIAL_PREFIX = 'Sent from your Twilio trial account - '

/**
 * A code in one segment that phones fill in by themselves: the last line is bound to the address of the console (WICG,
 * origin-bound one-time codes), one space on each side of the at sign's name and nothing behind the digits. What does not
 * fit goes, the code never: first the name, whatever script it is in, then the line that is bound.
 */
export function codeText(name: string, code: string, publicUrl: string | null): string {
  const bound = publicUrl ? `\n\n@${new URL(publicUrl).hostname} #${code}` : ''
  const sentence = `${code} is your code. It is good for ${CODE_MINUTES} minutes. Do not share it.`
  const candidates = [`${name}: ${sentence}${bound}`, `${sentence}${bound}`, `${name}: ${sentence}`]
  return candidates.find(isOneSegment) ?? sentence
}

function isOneSegment(text: string): boolean {
  const { encoding, segments } = countSegments(TRIAL_PREFIX + text)
  return encoding === 'GSM-7' && segments === 1
}
