import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Permission } from '../../shared/permissions.ts'
import { api, type MeOut } from '../api.ts'
import { toastFailure } from '../ui/toast.tsx'
import { askMe, leaveWorkspace } from '../workspaces/ask-me.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: askMe,
  staleTime: 60_000,
  // A role or a workspace may be changed by others meanwhile.
  refetchInterval: 15_000,
  refetchOnWindowFocus: 'always',
})

/** Who is signed in. Only on screens behind the sign-in, where the answer is already there. */
export function useMe(): MeOut {
  return useSuspenseQuery(meQuery).data
}

export function useCan(permission: Permission): boolean {
  return useMe().permissions.includes(permission)
}

/** Of this installation: health, restore, public address. */
export function useIsOperator(): boolean {
  return useMe().user?.operator ?? false
}

export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await api.signOut()
    } catch (error) {
      return toastFailure('You are still signed in.', error)
    }
    leaveWorkspace()
    queries.clear()
    await navigate({ to: '/sign-in', search: {} })
  }
}
