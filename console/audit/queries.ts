import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type AuditFilter, api } from '../api.ts'
import { timeOfEntry } from './entry-at.ts'

export const entriesQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => api.audit(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** One that the list does not show (any more), found by the time that its id tells; null where there is none. */
export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit-entry', id],
    queryFn: async () => {
      const at = timeOfEntry(id)
      if (!at) return null
      const filter = { from: at.toISOString(), to: new Date(at.getTime() + 1).toISOString() }
      return (await api.audit(filter)).items.find((entry) => entry.id === id) ?? null
    },
  })

/** It moves by itself, a moment after each entry. */
export const chainQuery = queryOptions({ queryKey: ['audit-chain'], queryFn: api.auditChain, refetchInterval: 5000 })

export const actionsQuery = queryOptions({
  queryKey: ['audit-actions'],
  queryFn: api.auditActions,
  staleTime: Number.POSITIVE_INFINITY,
})

export const actorsQuery = queryOptions({ queryKey: ['audit-actors'], queryFn: api.auditActors })

export const headsQuery = queryOptions({
  queryKey: ['audit-heads'],
  queryFn: api.auditHeads,
  refetchInterval: 10_000,
})
