import { FilterChoice } from '../ui/FilterChoice.tsx'
import { FilterSearch, Filters } from '../ui/Filters.tsx'
import { useTypedSearch } from '../ui/useTypedSearch.ts'
import { useFilters } from './filter.ts'
import { isState, stateWords } from './state-words.ts'

const states = Object.keys(stateWords)
  .filter(isState)
  .map((state) => ({ value: state, label: stateWords[state].word }))

export function FilterBar() {
  const { filters, isFiltered, find, pick, clear } = useFilters()
  const { typed, type } = useTypedSearch(filters.search ?? '', find)
  return (
    <Filters
      lead={
        <FilterSearch
          aria-label="Search by name or slug"
          placeholder="Name or slug"
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
      }
      active={filters.state ? 1 : 0}
      onClear={isFiltered ? clear : undefined}
    >
      <FilterChoice label="State" any="Any state" options={states} value={filters.state} onPick={pick} />
    </Filters>
  )
}
