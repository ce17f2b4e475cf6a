import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { FilterSearch, Filters } from '../ui/Filters.tsx'
import { useFilters } from './filter.ts'
import { isState, stateWords } from './state-words.ts'

const states = Object.keys(stateWords)
  .filter(isState)
  .map((state) => ({ value: state, label: stateWords[state].word }))

export function FilterBar() {
  const { filters, isFiltered, find, pick, clear } = useFilters()
  const [typed, setTyped] = useState(filters.search ?? '')
  const findSoon = useDebouncedCallback(find, 250)
  const clearAll = () => {
    findSoon.cancel()
    setTyped('')
    clear()
  }
  return (
    <Filters
      lead={
        <FilterSearch
          aria-label="Search by name or slug"
          placeholder="Name or slug"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            findSoon(event.currentTarget.value.trim())
          }}
        />
      }
      active={filters.state ? 1 : 0}
      onClear={isFiltered ? clearAll : undefined}
    >
      <FilterChoice label="State" any="Any state" options={states} value={filters.state} onPick={pick} />
    </Filters>
  )
}
