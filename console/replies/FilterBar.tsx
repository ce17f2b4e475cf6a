import { NumberSearch } from '../texts/NumberSearch.tsx'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { DaysChoice, Filters } from '../ui/Filters.tsx'
import { KINDS } from './filters.ts'
import { useFilters } from './useFilters.ts'
import { kindWords } from './words.ts'

const kinds = KINDS.map((value) => ({ value, label: kindWords[value] }))

export function FilterBar() {
  const { filters, isFiltered, change, clear } = useFilters()
  const { kind, days, recipient } = filters
  return (
    <Filters
      lead={
        <NumberSearch
          recipient={recipient}
          onFind={(found) => change({ recipient: found })}
          held="From"
          label="Search by number"
          placeholder="Number"
          howTo="Search by a whole number with + and country code."
        />
      }
      active={[kind, days].filter((value) => value !== undefined).length}
      onClear={isFiltered ? clear : undefined}
    >
      <FilterChoice
        label="Kind"
        any="Any kind"
        options={kinds}
        value={kind}
        onPick={(picked) => change({ kind: KINDS.find((one) => one === picked) })}
      />
      <DaysChoice days={days} onPick={(picked) => change({ days: picked })} />
    </Filters>
  )
}
