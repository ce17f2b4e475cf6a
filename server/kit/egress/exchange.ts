/** What became of one HTTP request. Deciding between the last two is what the whole project rests on. */
export type Exchange =
  | { kind: 'answered'; status: number; headers: Record<string, string>; body: string }
  /** No byte of the request left this machine: repeating it is safe. */
  | { kind: 'not_sent'; reason: 'dns' | 'refused' | 'tls' | 'connect_timeout' | 'forbidden'; detail: string }
  /** Something left and no usable answer came back: it may or may not have been acted upon. */
  | { kind: 'unknown'; reason: 'timeout' | 'reset' | 'too_large'; detail: string }

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: string
  /** From the first byte written to the whole answer read. */
  timeoutMs?: number
  /** How long it may wait for a connection; never longer than others do. */
  waitMs?: number
  /** Asked just before the first byte would be written: true gives the request up unsent. */
  isLate?: () => boolean
  /**
   * Only finds out whether the address may be connected to, by its name and what that resolves to. Nothing is sent; an
   * `answered` with status 0 means yes.
   */
  probe?: true
}

/** Makes one request, follows no redirect, repeats nothing. Never throws. */
export type Http = (request: HttpRequest) => Promise<Exchange>
