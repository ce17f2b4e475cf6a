import { createRoute, z } from '@hono/zod-openapi'
import { once } from '../../kit/idempotency.ts'
import { pageQuery } from '../../kit/page.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../../kit/route.ts'
import { addImport, listImports, readImport, toOut } from './imports.ts'
import { previewRows } from './preview.ts'
import { type ImportOut, importInput, importOut, importPatch, importsPage, previewOut } from './schema.ts'
import { changeReading, receiveFile } from './upload.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }
const params = z.object({ id: z.string().max(100) })
const tags = ['People']

export const importRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/imports',
      tags,
      summary: 'Imports of people, newest first',
      request: { query: pageQuery },
      responses: { 200: json(importsPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.write')
      return c.json(await listImports(c.var.context, workspaceId, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/imports',
      tags,
      summary: 'Begin an import of people from a CSV file',
      description: 'Send the file next, look at the preview, have it checked, then start it.',
      request: { headers: idempotencyHeader, ...body(importInput) },
      responses: { 201: json(importOut, 'The import'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'people.write')
      const input = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const answer = await once(c.var.context, actor.workspaceId, key, ['POST /v1/imports', input], async (tx) => ({
        status: 201,
        body: await addImport(tx, actor, input.file_name),
      }))
      return c.json(answer.body as ImportOut, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/imports/{id}',
      tags,
      summary: 'An import: how its file is read, and how far it is',
      request: { params },
      responses: { 200: json(importOut, 'The import'), ...denied, 404: missing },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.write')
      const { id } = c.req.valid('param')
      return c.json(toOut(await c.var.context.db.tenant(workspaceId, (tx) => readImport(tx, workspaceId, id))), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/v1/imports/{id}/file',
      tags,
      summary: 'Send the file, up to 50 MB and 300,000 rows; it is kept sealed until it is read',
      request: {
        params,
        body: { required: true, content: { 'text/csv': { schema: { type: 'string', format: 'binary' } } } },
      },
      responses: {
        200: json(importOut, 'What was found in it, and what its columns seem to be'),
        ...denied,
        404: missing,
        409: conflict,
        413: { ...unfit, description: 'Larger than 50 MB' },
        422: unfit,
      },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.write')
      const { id } = c.req.valid('param')
      return c.json(await receiveFile(c.var.context, workspaceId, id, c.req.raw.body), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/imports/{id}',
      tags,
      summary: 'Read the file another way, or make other things of its columns',
      request: { params, ...body(importPatch) },
      responses: { 200: json(importOut, 'The import'), ...denied, 404: missing, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.write')
      return c.json(await changeReading(c.var.context, workspaceId, c.req.valid('param').id, c.req.valid('json')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/imports/{id}/preview',
      tags,
      summary: 'The first rows as they would be taken, with what is wrong with them',
      request: { params },
      responses: { 200: json(previewOut, 'The first rows'), ...denied, 404: missing, 409: conflict },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.write')
      return c.json(await previewRows(c.var.context, workspaceId, c.req.valid('param').id), 200)
    },
  )
