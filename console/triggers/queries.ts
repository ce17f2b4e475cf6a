import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { type Trigger, type TriggerDraft, triggersApi } from './api.ts'

export const triggersQuery = queryOptions({ queryKey: ['triggers'], queryFn: allTriggers })

/** A workspace has some dozens at most, and they are looked at side by side. */
async function allTriggers(): Promise<Trigger[]> {
  const triggers: Trigger[] = []
  let after: string | undefined
  do {
    const page = await triggersApi.page(after)
    triggers.push(...page.items)
    after = page.next ?? undefined
  } while (after)
  return triggers
}

export const triggerQuery = (id: string) =>
  queryOptions({ queryKey: ['trigger', id], queryFn: () => triggersApi.one(id) })

/** Events go on coming in while the form is open. */
export const triedQuery = (draft: TriggerDraft) =>
  queryOptions({
    queryKey: ['trigger-try', draft],
    queryFn: () => triggersApi.try(draft),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
    retry: false,
  })

/** After a change: this trigger as it is now, and the list. */
export function useChanged() {
  const queries = useQueryClient()
  return (trigger: Trigger) => {
    queries.setQueryData(triggerQuery(trigger.id).queryKey, trigger)
    queries.setQueryData(triggersQuery.queryKey, (all) => all?.map((one) => (one.id === trigger.id ? trigger : one)))
    return queries.invalidateQueries({ queryKey: triggersQuery.queryKey })
  }
}
