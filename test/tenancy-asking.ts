import { buildApi } from '../server/api.ts'
import { openApiDocument } from '../server/docs.ts'
import type { Context } from '../server/kit/context.ts'
import type { Names, RouteCase } from './request-names.ts'
import { REQUESTS } from './requests.ts'
import type { Caller } from './tenancy-people.ts'

/** `GET /v1/me` and all others of the document that is committed as openapi.json. */
export const ROUTES = Object.entries(openApiDocument(buildApi({} as Context)).paths ?? {}).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
)

export interface Answer {
  status: number
  text: string
  body: Record<string, unknown>
}

export interface Asking {
  (route: string, caller: Caller, names: Names): Promise<Answer>
  asked(): number
}

export function asking(url: string): Asking {
  let asked = 0
  const ask = async (route: string, caller: Caller, names: Names) => {
    asked += 1
    const { path, body, raw, headers = {} } = caseOf(route).request(names)
    const response = await fetch(url + path, {
      method: route.split(' ')[0]!,
      headers: {
        'handset-workspace': caller.workspace ?? names.workspace,
        ...headers,
        ...caller.headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(raw !== undefined && { body: raw }),
    })
    const text = await response.text()
    return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} }
  }
  return Object.assign(ask, { asked: () => asked })
}

export function caseOf(route: string): RouteCase {
  const known = REQUESTS[route]
  if (!known) throw new Error(`${route} has no entry in REQUESTS of test/requests.ts.`)
  return known
}

/** What a caller learns from an answer, whichever ids it is about and whenever it was given. */
export function lesson(route: string, { status, text, body }: Answer): string {
  const skipped = body.skip_reason ?? (body.message as { skip_reason?: unknown } | undefined)?.skip_reason ?? null
  if (status < 400 && !route.startsWith('GET')) return `${status} ${skipped}`
  const ids = /\b([a-z]{2,4})_([0-9a-hjkmnp-tv-z]{26}|[\w-]{43})(?![\w-])/g
  return `${status} ${text.replace(ids, '$1').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')}`
}

/** Those of the words that an answer holds and the request did not say. */
export function wordsIn(words: string[], route: string, names: Names, { text }: Answer): string[] {
  const request = caseOf(route).request(names)
  const said = decodeURIComponent(request.path) + JSON.stringify(request)
  return words.filter((word) => text.includes(word) && !said.includes(word))
}
