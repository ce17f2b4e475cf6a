import { queryOptions } from '@tanstack/react-query'
import { type Asked, diagnosisApi } from './api.ts'

/** By our id, or by what the product calls somebody. */
export type Whom = { id: string } | { ref: string }

export const personDiagnosisQuery = (whom: Whom, asked: Asked) =>
  queryOptions({
    queryKey: ['diagnosis', whom, asked],
    queryFn: () => ('id' in whom ? diagnosisApi.person(whom.id, asked) : diagnosisApi.somebody(whom.ref, asked)),
    staleTime: 0,
  })

export const messageDiagnosisQuery = (id: string) =>
  queryOptions({ queryKey: ['diagnosis', 'message', id], queryFn: () => diagnosisApi.message(id), staleTime: 0 })

/** Asks the provider, so it is not asked again by itself. */
export const channelDiagnosisQuery = queryOptions({
  queryKey: ['diagnosis', 'channel'],
  queryFn: diagnosisApi.channel,
  staleTime: 10_000,
  refetchOnWindowFocus: false,
})
