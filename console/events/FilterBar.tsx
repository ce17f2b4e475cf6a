import { EVENTS } from '../../shared/events.ts'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { DaysChoice, Filters } from '../ui/Filters.tsx'
import { OUTCOMES } from './filters.ts'
import { useFilters } from './useFilters.ts'
import { outcomeLooks } from './words.ts'

const types = Object.entries(EVENTS).map(([value, { name }]) => ({ value, label: name }))
const outcomes = OUTCOMES.map((value) => ({ value, label: outcomeLooks[value].word }))

export function FilterBar() {
  const { filters, isFiltered, change, clear } = useFilters()
  const { type, outcome, days } = filters
  // A workspace's own types stand in addresses and in no list of ours.
  const known = type === undefined || types.some(({ value }) => value === type)
  return (
    <Filters
      active={[type, outcome, days].filter((value) => value !== undefined).length}
      onClear={isFiltered ? clear : undefined}
    >
      <FilterChoice
        label="Event"
        any="Any event"
        options={known ? types : [...types, { value: type, label: type.replaceAll('_', ' ') }]}
        value={type}
        onPick={(picked) => change({ type: picked })}
      />
      <FilterChoice
        label="Outcome"
        any="Any outcome"
        options={outcomes}
        value={outcome}
        onPick={(picked) => change({ outcome: OUTCOMES.find((one) => one === picked) })}
      />
      <DaysChoice days={days} onPick={(picked) => change({ days: picked })} />
    </Filters>
  )
}
