import { createRoute, z } from '@hono/zod-openapi'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { diagnoseChannel } from './channel/diagnose.ts'
import { channelDiagnosis } from './channel/schema.ts'
import { diagnoseMessage } from './message.ts'
import { diagnosePerson } from './person.ts'
import { about, messageDiagnosis, personAsked, personDiagnosis } from './schema.ts'

const tags = ['Diagnosis']
const { 401: notSignedIn, 403: notAllowed, 404: missing, 422: unfit } = problems
const idParam = z.object({ id: z.string().max(100) })

/** Why something did not arrive: read from what is on record, and asked again as things stand now. Nothing is changed. */
export const diagnosisRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/{id}/diagnosis',
      tags,
      summary: 'Which check decided about a message, and whether the same would go now',
      request: { params: idParam },
      responses: { 200: json(messageDiagnosis, 'The diagnosis'), 401: notSignedIn, 403: notAllowed, 404: missing },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      return c.json(await diagnoseMessage(c.var.context, actor, c.req.valid('param').id), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/people/{id}/diagnosis',
      tags,
      summary: 'Why a person got nothing: of an event, of the newest of a type, or in the last 24 hours',
      request: { params: idParam, query: about },
      responses: {
        200: json(personDiagnosis, 'Every rule with yes or no'),
        ...{ 401: notSignedIn, 403: notAllowed, 404: missing, 422: unfit },
      },
    }),
    async (c) => {
      const actor = allow(c, 'people.read')
      allow(c, 'history.read')
      const { id } = c.req.valid('param')
      return c.json(await diagnosePerson(c.var.context, actor, { id }, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/diagnosis',
      tags,
      summary: 'The same for somebody by what the product calls them, whom the directory may not know',
      request: body(personAsked),
      responses: {
        200: json(personDiagnosis, 'Every rule with yes or no'),
        ...{ 401: notSignedIn, 403: notAllowed, 422: unfit },
      },
    }),
    async (c) => {
      const actor = allow(c, 'people.read')
      allow(c, 'history.read')
      const { person: ref, ...asked } = c.req.valid('json')
      return c.json(await diagnosePerson(c.var.context, actor, { ref }, asked), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/sms/diagnosis',
      tags,
      summary: 'What people complain of, and the causes that were found; the provider is asked anew',
      responses: { 200: json(channelDiagnosis, 'Symptom by symptom'), 401: notSignedIn, 403: notAllowed },
    }),
    async (c) => c.json(await diagnoseChannel(c.var.context, allow(c, 'sms.read')), 200),
  )
