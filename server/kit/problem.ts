/** One thing wrong with the caller's input; `pointer` is a JSON Pointer (RFC 6901) into the request body. */
export interface FieldError {
  pointer: string
  detail: string
}

/**
 * A mistake of the caller or a state of the world that the caller must know of. Thrown anywhere, turned into an
 * `application/problem+json` answer (RFC 9457) in one place. Everything else that is thrown is a bug and answers 500.
 */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: FieldError[]
  /** Further members of the answer, such as the provider's code. */
  readonly more: Record<string, unknown>

  constructor(
    status: number,
    code: string,
    detail: string,
    options: { errors?: FieldError[]; more?: Record<string, unknown> } = {},
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.title = TITLES[status] ?? 'Error'
    this.detail = detail
    this.errors = options.errors ?? []
    this.more = options.more ?? {}
  }

  toJSON(): Record<string, unknown> {
    const { status, code, title, detail, errors, more } = this
    return { type: 'about:blank', title, status, code, detail, ...(errors.length && { errors }), ...more }
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  422: 'Not accepted',
  429: 'Too many requests',
  503: 'Not available now',
}

export function invalid(errors: FieldError[], detail = errors[0]?.detail ?? 'The input was not accepted.'): Problem {
  return new Problem(422, 'invalid', detail, { errors })
}

/** The same answer for what is missing and for what belongs to somebody else. */
export function notFound(thing: string): Problem {
  return new Problem(404, 'not_found', `No such ${thing} in this workspace.`)
}
