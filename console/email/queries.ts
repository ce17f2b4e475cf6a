import { queryOptions } from '@tanstack/react-query'
import { emailApi } from './api.ts'

/** Looked at again while it is open: a redirect ends by itself. */
export const emailQuery = queryOptions({
  queryKey: ['email-settings'],
  queryFn: emailApi.settings,
  refetchInterval: 30_000,
})
