import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import type { Actor, Context } from './context.ts'
import { invalid, Problem } from './problem.ts'

export interface Env {
  Variables: { context: Context; actor: Actor | undefined; person: Person | undefined; requestId: string }
}

/** Somebody who is signed in, whether or not they belong to a workspace. */
export type Person = Pick<Actor, 'id' | 'name' | 'email' | 'operator' | 'address'>

/** Where a slice hangs its routes. Input that does not fit its schema answers 422 with a pointer to each field. */
export function newRoutes() {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return
      const issues = result.error.issues.flatMap((issue) => likeliest(issue, []))
      throw invalid(issues.map(({ issue, path }) => ({ pointer: pointer(path), detail: words(issue) })))
    },
  })
}

/** Who asks, once it is certain that they may. 401 for nobody, 403 naming the permission that is missing. */
export function allow(c: HonoContext<Env>, permission: string): Actor {
  const actor = c.var.actor
  if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key as "Authorization: Bearer hs_…".')
  if (!actor.permissions.has(permission)) {
    throw new Problem(403, 'not_allowed', `This needs the permission ${permission}.`, { more: { permission } })
  }
  return actor
}

/** Somebody who is signed in: keys have nothing of their own but what they may do. `has` as in "a phone". */
export function userOnly(c: HonoContext<Env>, has: string): Actor {
  const actor = c.var.actor
  if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in first.')
  if (actor.kind !== 'user')
    throw new Problem(403, 'not_allowed', `Only somebody who is signed in has ${has}; a key has none.`)
  return actor
}

export function operatorOnly(c: HonoContext<Env>): Actor {
  const actor = c.var.actor
  if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in first.')
  if (!actor.operator) throw new Problem(403, 'not_allowed', 'Only the operator of this installation may do this.')
  return actor
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem')

const problemContent = { 'application/problem+json': { schema: problemSchema } }

/** The answers that every route may give beside its own. */
export const problems = {
  401: { description: 'Not signed in', content: problemContent },
  403: { description: 'Not allowed', content: problemContent },
  404: { description: 'Not found', content: problemContent },
  409: { description: 'Conflict', content: problemContent },
  422: { description: 'The input was not accepted', content: problemContent },
  503: { description: 'Not available now', content: problemContent },
} as const

export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } } as const
}

export function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } } as const
}

export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .openapi({ description: 'A repeat with the same key answers as the first did, for 24 hours.' }),
})

export function pointer(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

interface Placed {
  issue: z.core.$ZodIssue
  path: PropertyKey[]
}

/** Where one of several shapes was wanted, only the shape that the caller seems to have meant is worth explaining. */
function likeliest(issue: z.core.$ZodIssue, base: PropertyKey[]): Placed[] {
  const path = [...base, ...issue.path]
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }]
  const misfits = (branch: z.core.$ZodIssue[]) => branch.filter((one) => one.path.length <= 1).length
  const meant = issue.errors.reduce((best, branch) => (misfits(branch) < misfits(best) ? branch : best))
  return meant.flatMap((one) => likeliest(one, path))
}

function words(issue: z.core.$ZodIssue): string {
  // A schema's own words are better than any made from its rule.
  if (!/^(Too (small|big)|Invalid (option|input)|Unrecognized)/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      // An issue does not carry the value it is about; whether there was one is said only in its words.
      return issue.message.endsWith('received undefined')
        ? 'This is required.'
        : `This must be ${KINDS[issue.expected] ?? issue.expected}.`
    case 'unrecognized_keys':
      return `Not known here: ${issue.keys.join(', ')}.`
    case 'invalid_value':
      return `This must be one of: ${issue.values.map(String).join(', ')}.`
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'This is required.'
        : `At least ${issue.minimum}${unitOf(issue.origin)}.`
    case 'too_big':
      return `At most ${issue.maximum}${unitOf(issue.origin)}.`
    default:
      return issue.message
  }
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

function unitOf(origin: string): string {
  return { string: ' characters', array: ' entries' }[origin] ?? ''
}
