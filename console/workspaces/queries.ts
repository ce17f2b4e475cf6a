import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** How the workspace stands. Asked again and again, since an operator or another owner may change it meanwhile. */
export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: api.workspace,
  refetchInterval: 15_000,
  // And whenever somebody comes back to the window.
  staleTime: 0,
})

export const installationQuery = queryOptions({ queryKey: ['installation'], queryFn: api.installation })
