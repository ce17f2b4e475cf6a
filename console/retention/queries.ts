import { queryOptions } from '@tanstack/react-query'
import { retentionApi } from './api.ts'

/** Looked at again while it is open: what is older goes by and by. */
export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: retentionApi.show,
  refetchInterval: 4000,
})
