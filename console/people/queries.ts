import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { api, type Group, type PeopleFilter } from '../api.ts'

export const peopleQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', filter],
    queryFn: ({ pageParam }) => api.people(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** Somebody may answer STOP or confirm a number while they are looked at. */
export const personQuery = (id: string) =>
  queryOptions({ queryKey: ['person', id], queryFn: () => api.person(id), refetchInterval: 10_000 })

export const groupsQuery = queryOptions({ queryKey: ['groups'], queryFn: allGroups })

/** They are chosen from, so all of them are wanted at once. */
async function allGroups(): Promise<Group[]> {
  const groups: Group[] = []
  let after: string | undefined
  do {
    const page = await api.groups(after)
    groups.push(...page.items)
    after = page.next ?? undefined
  } while (after)
  return groups.toSorted((a, b) => a.name.localeCompare(b.name))
}

/** After any change here: who there is, what is known of them, and how many are in each group. */
export function useRefresh(): () => Promise<unknown> {
  const queries = useQueryClient()
  return () => Promise.all(['people', 'person', 'groups'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
}
