import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const ssoQuery = queryOptions({ queryKey: ['sso'], queryFn: api.singleSignOn })

export const claimsQuery = infiniteQueryOptions({
  queryKey: ['sso-claims'],
  queryFn: ({ pageParam }) => api.domainClaims(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})
