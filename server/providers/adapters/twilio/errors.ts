import { readFileSync } from 'node:fs'
import type { ErrorClass, Refusal, Retry } from '../../adapter.ts'

/**
 * What Twilio's error codes mean and what to do about them, in our words. Codes are added and split over time, so an
 * unknown one gets the meaning of its kind (twilio.com/docs/api/errors).
 */
export function refusal(code: number | null, httpStatus: number | null): Refusal {
  const known = code === null ? undefined : TABLE.get(code)
  if (known) return known
  return { code, ...kindOf(code, httpStatus) }
}

export const TABLE: ReadonlyMap<number, Refusal> = readTable()

type Kind = Omit<Refusal, 'code'>

function kindOf(code: number | null, httpStatus: number | null): Kind {
  const named = code === null ? '' : ` (code ${code})`
  if (httpStatus === 429) {
    const cause = `Twilio takes fewer requests at a time than were made${named}. It did not process this one.`
    return kind(
      'rate_limited',
      'yes',
      'Too many requests',
      cause,
      'Nothing to do: it is tried again by itself, more slowly.',
    )
  }
  if (httpStatus === 401 || httpStatus === 403) {
    const remedy = 'Enter the Account SID and the Auth Token (or API key) again, copied from the same Twilio account.'
    return kind('bad_credentials', 'after_fix', 'Sign-in refused', `Twilio refused the sign-in${named}.`, remedy)
  }
  if (httpStatus !== null && httpStatus >= 500) {
    const cause = `Twilio had a fault of its own${named}, and may or may not have taken the text.`
    return kind('transient_carrier', 'later', 'Fault at Twilio', cause, 'See status.twilio.com when it stays so.')
  }
  if (httpStatus !== null && httpStatus >= 400) {
    const remedy = 'Look the code up at twilio.com/docs/api/errors, and tell the operator.'
    return kind(
      'config',
      'no',
      'Refused',
      `Twilio refused the text for a reason Handset does not know yet${named}.`,
      remedy,
    )
  }
  const cause = `The text was not delivered, for a reason Handset does not know yet${named}.`
  return kind(
    'transient_carrier',
    'later',
    'Not delivered',
    cause,
    'Send it once more later; look the code up at twilio.com/docs/api/errors.',
  )
}

function kind(errorClass: ErrorClass, retry: Retry, title: string, cause: string, remedy: string): Kind {
  return { class: errorClass, retry, title, cause, remedy }
}

function readTable(): Map<number, Refusal> {
  const lines = readFileSync(new URL('errors.tsv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  return new Map(
    lines.slice(1).map((line) => {
      const [code, errorClass, retry, title, cause, remedy] = line.split('\t') as [
        string,
        ErrorClass,
        Retry,
        string,
        string,
        string,
      ]
      return [Number(code), { code: Number(code), class: errorClass, retry, title, cause, remedy }]
    }),
  )
}
