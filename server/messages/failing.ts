/** A text that was handed over, or tried to be, in the last minutes: how its last attempt stands. */
export interface Tried {
  message_id: string
  state: 'accepted' | 'rejected' | 'not_sent' | 'unknown' | 'not_accepted'
  /** Of the message, as far as receipts have told. */
  status: string
  error_code: number | null
  error_class: string | null
  http_status: number | null
  detail: string | null
  provider: string
  inherited: boolean
  /** Of the number, so that one phone that refuses everything is not taken for everybody. */
  number: string
}

export interface Failing {
  cause: string
  /** One of those that failed so, for the words. */
  example: Tried
  failed: number
  of: number
}

/** Fewer may be an accident. */
const FEWEST_TEXTS = 5
const FEWEST_NUMBERS = 3
/** Where nobody takes texts at all, each further one only confirms it. */
const FEWEST_UNREACHED = 3
const NEARLY_ALL = 0.9
/** So many in a row that went show that it is over. */
const ENOUGH_GONE = 3

/** What is the recipient's fault, or is told elsewhere, says nothing of the provider. */
const SAYS_NOTHING = new Set(['bad_recipient', 'opted_out', 'rate_limited', 'bad_credentials', 'account'])

/** Null for a text that went, or that says nothing of the provider. */
export function causeOf({ state, status, error_code, error_class, http_status }: Tried): string | null {
  if (state === 'not_sent' || (state === 'unknown' && http_status === null)) return 'unreachable'
  if (error_class && SAYS_NOTHING.has(error_class)) return null
  if (state !== 'rejected' && status !== 'failed' && status !== 'undelivered') return null
  if (error_code !== null) return `code ${error_code}`
  return http_status === null ? null : `http ${http_status}`
}

function says({ error_class }: Tried): boolean {
  return !(error_class && SAYS_NOTHING.has(error_class))
}

/** Whether nearly all texts fail for the same cause; newest first. Null where they do not, or there are too few to tell. */
export function failingIn(tried: readonly Tried[]): Failing | null {
  const telling = tried.filter(says)
  const byCause = Map.groupBy(telling, causeOf)
  byCause.delete(null)
  const [most] = [...byCause].sort(([, a], [, b]) => b.length - a.length)
  if (!most) return null
  const [cause, texts] = most as [string, Tried[]]
  const enough =
    cause === 'unreachable'
      ? texts.length >= FEWEST_UNREACHED
      : texts.length >= FEWEST_TEXTS && new Set(texts.map(({ number }) => number)).size >= FEWEST_NUMBERS
  if (!enough || texts.length < NEARLY_ALL * telling.length) return null
  return { cause, example: texts[0]!, failed: texts.length, of: telling.length }
}

/** Whether the newest went, whatever failed before; newest first. */
export function goesAgain(tried: readonly Tried[]): boolean {
  const newest = tried.filter(says).slice(0, ENOUGH_GONE)
  return newest.length > 0 && newest.every((one) => one.state === 'accepted' && causeOf(one) === null)
}
