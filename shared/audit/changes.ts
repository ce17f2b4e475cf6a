/** From what to what, by the name of the field. Never a secret: of one it says `set`, `replaced` or `removed`. */
export type Changes = Record<string, { from: unknown; to: unknown }>

/** How fields are called in a sentence. What is missing here is called by its own name. */
const LABELS: Record<string, string> = {
  account_sid: 'the account',
  api_key_secret: 'the API key secret',
  api_key_sid: 'the API key of the provider',
  auth_token: 'the Auth Token',
  daily_cap_micros: 'the daily cap',
  drops_repeats: 'whether the endpoint drops repeats',
  enabled: 'SMS',
  every_minutes: 'how often heads go out, in minutes,',
  mail: 'the mail server',
  mail_from: 'the address that mail is sent from',
  mail_password: 'the password of the mail server',
  micros_per_segment: 'the price of a segment',
  name_in_texts: 'the name in texts',
  organization_number: 'the organization number',
  public_url: 'the public address',
  redirect: 'the test redirect',
  redirect_phone_number: 'the test phone',
  redirect_until: 'the end of the test redirect',
  segments_per_second: 'the pace in segments a second',
  signs_in_with: 'how it signs in',
  signing_secret: 'the signing secret',
  sms_entitled: 'whether SMS may be used',
  why: 'the reason',
}

/** With more, a sentence is not read to its end; the entry itself has all. */
const TOLD = 4

/** What was done, as it follows a name: "changed the sender from … to …, and replaced the Auth Token". */
export function inClauses(changes: Changes): string {
  const names = Object.keys(changes)
  const shown = names.slice(0, names.length > TOLD ? TOLD - 1 : TOLD)
  const clauses = shown.map((name) => clause(name, changes[name]!))
  const more = names.length - shown.length
  return inSeries(more ? [...clauses, `changed ${more} more`] : clauses)
}

function clause(name: string, { from, to }: Changes[string]): string {
  const label = labelOf(name)
  if (isMark(to) && (from === null || isMark(from))) return `${to} ${label}`
  if (typeof to === 'boolean' && typeof from !== 'string') return `switched ${label} ${to ? 'on' : 'off'}`
  if (from === null || from === undefined) return `set ${label} to ${inWords(name, to)}`
  if (to === null || to === undefined) return `removed ${label} (${inWords(name, from)})`
  return `changed ${label} from ${inWords(name, from)} to ${inWords(name, to)}`
}

export function labelOf(name: string): string {
  return LABELS[name] ?? `the ${name.replaceAll('_', ' ')}`
}

/** One value for people. Times are in UTC: who reads them in their own zone has them in the changes. */
export function inWords(name: string, value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number' && /(^|_)micros(_|$)/.test(name)) return money(value)
  if (Array.isArray(value)) return value.length ? value.map((item) => inWords('', item)).join(', ') : 'nothing'
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`
  // A masked number is told apart from the words around it as it is.
  return /\s/.test(text) && !text.startsWith('+') ? `“${text}”` : text
}

export function inSeries(items: string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** A price of a segment has more digits than a cent has. */
function money(micros: number): string {
  const text = (micros / 1_000_000).toFixed(6).replace(/0{1,4}$/, '')
  return text
}

function isMark(value: unknown): boolean {
  return value === 'set' || value === 'replaced' || value === 'removed'
}
