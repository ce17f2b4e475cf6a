import { createRoute, z } from '@hono/zod-openapi'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { previewTemplate } from './preview.ts'
import { previewInput, previewOut, templateInput, templateOut, templatePage, versionOut } from './schema.ts'
import { listTemplates, showTemplate, versionInList } from './show.ts'
import { readVersion, returnToCatalog, saveWording } from './versions.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const tags = ['Templates']
const params = z.object({ key: z.string().max(60) })
const ofVersion = params.extend({ version: z.coerce.number().int().min(1).max(2_000_000_000) })

export const templateRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/templates',
      tags,
      summary: 'All templates, by category; they are few and come on one page',
      responses: { 200: json(templatePage, 'All of them'), 401: notSignedIn, 403: notAllowed },
    }),
    async (c) => c.json(await listTemplates(c.var.context, allow(c, 'templates.read').workspaceId), 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/templates/{key}',
      tags,
      summary: 'A template: its words, the catalog’s, its versions, and what it may say',
      request: { params },
      responses: {
        200: json(templateOut, 'The template'),
        401: notSignedIn,
        403: notAllowed,
        404: missing,
        422: unfit,
      },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'templates.read')
      return c.json(await showTemplate(c.var.context, workspaceId, c.req.valid('param').key), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/templates/{key}/versions/{version}',
      tags,
      summary: 'The words of one version',
      request: { params: ofVersion },
      responses: { 200: json(versionOut, 'The version'), 401: notSignedIn, 403: notAllowed, 404: missing, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'templates.read')
      const { key, version } = c.req.valid('param')
      const row = await readVersion(c.var.context, workspaceId, key, version)
      const { email_subject, email_body, sms_wording } = row
      return c.json({ ...versionInList(row), email_subject, email_body, sms_wording }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/v1/templates/{key}',
      tags,
      summary: 'Give a template words of the workspace’s own, as a new version',
      request: { params, ...body(templateInput) },
      responses: {
        200: json(templateOut, 'The template'),
        401: notSignedIn,
        403: notAllowed,
        404: missing,
        409: conflict,
        422: unfit,
      },
    }),
    async (c) => {
      const actor = allow(c, 'templates.write')
      const { key } = c.req.valid('param')
      await saveWording(c.var.context, actor, key, c.req.valid('json'))
      return c.json(await showTemplate(c.var.context, actor.workspaceId, key), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/templates/{key}',
      tags,
      summary: 'Go back to the catalog’s words; the versions stay',
      request: { params },
      responses: { 204: { description: 'The catalog’s words hold' }, 401: notSignedIn, 403: notAllowed, 404: missing },
    }),
    async (c) => {
      await returnToCatalog(c.var.context, allow(c, 'templates.write'), c.req.valid('param').key)
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/templates/{key}/preview',
      tags,
      summary: 'How an email and a text of this template look, of a draft too; nothing is saved or sent',
      request: { params, ...body(previewInput) },
      responses: { 200: json(previewOut, 'Both'), 401: notSignedIn, 403: notAllowed, 404: missing, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'templates.read')
      return c.json(
        await previewTemplate(c.var.context, workspaceId, c.req.valid('param').key, c.req.valid('json')),
        200,
      )
    },
  )
