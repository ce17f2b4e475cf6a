import { createRoute, z } from '@hono/zod-openapi'
import { downloadHeaders } from '../kit/download.ts'
import { allow, json, newRoutes, problems } from '../kit/route.ts'
import { exportStatistics } from './export.ts'
import { listPeople, readPlace } from './people.ts'
import { readGrouping, readRange } from './range.ts'
import { readStatistics } from './read.ts'
import { peoplePage, peopleQuery, statisticsOut, statisticsQuery } from './schema.ts'

const tags = ['Statistics']
const { 401: notSignedIn, 403: notAllowed, 422: unfit } = problems
const refusals = { 401: notSignedIn, 403: notAllowed, 422: unfit }

const read = createRoute({
  method: 'get',
  path: '/v1/statistics',
  tags,
  summary: 'How many messages, what became of them, how long it took and what it cost',
  request: { query: statisticsQuery },
  responses: { 200: json(statisticsOut, 'The sums of the range and of its groups'), ...refusals },
})

const people = createRoute({
  method: 'get',
  path: '/v1/statistics/people',
  tags,
  summary: 'Who was told most',
  description: 'People alone: what went to a bare number counts for nobody. Reaches back as far as the messages do.',
  request: { query: peopleQuery },
  responses: { 200: json(peoplePage, 'One page'), ...refusals },
})

const download = createRoute({
  method: 'get',
  path: '/v1/statistics/export',
  tags,
  summary: 'The groups of a range as CSV; by day and channel when nothing else is asked for',
  request: { query: statisticsQuery },
  responses: {
    200: { description: 'The table', content: { 'text/csv': { schema: z.string() } } },
    ...refusals,
  },
})

export const statisticsRoutes = newRoutes()
  .openapi(read, async (c) => {
    const actor = allow(c, 'history.read')
    const { group_by, ...query } = c.req.valid('query')
    const grouping = readGrouping(group_by)
    return c.json(await readStatistics(c.var.context, actor, readRange(query, grouping), grouping), 200)
  })
  .openapi(people, async (c) => {
    const actor = allow(c, 'history.read')
    const { limit, after, ...query } = c.req.valid('query')
    return c.json(await listPeople(c.var.context, actor, readRange(query), { limit, after: readPlace(after) }), 200)
  })
  .openapi(download, async (c) => {
    const actor = allow(c, 'history.read')
    const { group_by = 'day,channel', ...query } = c.req.valid('query')
    const grouping = readGrouping(group_by)
    const range = readRange(query, grouping)
    const table = await exportStatistics(c.var.context, actor, range, grouping)
    return c.body(table, 200, downloadHeaders(`statistics-${range.from}-${range.to}.csv`))
  })
