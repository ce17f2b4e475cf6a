import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRoute, z } from '@hono/zod-openapi'
import { newId } from './id.ts'
import { invalid, notFound, Problem } from './problem.ts'
import { allow, body, json, newRoutes, operatorOnly, pointer } from './route.ts'

const input = z.union([
  z.strictObject({ to: z.string().max(5), body: z.string() }),
  z.strictObject({ messages: z.array(z.strictObject({ to: z.string().max(5), body: z.string() })).min(1) }),
])

const routes = newRoutes().openapi(
  createRoute({ method: 'post', path: '/texts', request: body(input), responses: { 200: json(z.object({}), 'Done') } }),
  (c) => c.json({}, 200),
)
routes.get('/allowed', (c) => c.json({ id: allow(c, 'history.read').id }))
routes.get('/operators', (c) => c.json({ id: operatorOnly(c).id }))
routes.onError((error) => {
  if (!(error instanceof Problem)) throw error
  return Response.json(error, { status: error.status })
})

async function post(value: unknown) {
  const headers = { 'content-type': 'application/json' }
  const response = await routes.request('/texts', { method: 'POST', headers, body: JSON.stringify(value) })
  return {
    status: response.status,
    problem: (await response.json()) as { errors: { pointer: string; detail: string }[] },
  }
}

/** Where the fault is, and what is said about it when those are our own words. */
const FAULTS: [string, unknown, string, RegExp][] = [
  ['a field that is missing', { to: '1' }, '/body', /^This is required\.$/],
  ['a field that is too long', { to: '123456', body: '' }, '/to', /5/],
  ['a field that is not known', { to: '1', body: '', form: 1 }, '', /^Not known here: form\.$/],
  [
    'the second of a list',
    {
      messages: [
        { to: '1', body: '' },
        { to: 1, body: '' },
      ],
    },
    '/messages/1/to',
    /^This must be a text\.$/,
  ],
  ['a list that is empty', { messages: [] }, '/messages', /./],
]
for (const [what, value, at, says] of FAULTS) {
  test(`${what} is told at its place, by the shape that was meant`, async () => {
    const { status, problem } = await post(value)
    assert.equal(status, 422)
    assert.deepEqual(
      problem.errors.map((error) => error.pointer),
      [at],
    )
    assert.match(problem.errors[0]!.detail, says)
  })
}

test('a pointer escapes what stands in names', () => {
  assert.equal(pointer(['a/b', 'c~d', 0, '~1']), '/a~1b/c~0d/0/~01')
})

const actor = { workspaceId: newId('ws'), kind: 'user', id: 'usr_1', name: 'A', email: null } as const
const readers = { ...actor, operator: false, permissions: new Set(['history.read']) }
const operators = { ...actor, operator: true, permissions: new Set<string>() }
const ASKING: [string, string, object | undefined, number, string | undefined][] = [
  ['nobody', '/allowed', undefined, 401, 'not_signed_in'],
  ['somebody with the permission', '/allowed', readers, 200, undefined],
  ['an operator without it', '/allowed', operators, 403, 'not_allowed'],
  ['nobody', '/operators', undefined, 401, 'not_signed_in'],
  ['somebody who is no operator', '/operators', readers, 403, 'not_allowed'],
  ['an operator', '/operators', operators, 200, undefined],
]
for (const [who, path, caller, status, code] of ASKING) {
  test(`${who} who asks for ${path} is answered ${status}`, async () => {
    const app = newRoutes()
    app.use(async (c, next) => {
      c.set('actor', caller as never)
      await next()
    })
    app.onError((error) => Response.json(error, { status: (error as Problem).status }))
    app.route('/', routes)
    const response = await app.request(path)
    assert.equal(response.status, status)
    assert.equal(((await response.json()) as { code?: string }).code, code)
  })
}

test('a permission that is missing is named', () => {
  const c = { var: { actor: operators } } as never
  assert.throws(() => allow(c, 'history.read'), { status: 403, more: { permission: 'history.read' } })
})

test('a problem is told in the members of RFC 9457, with errors only where there are some', () => {
  assert.deepEqual(notFound('message').toJSON(), {
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    code: 'not_found',
    detail: 'No such message in this workspace.',
  })
  const errors = [{ pointer: '/to', detail: 'Not a number.' }]
  const { detail, errors: told } = invalid(errors).toJSON()
  assert.deepEqual([detail, told], ['Not a number.', errors])
  assert.equal(new Problem(409, 'conflict', 'No.', { more: { until: 5 } }).toJSON().until, 5)
})
