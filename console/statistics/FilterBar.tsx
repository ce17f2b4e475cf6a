import { SegmentedControl, TextInput } from '@mantine/core'
import { EVENTS } from '../../shared/events.ts'
import { classWords } from '../texts/status.ts'
import { FilterChoice } from '../ui/FilterChoice.tsx'
import { Filters } from '../ui/Filters.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { CHANNELS, CLASSES, SPANS } from './filters.ts'
import classes from './Statistics.module.css'
import { useFilters } from './useFilters.ts'
import { channelName, eventTypeName } from './words.ts'

const spans = [...SPANS.map((days) => ({ value: String(days), label: `${days} days` })), { value: '', label: 'Custom' }]
const channels = CHANNELS.map((value) => ({ value, label: channelName(value) }))
const kinds = CLASSES.map((value) => ({ value, label: classWords[value] }))
const types = [...Object.keys(EVENTS), 'direct'].map((value) => ({ value, label: eventTypeName(value) }))

export function FilterBar() {
  const isPhone = useIsPhone()
  return (
    <>
      {isPhone && <Span />}
      <Narrowed lead={isPhone ? null : <Span />} />
    </>
  )
}

function Narrowed({ lead }: { lead: React.ReactNode }) {
  const { filters, isFiltered, change } = useFilters()
  const { channel, class: kind, event_type: type } = filters
  const known = type === undefined || types.some(({ value }) => value === type)
  return (
    <Filters
      lead={lead}
      active={[channel, kind, type].filter((value) => value !== undefined).length}
      onClear={isFiltered ? () => change({ channel: undefined, class: undefined, event_type: undefined }) : undefined}
    >
      <FilterChoice
        label="Channel"
        any="Any channel"
        options={channels}
        value={channel}
        onPick={(picked) => change({ channel: CHANNELS.find((one) => one === picked) })}
      />
      <FilterChoice
        label="Class"
        any="Any class"
        options={kinds}
        value={kind}
        onPick={(picked) => change({ class: CLASSES.find((one) => one === picked) })}
      />
      <FilterChoice
        label="Event"
        any="Any event"
        options={known ? types : [...types, { value: type, label: eventTypeName(type) }]}
        value={type}
        onPick={(picked) => change({ event_type: picked })}
      />
    </Filters>
  )
}

/** How far back, or from which day to which. */
function Span() {
  const { filters, range, today, change } = useFilters()
  const isCustom = filters.from !== undefined
  return (
    <div className={classes.span}>
      <SegmentedControl
        size="xs"
        aria-label="Time"
        data={spans}
        value={isCustom ? '' : String(filters.days ?? 30)}
        onChange={(picked) =>
          change(
            picked === '' ? { ...range, days: undefined } : { days: Number(picked), from: undefined, to: undefined },
          )
        }
      />
      {isCustom && (
        <span className={classes.dates}>
          <TextInput
            type="date"
            aria-label="From"
            value={range.from}
            max={today}
            onChange={({ currentTarget: { value } }) => value && change({ from: value, to: range.to })}
          />
          <span aria-hidden>–</span>
          <TextInput
            type="date"
            aria-label="To"
            value={range.to}
            max={today}
            onChange={({ currentTarget: { value } }) => value && change({ from: range.from, to: value })}
          />
        </span>
      )}
    </div>
  )
}
