import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const healthQuery = queryOptions({ queryKey: ['health'], queryFn: api.health, refetchInterval: 10_000 })

/** The newest of them are what somebody looks for. */
export const mailsQuery = queryOptions({ queryKey: ['mails'], queryFn: api.mails, refetchInterval: 30_000 })

export const minutesQuery = (hours: number) =>
  queryOptions({
    queryKey: ['health-minutes', hours],
    queryFn: () => api.healthMinutes(hours),
    refetchInterval: 60_000,
    placeholderData: (previous) => previous,
  })
