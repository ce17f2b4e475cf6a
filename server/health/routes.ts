import { createRoute } from '@hono/zod-openapi'
import { json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { readFigures } from './figures.ts'
import { readMinutes } from './read-minutes.ts'
import { readReadiness } from './ready.ts'
import { healthOut, minutesOut, minutesQuery } from './schema.ts'
import { readWorkers } from './workers.ts'

const tags = ['Installation']
const { 401: notSignedIn, 403: notOperator, 422: unfit, 503: away } = problems

export const healthRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/health',
      tags,
      summary: 'Whether texts go out, which alarms stand, and who is at work (operator)',
      responses: { 200: json(healthOut, 'As it is now'), 401: notSignedIn, 403: notOperator, 503: away },
    }),
    async (c) => {
      operatorOnly(c)
      const { context } = c.var
      const [readiness, figures, workers] = await Promise.all([
        readReadiness(context),
        readFigures(context),
        readWorkers(context),
      ])
      const alarms = readiness.alarms.map(({ stopsSending, since, ...told }) => ({
        ...told,
        since: since?.toISOString() ?? null,
        stops_sending: stopsSending,
      }))
      return c.json({ ...readiness, alarms, ...figures, workers }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/health/minutes',
      tags,
      summary: 'Figures of the last hours, for charts (operator)',
      request: { query: minutesQuery },
      responses: {
        200: json(minutesOut, 'At most about 120 stretches, oldest first; without those that nobody counted'),
        401: notSignedIn,
        403: notOperator,
        422: unfit,
        503: away,
      },
    }),
    async (c) => {
      operatorOnly(c)
      return c.json(await readMinutes(c.var.context, c.req.valid('query').hours), 200)
    },
  )
