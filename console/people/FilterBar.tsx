import { useQuery } from '@tanstack/react-query'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { Filters } from '../ui/Filters.tsx'
import { REACHES, reachIn } from './filters.ts'
import { groupsQuery } from './queries.ts'
import { SearchField } from './SearchField.tsx'
import { useFilters } from './useFilters.ts'
import { reachLooks } from './words.ts'

const reachOptions = REACHES.map((value) => ({ value, label: reachLooks[value].filter }))
const whoOptions = [
  { value: 'active', label: 'Active' },
  { value: 'inactive', label: 'Not active' },
]

export function FilterBar() {
  const { filters, isFiltered, change, clear } = useFilters()
  const { group, reach, who } = filters
  const groups = useQuery(groupsQuery).data?.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return (
    <Filters
      lead={<SearchField />}
      active={[group, reach, who].filter((value) => value !== undefined).length}
      onClear={isFiltered ? clear : undefined}
    >
      {(groups.length > 0 || group) && (
        <FilterChoice
          label="Group"
          any="Any group"
          options={groups}
          value={group}
          onPick={(picked) => change({ group: picked })}
        />
      )}
      <FilterChoice
        label="Reach"
        any="Anybody"
        options={reachOptions}
        value={reach}
        onPick={(picked) => change({ reach: reachIn(picked) })}
      />
      <FilterChoice
        label="Activity"
        any="Active or not"
        options={whoOptions}
        value={who}
        onPick={(picked) => change({ who: picked as typeof who })}
      />
    </Filters>
  )
}
