import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'

export const membersQuery = infiniteQueryOptions({
  queryKey: ['members'],
  queryFn: ({ pageParam }) => api.members(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['invitations'],
  queryFn: ({ pageParam }) => api.invitations(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export const rolesQuery = queryOptions({ queryKey: ['roles'], queryFn: api.roles })

/** After any change here: who is here, who is invited, which roles there are, and what oneself may do. */
export function useRefresh(): () => Promise<unknown> {
  const queries = useQueryClient()
  return () =>
    Promise.all(['members', 'invitations', 'roles', 'me'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
}
