import { useQuery } from '@tanstack/react-query'
import { shortId } from '../../shared/audit/changes.ts'
import { nameOf } from '../../shared/audit/tell.ts'
import { useMe } from '../shell/session.ts'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { DaysChoice, Filters, HeldTo } from '../ui/Filters.tsx'
import { groupActions } from './action-groups.ts'
import { useFilters } from './filter.ts'
import { actionsQuery, actorsQuery } from './queries.ts'

export function FilterBar() {
  const { filters, isFiltered, change, clear } = useFilters()
  const { actor, action, target, days } = filters
  const actors = useQuery(actorsQuery).data?.items.map((one) => ({ value: one.id, label: nameOf(one) })) ?? []
  const { workspace } = useMe()
  const recorded = useQuery(actionsQuery).data?.items
  const actions = recorded ? groupActions(recorded, workspace.installation) : []
  return (
    <Filters
      lead={
        target && (
          <HeldTo freed="On anything" onFree={() => change({ target: undefined })}>
            On <span className="mono">{shortId(target)}</span>
          </HeldTo>
        )
      }
      active={[actor, action, days].filter((value) => value !== undefined).length}
      onClear={isFiltered ? clear : undefined}
    >
      <FilterChoice
        label="Who"
        any="Anybody"
        options={actors}
        value={actor}
        onPick={(picked) => change({ actor: picked })}
      />
      <FilterChoice
        label="What"
        any="Anything"
        options={actions}
        value={action}
        onPick={(picked) => change({ action: picked })}
      />
      <DaysChoice days={days} onPick={(picked) => change({ days: picked })} />
    </Filters>
  )
}
