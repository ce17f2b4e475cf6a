import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { api, type MeOut } from '../api.ts'
import { chooseWorkspace, chosenWorkspace } from '../chosen-workspace.ts'
import { meQuery } from '../shell/session.ts'
import { useLeaving } from '../ui/leaving.tsx'
import { toastFailure } from '../ui/toast.tsx'
import { enterWorkspace } from './ask-me.ts'

/** Into another workspace, at its start. What was known of the one before is forgotten. */
export function useSwitch(): (workspace: { id: string; name: string }, to?: '/' | '/settings/sms') => Promise<void> {
  const queries = useQueryClient()
  const router = useRouter()
  const { mayLeave } = useLeaving()
  return async (workspace, to = '/') => {
    if (!(await mayLeave())) return
    const before = chosenWorkspace()
    let me: MeOut
    chooseWorkspace({ id: workspace.id, name: workspace.name, by: before?.by ?? null })
    try {
      me = await api.me()
    } catch (error) {
      chooseWorkspace(before)
      return toastFailure(`You are still in ${before?.name ?? 'the same workspace'}.`, error)
    }
    enterWorkspace(me)
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    queries.setQueryData(meQuery.queryKey, me)
    await router.navigate({ to })
  }
}
