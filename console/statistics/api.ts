import type { StatisticsQuery } from '../../server/statistics/schema.ts'
import { download, read, v1 } from '../ask.ts'

export type { Measures, Statistics } from '../../server/statistics/schema.ts'

/** What is asked for: a range, what it is narrowed by, and how it is split. */
export type Asked = StatisticsQuery

/** What statistics ask of the server; see {@link ../api.ts}. */
export const statisticsApi = {
  read: (query: Asked) => read(v1.statistics.$get({ query })),
  people: (query: Omit<Asked, 'group_by'>, after?: string) =>
    read(v1.statistics.people.$get({ query: { ...query, limit: '10', ...(after && { after }) } })),
  export: (query: Asked) => download(v1.statistics.export.$get({ query })),
}
