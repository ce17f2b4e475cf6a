import type { z } from 'zod'
import type { checkLine } from '../server/settings/schema.ts'

export type CheckLine = z.infer<typeof checkLine>

interface ProblemBody {
  status: number
  code: string
  detail: string
  errors?: { pointer: string; detail: string }[]
  checks?: CheckLine[]
  provider_code?: number | null
  [member: string]: unknown
}

/** An answer that says why not (RFC 9457), or that there was none. */
export class ApiProblem extends Error {
  readonly body: ProblemBody
  constructor(body: ProblemBody) {
    super(body.detail)
    this.body = body
  }

  is(...codes: string[]): boolean {
    return codes.includes(this.body.code)
  }
}

/** The problem of an answer that is not ok, whatever it holds: a proxy in between may answer with a page. */
export async function problemOf(response: Pick<Response, 'status' | 'json'>): Promise<ApiProblem> {
  const body = await response.json().catch(() => null)
  if (body && typeof body.code === 'string' && typeof body.detail === 'string') return new ApiProblem(body)
  const detail =
    typeof body?.message === 'string' ? body.message : `Handset answered ${response.status} without saying why.`
  return new ApiProblem({ status: response.status, code: body?.code ?? 'unexplained', detail })
}

export const noAnswer = (): ApiProblem =>
  new ApiProblem({ status: 0, code: 'no_answer', detail: 'Handset did not answer. Is it running, and are you online?' })

export function problemIn(error: unknown): ApiProblem | null {
  return error instanceof ApiProblem ? error : null
}
