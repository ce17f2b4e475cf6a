import type { Http, Listed, ListedMessage } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { type Got, get, type Json } from './answer.ts'
import { isMessageSid, isStatus, readErrorCode, readTime, textOrNull } from './message.ts'

/** An answer may hold 64 kB: 20 usual texts fit, and of the longest in the costliest spelling only a few. */
const PAGE_SIZES = [20, 5] as const
/** Nobody is sent more within minutes. Who was cannot be looked up whole, and that is said. */
const MOST_MESSAGES = 400

/**
 * Twilio's messages to one number, newest first, back to `since`. Not by `DateSent`: a text that waits at Twilio has
 * none, and it only knows days (twilio.com, Message resource).
 */
export async function listMessages(
  http: Http,
  connection: TwilioConnection,
  wanted: { to: string; since: string; most?: number },
): Promise<Listed> {
  for (const size of PAGE_SIZES) {
    const listed = await readPages(http, connection, wanted, size)
    if (listed !== 'too_large') return listed
  }
  return { kind: 'unreachable', detail: 'its answer was too large' }
}

async function readPages(
  http: Http,
  connection: TwilioConnection,
  { to, since, most = MOST_MESSAGES }: { to: string; since: string; most?: number },
  size: number,
): Promise<Listed | 'too_large'> {
  const { messages: first, forReading } = accessTo(connection)
  const clock = listeningTo(http)
  const found: ListedMessage[] = []
  let url: string | null = `${first}?To=${encodeURIComponent(to)}&PageSize=${size}`
  while (url && found.length < most) {
    const got: Got = await get(clock.http, url, forReading)
    if (got.kind !== 'ok') return failed(got)
    const page = readPage(got.body, first)
    if (!page) return { kind: 'unreachable', detail: 'what answered is not a list of messages' }
    found.push(...page.messages)
    if (page.messages.some((message) => message.createdAt < since)) url = null
    else url = page.next
  }
  const messages = found.filter((message) => message.createdAt >= since)
  return { kind: 'listed', messages, complete: url === null, saidAt: clock.saidAt() }
}

/** Keeps the date of the first answer: as soon as it is given, time passes. */
function listeningTo(http: Http): { http: Http; saidAt(): string | null } {
  let saidAt: string | null | undefined
  return {
    async http(request) {
      const exchange = await http(request)
      if (exchange.kind === 'answered') saidAt ??= readTime(exchange.headers.date)
      return exchange
    },
    saidAt: () => saidAt ?? null,
  }
}

function failed(got: Exclude<Got, { kind: 'ok' }>): Listed | 'too_large' {
  if (got.kind === 'refused') return { kind: 'refused', refusal: got.refusal }
  if (got.why === 'too_large') return 'too_large'
  if (got.why === 'busy') return { kind: 'busy', retryAfterMs: got.retryAfterMs ?? null }
  return { kind: 'unreachable', detail: got.detail, ...(got.why === 'silent' && { silent: true }) }
}

/** Null for a page of which anything cannot be read: what is skipped might be the very text that is looked for. */
function readPage(body: Json, first: string): { messages: ListedMessage[]; next: string | null } | null {
  const next = readNext(body.next_page_uri, first)
  if (!Array.isArray(body.messages) || next === undefined) return null
  const messages = body.messages.map((row: Json) => readListed(row ?? {}))
  return messages.every((message) => message !== null) ? { messages, next } : null
}

/** Followed as it is given, but only to the same list: the address comes from outside, and our sign-in goes with it. */
function readNext(uri: unknown, first: string): string | null | undefined {
  if (uri === null || uri === undefined) return null
  if (typeof uri !== 'string' || !URL.canParse(uri, first)) return undefined
  const [next, list] = [new URL(uri, first), new URL(first)]
  return next.origin === list.origin && next.pathname === list.pathname ? next.href : undefined
}

function readListed(row: Json): ListedMessage | null {
  const createdAt = readTime(row.date_created)
  if (!isMessageSid(row.sid) || createdAt === null) return null
  return {
    reference: row.sid,
    status: isStatus(row.status) ? row.status : null,
    errorCode: readErrorCode(row.error_code),
    to: textOrNull(row.to),
    from: textOrNull(row.from),
    service: textOrNull(row.messaging_service_sid),
    direction: textOrNull(row.direction),
    body: textOrNull(row.body),
    createdAt,
  }
}
