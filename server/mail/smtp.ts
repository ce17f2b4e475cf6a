import { createTransport } from 'nodemailer'
import type { MailSettings } from './settings.ts'

/** Why mail did not go: the server said no, or no server was there to say anything. */
export interface MailTrouble {
  kind: 'refused' | 'unreachable'
  /** The setting that most likely is at fault. */
  field: 'host' | 'port' | 'password' | 'from' | 'to'
  detail: string
  /** Whether the server may have the mail all the same: it fell silent after it was handed over, or while. */
  taken: 'no' | 'unknown'
}

const ANSWER_WITHIN_MS = 10_000

/** `pool`: connections are used again, so many at once; whoever opened it closes it. */
export function connect(settings: MailSettings, pool?: { maxConnections: number }) {
  const { host, port, secure, user, password } = settings
  // A password goes over trusted TLS or not at all; only on this machine is there nobody to read along.
  const local = isThisMachine(host)
  return createTransport({
    host,
    port,
    secure,
    requireTLS: user !== null && !secure && !local,
    tls: { rejectUnauthorized: !local },
    connectionTimeout: ANSWER_WITHIN_MS,
    greetingTimeout: ANSWER_WITHIN_MS,
    dnsTimeout: ANSWER_WITHIN_MS,
    socketTimeout: 2 * ANSWER_WITHIN_MS,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(pool && { ...pool, pool: true as const, maxMessages: 100 }),
    ...(user !== null && { auth: { user, pass: password ?? '' } }),
  })
}

/** In words for people; the server's answer is quoted, what we sent it never. */
export function toTrouble(error: unknown, settings: MailSettings): MailTrouble {
  return {
    ...explain(error as SmtpError, settings),
    taken: isRefusedOrUnreached(error as SmtpError) ? 'no' : 'unknown',
  }
}

/** An answer of refusal, or no connection at all. Anything else may have happened after the last byte. */
function isRefusedOrUnreached({ code, responseCode, syscall }: SmtpError): boolean {
  return responseCode !== undefined || syscall === 'connect' || BEFORE_ANY_MAIL.has(code ?? '')
}

const BEFORE_ANY_MAIL = new Set(['EDNS', 'EAUTH', 'ETLS'])

function explain(error: SmtpError, settings: MailSettings): Omit<MailTrouble, 'taken'> {
  const { code, response, responseCode, message } = error
  const server = `${settings.host}:${settings.port}`
  const answer = quoted(response, settings)
  if (code === 'EAUTH' || responseCode === 530)
    return { kind: 'refused', field: 'password', detail: `${server} refused the user name and password${answer}.` }
  if (code === 'ETLS' || /certificate|SSL|TLS/i.test(message)) return tlsTrouble(server, settings)
  if (responseCode !== undefined) {
    const field = code === 'EENVELOPE' ? (/^RCPT/.test(commandOf(error)) ? 'to' : 'from') : 'host'
    return { kind: 'refused', field, detail: `${server} refused${answer}.` }
  }
  const field = code === 'EDNS' ? 'host' : 'port'
  return {
    kind: 'unreachable',
    field,
    detail: `${server} could not be reached: ${REASONS[code ?? ''] ?? 'no answer'}.`,
  }
}

interface SmtpError extends Error {
  code?: string
  response?: string
  responseCode?: number
  /** The system's, where a socket failed: `connect`, `read`, `write`. */
  syscall?: string
}

const REASONS: Record<string, string> = {
  EDNS: 'there is no such host',
  ETIMEDOUT: `no answer within ${ANSWER_WITHIN_MS / 1000} seconds`,
  ESOCKET: 'nothing takes connections there',
  ECONNECTION: 'it closed the connection',
  EPROTOCOL: 'what answers there is no mail server',
}

function tlsTrouble(server: string, settings: MailSettings): Omit<MailTrouble, 'taken'> {
  const detail = settings.secure
    ? `${server} does not speak TLS from the first byte, or its certificate is not trusted here. Port 587 usually wants that off.`
    : `${server} offers no TLS that is trusted here, and a password is never sent without.`
  return { kind: 'unreachable', field: 'port', detail }
}

function quoted(response: string | undefined, settings: MailSettings): string {
  if (!response) return ''
  const scrubbed = settings.password ? response.replaceAll(settings.password, '•••') : response
  return `: ${scrubbed.replace(/\s+/g, ' ').slice(0, 200).replace(/\.$/, '')}`
}

function commandOf(error: unknown): string {
  return (error as { command?: string }).command ?? ''
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
