import { classWords } from '../texts/status.ts'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { DaysChoice, Filters } from '../ui/Filters.tsx'
import { classChoices, useFilters } from './filter.ts'
import { SearchField } from './SearchField.tsx'

const statusWords = {
  queued: 'Waiting',
  sending: 'Sending',
  unknown: 'Unknown',
  sent: 'Sent, no receipt yet',
  delivered: 'Delivered',
  assumed_delivered: 'Sent, never confirmed',
  undelivered: 'Not delivered',
  failed: 'Failed',
  expired: 'Expired',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
}
const statuses = Object.entries(statusWords).map(([value, label]) => ({ value, label }))
const classes = classChoices.map((name) => ({ value: name, label: classWords[name] }))

export function FilterBar() {
  const { filters, isFiltered, change, clear } = useFilters()
  const { status, class: kind, days } = filters
  return (
    <Filters
      lead={<SearchField />}
      active={[status, kind, days].filter((value) => value !== undefined).length}
      onClear={isFiltered ? clear : undefined}
    >
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
        onPick={(picked) => change({ class: picked })}
      />
      <DaysChoice days={days} onPick={(picked) => change({ days: picked })} />
    </Filters>
  )
}
