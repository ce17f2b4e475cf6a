import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RepliesOut } from '../api.ts'
import { changesQuery, readinessQuery, repliesQuery } from './queries.ts'

/** Changes where replies go at the provider. Also where it failed, what stands there now is asked for. */
export function useChangeReplies<Wanted>(change: (wanted: Wanted) => Promise<RepliesOut>, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (now) => {
      queries.setQueryData(repliesQuery.queryKey, now)
      onDone()
    },
    onError: () => queries.invalidateQueries({ queryKey: repliesQuery.queryKey }),
    onSettled: () => {
      for (const { queryKey } of [readinessQuery, changesQuery]) void queries.invalidateQueries({ queryKey })
    },
  })
}
