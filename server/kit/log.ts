import pino, { type Logger } from 'pino'

/**
 * JSON lines on stdout, with what looks like a secret or a phone number taken out of the finished line: whichever
 * object, message or stack it came in by.
 */
export function openLog(
  level: string,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return pino(options, { write: (line: string) => write(redact(line)) })
}

const PATTERNS: [RegExp, string][] = [
  [/\b(Basic|Bearer) [A-Za-z0-9+/=_.-]+/g, '$1 ***'],
  [/\bwhsec_[A-Za-z0-9+/=]+/g, 'whsec_***'],
  [/\bhs_[0-9a-z]{12}_[0-9a-zA-Z]+/g, 'hs_***'],
  // Auth Tokens and API key secrets are 32 characters; SIDs, which may be shown, are 34.
  [/(?<![0-9A-Za-z])[0-9A-Za-z]{32}(?![0-9A-Za-z])/g, '***'],
  [/(?:\+|%2B)[1-9]\d{7,14}\b/g, '+***'],
  [/:\/\/[^\s"/@]+@/g, '://***@'],
]

export function redact(line: string): string {
  return PATTERNS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line)
}

/** Only what we chose to know of an error: libraries hang requests, headers and rows on theirs. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  const code = 'code' in error ? { code: String(error.code) } : {}
  return { name, message, ...code, stack, ...(error.cause !== undefined && { cause: describeError(error.cause) }) }
}
