import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { api, type OptOut, type OptOutFilter } from '../api.ts'
import type { LiveSource } from '../ui/live-list.ts'

const POLL_MS = 5_000

export const optOutSource: LiveSource<OptOut, OptOutFilter> = {
  name: 'opt-outs',
  ask: api.optOuts,
  keyOf: ({ handle }) => handle,
  isNewer: (one, other) => one.created_at > other.created_at,
  // START takes an entry away.
  mayLose: true,
}

/** The entry of one number; null where it may be texted. */
export const numberQuery = (recipient: string) =>
  queryOptions({
    queryKey: ['opt-outs', 'of', recipient],
    queryFn: async () => (await api.optOuts({ recipient })).items[0] ?? null,
    refetchInterval: POLL_MS,
  })

/** The text that an entry rests on. */
export const saidQuery = (id: string) =>
  queryOptions({ queryKey: ['inbound', 'one', id], queryFn: () => api.inboundText(id), staleTime: 60_000 })

/** After any change here: what is stopped is told of people and in conversations too. */
export function useRefresh(): () => Promise<unknown> {
  const queries = useQueryClient()
  return () =>
    Promise.all(
      [['opt-outs'], ['newest', 'opt-outs'], ['people'], ['person']].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    )
}
