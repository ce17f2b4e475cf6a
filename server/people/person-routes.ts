import { createRoute, z } from '@hono/zod-openapi'
import type { Actor, Context } from '../kit/context.ts'
import { once } from '../kit/idempotency.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { addPerson, changePerson, revealPhones } from './change-person.ts'
import { erasePerson } from './erase-person.ts'
import { findPeople } from './find-people.ts'
import {
  type PeopleQuery,
  peoplePage,
  peopleQuery,
  personInput,
  personOut,
  personPatch,
  phonesRevealed,
} from './schema.ts'
import { showPeople, showPerson } from './show-person.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const params = z.object({ id: z.string().max(100) })

export const personRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/people',
      tags: ['People'],
      summary: 'People, newest first; with a search in the order of the words that matched',
      request: { query: peopleQuery },
      responses: { 200: json(peoplePage, 'One page'), 401: notSignedIn, 403: notAllowed, 422: unfit },
    }),
    async (c) => c.json(await readPage(c.var.context, allow(c, 'people.read'), c.req.valid('query')), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/people',
      tags: ['People'],
      summary: 'Add a person',
      request: { headers: idempotencyHeader, ...body(personInput) },
      responses: { 201: json(personOut, 'The person'), 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'people.write')
      const { context } = c.var
      const input = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      // The id alone is kept for a repeat: who is erased must stand in no kept answer.
      const answer = await once(context, actor.workspaceId, key, ['POST /v1/people', input], async (tx) => ({
        status: 201,
        body: await addPerson(context, tx, actor, input),
      }))
      const id = answer.body as string
      const person = await context.db.tenant(actor.workspaceId, (tx) => showPerson(context, tx, actor.workspaceId, id))
      return c.json(person, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/people/{id}',
      tags: ['People'],
      summary: 'A person, with numbers masked',
      request: { params },
      responses: { 200: json(personOut, 'The person'), 401: notSignedIn, 403: notAllowed, 404: missing },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.read')
      const { id } = c.req.valid('param')
      const { context } = c.var
      return c.json(await context.db.tenant(workspaceId, (tx) => showPerson(context, tx, workspaceId, id)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/people/{id}',
      tags: ['People'],
      summary: 'Change a person; another number has to be confirmed anew',
      request: { params, ...body(personPatch) },
      responses: {
        200: json(personOut, 'The person'),
        401: notSignedIn,
        403: notAllowed,
        404: missing,
        409: conflict,
        422: unfit,
      },
    }),
    async (c) => {
      const actor = allow(c, 'people.write')
      return c.json(await changePerson(c.var.context, actor, c.req.valid('param').id, c.req.valid('json')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/people/{id}',
      tags: ['People'],
      summary: 'Take a person out of the directory; a number that said STOP stays silent',
      request: { params },
      responses: { 204: { description: 'Gone' }, 401: notSignedIn, 403: notAllowed, 404: missing },
    }),
    async (c) => {
      await erasePerson(c.var.context, allow(c, 'people.write'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/people/{id}/reveal',
      tags: ['People'],
      summary: 'A person’s numbers in full; that you looked is recorded',
      request: { params },
      responses: { 200: json(phonesRevealed, 'In full'), 401: notSignedIn, 403: notAllowed, 404: missing },
    }),
    async (c) => {
      const actor = allow(c, 'numbers.reveal')
      const phones = await revealPhones(c.var.context, actor, c.req.valid('param').id)
      return c.json({ phones }, 200, { 'cache-control': 'no-store' })
    },
  )

async function readPage(context: Context, { workspaceId }: Actor, query: PeopleQuery) {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const { ids, next } = await findPeople(context, tx, workspaceId, query)
    return { items: await showPeople(tx, sealer, workspaceId, ids), next }
  })
}
