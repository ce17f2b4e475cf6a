import { randomUUID } from 'node:crypto'
import { Agent, type Dispatcher } from 'undici'
import { signature, withoutFragment } from './signature.ts'

/** What an address of the client said to one call. */
export type Answer =
  | { kind: 'answered'; status: number; ms: number; contentType: string; body: string }
  | { kind: 'failed'; ms: number; why: string; couldNotConnect: boolean }

export interface Call {
  url: string
  method: 'GET' | 'POST'
  params: Record<string, string>
  authToken: string
  /** The same over retries of one call. */
  idempotencyToken?: string
}

/** Calls addresses of the client: signed, form-encoded, no redirect followed, at most 64 kB read. */
export interface Poster {
  call(call: Call): Promise<Answer>
  /** Settles when no call is under way any more, those included that begin meanwhile. */
  idle(): Promise<void>
  /** Keeps `idle` waiting for work that goes on after a call. */
  track<T>(work: Promise<T>): Promise<T>
  close(): Promise<void>
}

const ANSWER_BYTES = 64 * 1024

export function createPoster(timeoutMs: number): Poster {
  const agent = new Agent({ connections: 64, connect: { timeout: Math.min(5000, timeoutMs) }, bodyTimeout: timeoutMs })
  const underWay = new Set<Promise<unknown>>()

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    const done = () => underWay.delete(work)
    work.then(done, done)
    return work
  }

  async function callTwice(call: Call): Promise<Answer> {
    const token = call.idempotencyToken ?? randomUUID()
    const first = await callOnce(agent, call, token, timeoutMs)
    // The provider's default: one more try where no connection came about, none after anything was sent.
    return first.kind === 'failed' && first.couldNotConnect ? callOnce(agent, call, token, timeoutMs) : first
  }

  return {
    call: (call) => track(callTwice(call)),
    track,
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
    close: () => agent.destroy(),
  }
}

/** The address as it is called and signed: parameters of a GET are part of it. */
export function callUrl(call: Pick<Call, 'url' | 'method' | 'params'>): string {
  const url = withoutFragment(call.url)
  if (call.method === 'POST') return url
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(call.params)}`
}

export function callSignature(call: Pick<Call, 'url' | 'method' | 'params' | 'authToken'>): string {
  return signature(call.authToken, callUrl(call), call.method === 'POST' ? call.params : {})
}

async function callOnce(agent: Agent, call: Call, token: string, timeoutMs: number): Promise<Answer> {
  const startedAt = performance.now()
  const ms = () => Math.round(performance.now() - startedAt)
  try {
    const answer = await agent.request({ ...request(call, token), signal: AbortSignal.timeout(timeoutMs) })
    const body = await readAtMost(answer.body, ANSWER_BYTES)
    const contentType = String(answer.headers['content-type'] ?? '')
    return { kind: 'answered', status: answer.statusCode, ms: ms(), contentType, body }
  } catch (error) {
    return { kind: 'failed', ms: ms(), ...readFailure(error, timeoutMs) }
  }
}

function request(call: Call, token: string): Dispatcher.RequestOptions {
  const url = new URL(callUrl(call))
  const headers: Record<string, string> = {
    'user-agent': 'TwilioProxy/1.1',
    accept: '*/*',
    'x-twilio-signature': callSignature(call),
    'i-twilio-idempotency-token': token,
    'x-home-region': 'us1',
  }
  if (url.username) headers.authorization = `Basic ${btoa(decodeURIComponent(`${url.username}:${url.password}`))}`
  const target = { origin: url.origin, path: pathAsWritten(callUrl(call), url) }
  if (call.method === 'GET') return { ...target, method: 'GET', headers }
  headers['content-type'] = 'application/x-www-form-urlencoded; charset=UTF-8'
  return { ...target, method: 'POST', headers, body: new URLSearchParams(call.params).toString() }
}

/** Reading an address rewrites some characters, and the receiver must see what was signed. */
function pathAsWritten(address: string, url: URL): string {
  const written = address.replace(/^https?:\/\/[^/?]+/i, '')
  if (!/^[\x21-\x7e]*$/.test(written)) return url.pathname + url.search
  return written.startsWith('/') ? written : `/${written}`
}

async function readAtMost(body: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    // One byte more than allowed is enough to see that it is too long.
    if (size > limit) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readFailure(error: unknown, timeoutMs: number): { why: string; couldNotConnect: boolean } {
  const { name = '', code = '', message = '' } = error as { name?: string; code?: string; message?: string }
  if (name === 'TimeoutError' || code.endsWith('_TIMEOUT')) {
    return { why: `no answer in ${timeoutMs / 1000} s`, couldNotConnect: code === 'UND_ERR_CONNECT_TIMEOUT' }
  }
  const couldNotConnect = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)
  return { why: couldNotConnect ? `could not be reached (${code})` : message || code || name, couldNotConnect }
}
