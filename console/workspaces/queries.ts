import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, type Overseen, type WorkspaceState } from '../api.ts'

/** How the workspace stands. Asked again and again, since an operator or another owner may change it meanwhile. */
export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: api.workspace,
  refetchInterval: 15_000,
  // And whenever somebody comes back to the window.
  staleTime: 0,
})

export const installationQuery = queryOptions({ queryKey: ['installation'], queryFn: api.installation })

export interface OverseenFilter {
  search?: string
  state?: WorkspaceState
}

export const overseenQuery = (filter: OverseenFilter) =>
  infiniteQueryOptions({
    queryKey: ['overseen', filter],
    queryFn: ({ pageParam }) => api.workspaces(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** One that the list does not show, as its filters or its length may have it; null where there is none. */
export const overseenOneQuery = (slug: string) =>
  queryOptions({ queryKey: ['overseen', 'one', slug], queryFn: () => overseenBySlug(slug) })

/** The search finds parts of names and slugs too. */
async function overseenBySlug(slug: string, after?: string): Promise<Overseen | null> {
  const { items, next } = await api.workspaces({ search: slug }, after)
  const found = items.find((workspace) => workspace.slug === slug)
  if (found || !next) return found ?? null
  return overseenBySlug(slug, next)
}
