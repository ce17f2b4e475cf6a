import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: api.settings, refetchInterval: 30_000 })
export const readinessQuery = queryOptions({ queryKey: ['readiness'], queryFn: api.readiness, refetchInterval: 30_000 })
/** Follows what somebody else changes, and texts that come in; the first answer after a save is waited for. */
export const repliesQuery = queryOptions({ queryKey: ['replies'], queryFn: api.replies, refetchInterval: 5000 })
/** Asks the provider, so it is kept for a while. */
export const sendersQuery = queryOptions({
  queryKey: ['senders'],
  queryFn: api.senders,
  staleTime: 60_000,
  retry: false,
})
export const paceQuery = queryOptions({ queryKey: ['pace'], queryFn: api.pace, retry: false })
export const changesQuery = queryOptions({ queryKey: ['changes'], queryFn: api.changes })
export const sampleQuery = queryOptions({ queryKey: ['sample'], queryFn: api.testSample, staleTime: 0 })
