import { Problem } from '../kit/problem.ts'

/** Errors in the shape of all others, and no session token where scripts could read it: it belongs in the cookie alone. */
export async function toOurAnswer(answer: Response): Promise<Response> {
  const told = (await answer.json().catch(() => ({}))) as { code?: string; user?: SignedIn }
  const headers = new Headers()
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  headers.set('cache-control', 'no-store')
  if (answer.ok) {
    headers.set('content-type', 'application/json')
    const user = told.user && { id: told.user.id, name: told.user.name, email: told.user.email }
    return new Response(JSON.stringify(user ? { user } : {}), { headers })
  }
  const wait = answer.headers.get('x-retry-after')
  if (wait) headers.set('retry-after', wait)
  headers.set('content-type', 'application/problem+json')
  const problem = toProblem(answer.status, told.code, wait)
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}

export function tooManyTries(waitSeconds: number): Problem {
  const time = waitSeconds > 120 ? `${Math.ceil(waitSeconds / 60)} minutes` : `${waitSeconds} seconds`
  const more = { retry_after_seconds: waitSeconds }
  return new Problem(429, 'too_many_tries', `Too many tries. Try again in ${time}.`, { more })
}

export function unavailable(): Problem {
  return new Problem(503, 'sign_in_unavailable', 'Signing in is not possible now. Try again shortly.')
}

interface SignedIn {
  id: string
  name: string
  email: string
}

function toProblem(status: number, code: string | undefined, waitSeconds: string | null): Problem {
  if (status === 429) return tooManyTries(Number(waitSeconds) || 60)
  if (status >= 500) return unavailable()
  const known = WORDS[code ?? '']
  if (!known) return new Problem(422, 'invalid', 'The request could not be read.')
  const { pointer, detail } = known
  return new Problem(known.status, known.code, detail, pointer ? { errors: [{ pointer, detail }] } : {})
}

interface Known {
  status: number
  code: string
  detail: string
  pointer?: string
}

const WORDS: Record<string, Known> = {
  INVALID_EMAIL_OR_PASSWORD: { status: 401, code: 'wrong_email_or_password', detail: 'Email or password is wrong.' },
  INVALID_EMAIL: { status: 422, code: 'invalid', detail: 'This is not an email address.', pointer: '/email' },
  VALIDATION_ERROR: { status: 422, code: 'invalid', detail: 'Send email and password as JSON.' },
  UNAUTHORIZED: { status: 401, code: 'not_signed_in', detail: 'Sign in first.' },
  INVALID_PASSWORD: {
    status: 422,
    code: 'invalid',
    detail: 'This is not your present password.',
    pointer: '/currentPassword',
  },
  PASSWORD_TOO_SHORT: { status: 422, code: 'invalid', detail: 'At least 10 characters.', pointer: '/newPassword' },
  PASSWORD_TOO_LONG: { status: 422, code: 'invalid', detail: 'At most 200 characters.', pointer: '/newPassword' },
}
