import { NumberSearch } from '../texts/NumberSearch.tsx'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { DaysChoice, Filters } from '../ui/Filters.tsx'
import { SCOPES, SOURCES } from './filters.ts'
import { useFilters } from './useFilters.ts'
import { scopeWords, sourceWords } from './words.ts'

const sources = SOURCES.map((value) => ({ value, label: sourceWords[value] }))
const scopes = SCOPES.map((value) => ({ value, label: scopeWords[value] }))

export function FilterBar() {
  const { filters, isFiltered, change, clear } = useFilters()
  const { source, scope, days, recipient } = filters
  return (
    <Filters
      lead={
        <NumberSearch
          recipient={recipient}
          // One number is in the list or not, whatever else is asked for.
          onFind={(found) => change({ source: undefined, scope: undefined, days: undefined, recipient: found })}
          held="Only"
          label="Search by number"
          placeholder="Number"
          howTo="Search by a whole number with + and country code."
        />
      }
      active={[source, scope, days].filter((value) => value !== undefined).length}
      onClear={isFiltered ? clear : undefined}
    >
      {recipient === undefined && (
        <>
          <FilterChoice
            label="Source"
            any="Any source"
            options={sources}
            value={source}
            onPick={(picked) => change({ source: SOURCES.find((one) => one === picked) })}
          />
          <FilterChoice
            label="Reach"
            any="Any reach"
            options={scopes}
            value={scope}
            onPick={(picked) => change({ scope: SCOPES.find((one) => one === picked) })}
          />
          <DaysChoice days={days} onPick={(picked) => change({ days: picked })} />
        </>
      )}
    </Filters>
  )
}
