import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'

export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: () => api.signInOptions(),
  staleTime: 60_000,
})

/** Whether a mail server is set: without one no mail is promised. Everybody may know, whoever runs the server. */
export function useSendsMail(): boolean {
  return useQuery(signInOptionsQuery).data?.mail ?? false
}
