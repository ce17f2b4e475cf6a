import { maskPhone } from '../../../shared/phone.ts'

/** How much of somebody else's words is kept. */
const LONGEST = 300

/** A provider's own words, fit for a record: no secret, no whole number, no mark-up, one line, not long. */
export function quote(text: string, secrets: readonly string[]): string {
  let quoted = text.slice(0, 5000)
  for (const secret of secrets) if (secret.length >= 4) quoted = quoted.replaceAll(secret, '••••')
  // Control characters too: PostgreSQL stores no NUL, and none of them is meant to be read.
  const line = quoted.replace(/<[^<>]*>/g, ' ').replace(/[\s\p{Cc}]+/gu, ' ')
  return withoutNumbers(line.trim()).slice(0, LONGEST)
}

/** Providers repeat the number they refuse, sometimes with its last digits crossed out already. */
const NUMBER = /(?<![\w+])(?:\+?\d(?:[\s().-]{0,2}\d){6,}X*|\+\d+X*)/g

function withoutNumbers(text: string): string {
  return text.replace(NUMBER, (number) => (/^\+[1-9]\d{6,14}$/.test(number) ? maskPhone(number) : '••••'))
}
