import { createRoute } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { Problem } from '../kit/problem.ts'
import { allow, body, type Env, idempotencyHeader, json, newRoutes, type Person, problems } from '../kit/route.ts'
import { keepWorkspace, markForDeletion } from './deletion.ts'
import { makeWorkspace } from './make-workspace.ts'
import { changeWorkspace, showWorkspace } from './own-workspace.ts'
import { deletionInput, workspaceInput, workspaceOut, workspacePatch } from './workspace-schema.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed, 404: missing }

export const ownWorkspaceRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/workspaces',
      tags: ['Workspaces'],
      summary: 'Make a workspace and be its owner (the operator; anybody signed in, where the installation allows it)',
      request: { headers: idempotencyHeader, ...body(workspaceInput) },
      responses: { 201: json(workspaceOut, 'The workspace'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const key = c.req.valid('header')['idempotency-key']
      return c.json(await makeWorkspace(c.var.context, personOf(c), c.req.valid('json'), key), 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/workspace',
      tags: ['Workspaces'],
      summary: 'The workspace you are in: its name, whether it may send, and whom to ask',
      responses: { 200: json(workspaceOut, 'The workspace'), 401: notSignedIn, 404: missing },
    }),
    async (c) => {
      const { actor } = c.var
      if (!actor) throw notSignedInProblem()
      return c.json(await showWorkspace(c.var.context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/workspace',
      tags: ['Workspaces'],
      summary: 'Change its name, slug, time zone, language or support contact',
      request: body(workspacePatch),
      responses: { 200: json(workspaceOut, 'As it is now'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'workspace.manage')
      const { context } = c.var
      await changeWorkspace(context, actor, c.req.valid('json'))
      return c.json(await showWorkspace(context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/workspace',
      tags: ['Workspaces'],
      summary: 'Mark it for deletion: sending stops at once, and after days of grace everything in it is deleted',
      request: body(deletionInput),
      responses: { 200: json(workspaceOut, 'As it is now'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'workspace.delete')
      const { context } = c.var
      await markForDeletion(context, actor, c.req.valid('json').slug)
      return c.json(await showWorkspace(context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/workspace/keep',
      tags: ['Workspaces'],
      summary: 'Keep a workspace that was marked for deletion',
      responses: { 200: json(workspaceOut, 'As it is now'), ...denied, 409: conflict },
    }),
    async (c) => {
      const actor = allow(c, 'workspace.delete')
      const { context } = c.var
      await keepWorkspace(context, actor)
      return c.json(await showWorkspace(context, actor.workspaceId), 200)
    },
  )

/** A key belongs to one workspace and speaks for nobody. */
function personOf(c: HonoContext<Env>): Person {
  const { actor, person } = c.var
  if (actor?.kind === 'api_key')
    throw new Problem(403, 'not_allowed', 'A workspace is made by a person. An API key belongs to one already.')
  const known = actor ?? person
  if (!known) throw notSignedInProblem()
  return known
}

function notSignedInProblem(): Problem {
  return new Problem(401, 'not_signed_in', 'Sign in, or send an API key as "Authorization: Bearer hs_…".')
}
