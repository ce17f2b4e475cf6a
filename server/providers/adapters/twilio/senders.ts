import { countryOf } from '../../../../shared/phone.ts'
import type { AccountSender, Asked, Http } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { type Got, get, type Json } from './answer.ts'

/** Answers are read up to 64 kB, and an entry takes up to 2 of them. */
export const PAGE_SIZE = 20
/** Beyond this many the rest is not shown; typing the sender still works. */
const MOST_PAGES = 25

/** Everything the account could send from, usable or not, in the order in which a person looks for it. */
export async function listSenders(http: Http, connection: TwilioConnection): Promise<Asked<AccountSender[]>> {
  const numbers = await readPages(http, connection, numbersUrl(connection), 'incoming_phone_numbers')
  if (numbers.kind !== 'found') return numbers
  const codes = await readPages(http, connection, shortCodesUrl(connection), 'short_codes')
  const services = await readPages(http, connection, servicesUrl(connection), 'services')
  const found = numbers.value.map(readNumber)
  // A restricted key may see numbers only; what it does see is still worth choosing from.
  for (const [more, read] of [
    [codes, readShortCode],
    [services, readService],
  ] as const) {
    if (more.kind === 'unreachable') return more
    if (more.kind === 'found') found.push(...more.value.map(read))
  }
  return { kind: 'found', value: found }
}

export function numbersUrl(connection: TwilioConnection, query = ''): string {
  return `${accessTo(connection).account}/IncomingPhoneNumbers.json?PageSize=${PAGE_SIZE}${query}`
}

export function shortCodesUrl(connection: TwilioConnection, query = ''): string {
  return `${accessTo(connection).account}/SMS/ShortCodes.json?PageSize=${PAGE_SIZE}${query}`
}

export function servicesUrl({ messagingBase }: TwilioConnection): string {
  return `${messagingBase}/v1/Services?PageSize=${PAGE_SIZE}`
}

/** Follows the list from page to page, always on the host it began on: the credentials go nowhere else. */
export async function readPages(
  http: Http,
  connection: TwilioConnection,
  firstUrl: string,
  key: string,
): Promise<Asked<Json[]>> {
  const { origin } = new URL(firstUrl)
  const rows: Json[] = []
  let url: string | null = firstUrl
  for (let page = 0; url && page < MOST_PAGES; page++) {
    const got: Got = await get(http, url, accessTo(connection).forReading)
    if (got.kind === 'unreachable') return { kind: 'unreachable', detail: got.detail }
    if (got.kind === 'refused')
      return got.status === 404 ? { kind: 'missing' } : { kind: 'refused', refusal: got.refusal }
    const list = got.body[key]
    if (!Array.isArray(list)) return { kind: 'unreachable', detail: 'its answer is not the list that was asked for' }
    rows.push(...(list as Json[]))
    url = nextUrl(got.body, url, origin)
  }
  return { kind: 'found', value: rows }
}

/** The older API gives a path, the newer one a whole address. */
function nextUrl(body: Json, url: string, origin: string): string | null {
  const next = body.next_page_uri ?? (body.meta as Json | undefined)?.next_page_url
  if (typeof next !== 'string' || !URL.canParse(next, url)) return null
  const { pathname, search } = new URL(next, url)
  return origin + pathname + search
}

export function readNumber(row: Json): AccountSender {
  const capabilities = (row.capabilities ?? {}) as Record<string, unknown>
  const able = ['voice', 'sms', 'mms', 'fax'].filter((one) => capabilities[one] === true)
  const sms = able.includes('sms')
  const value = String(row.phone_number)
  return {
    kind: 'phone_number',
    value,
    name: nameOf(row, value),
    country: countryOf(value),
    sms,
    unusable: sms ? null : `${able.length ? able.join(' and ') : 'nothing'} only: cannot send texts`,
  }
}

export function readShortCode(row: Json): AccountSender {
  const value = String(row.short_code)
  return { kind: 'short_code', value, name: nameOf(row, value), country: null, sms: true, unusable: null }
}

function readService(row: Json): AccountSender {
  const value = String(row.sid)
  return { kind: 'messaging_service', value, name: nameOf(row, value), country: null, sms: true, unusable: null }
}

/** Twilio names a number after itself, in its national form, until somebody gives it a name. */
function nameOf(row: Json, value: string): string | null {
  const name = typeof row.friendly_name === 'string' ? row.friendly_name.trim() : ''
  const digits = name.replace(/\D/g, '')
  const isNumberAgain = digits.length >= 3 && value.endsWith(digits) && !/[a-z]/i.test(name)
  return name === '' || name === value || isNumberAgain ? null : name
}
