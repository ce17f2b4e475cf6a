import { useQuery } from '@tanstack/react-query'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { DaysChoice, Filters } from '../ui/Filters.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { useFilters } from './filter.ts'
import { Held } from './Held.tsx'
import { MoreFilters } from './MoreFilters.tsx'
import { choicesQuery } from './queries.ts'
import { SearchField } from './SearchField.tsx'
import { channels, classes, MORE, optionsOf, statuses } from './words.ts'

export function FilterBar() {
  const { filters, isFiltered, change, clear } = useFilters()
  const { status, channel, class: kind, recipient: _, ...others } = filters
  const isPhone = useIsPhone()
  const options = optionsOf(useQuery(choicesQuery).data)
  return (
    <>
      <Filters
        lead={<SearchField />}
        active={[status, channel, kind, ...Object.values(others)].filter((value) => value !== undefined).length}
        onClear={isFiltered ? clear : undefined}
      >
        <FilterChoice
          label="Channel"
          any="Any channel"
          options={channels}
          value={channel}
          onPick={(picked) => change({ channel: picked as typeof channel })}
        />
        <FilterChoice
          label="Status"
          any="Any status"
          options={statuses}
          value={status}
          onPick={(picked) => change({ status: picked })}
        />
        <FilterChoice
          label="Class"
          any="Any class"
          options={classes}
          value={kind}
          onPick={(picked) => change({ class: picked as typeof kind })}
        />
        <DaysChoice days={filters.days} onPick={(picked) => change({ days: picked })} />
        {isPhone ? (
          MORE.map(({ name, label, any }) => (
            <FilterChoice
              key={name}
              label={label}
              any={any}
              options={options[name]}
              value={filters[name]?.toString()}
              onPick={(picked) => change({ [name]: name === 'error' && picked ? Number(picked) : picked })}
            />
          ))
        ) : (
          <MoreFilters options={options} />
        )}
      </Filters>
      <Held options={options} />
    </>
  )
}
