import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { tableClass } from '../ui/Table.tsx'
import { DayChart } from './DayChart.tsx'
import { CHANNEL_SERIES, type Point, pointsOf, type Series, type Split, STATUS_SERIES } from './points.ts'
import { statisticsQuery } from './queries.ts'
import { stepOf } from './range.ts'
import classes from './Statistics.module.css'
import { useFilters } from './useFilters.ts'
import { count } from './words.ts'

const STEP_WORDS = { hour: 'By the hour', day: 'By day', week: 'By week' }
const SPLITS = [
  { value: 'status', label: 'Status' },
  { value: 'channel', label: 'Channel' },
]
const VIEWS = [
  { value: 'chart', label: 'Chart' },
  { value: 'table', label: 'Table' },
]

/** How many there were in the course of the range, and what became of them. */
export function OverTime() {
  const { asked, range, timeZone } = useFilters()
  const [split, setSplit] = useState<Split>('status')
  const [view, setView] = useState('chart')
  const step = stepOf(range)
  const time = step === 'hour' ? 'hour' : 'day'
  const groups = useQuery(statisticsQuery({ ...asked, group_by: split === 'channel' ? `${time},channel` : time }))
  // While another range is on its way, bars of the one before would stand under the wrong days.
  const isOther = groups.data && (groups.data.from !== range.from || groups.data.to !== range.to)
  const points = groups.data && !isOther && pointsOf(groups.data.groups, range, timeZone, split)
  const series = split === 'status' ? STATUS_SERIES : CHANNEL_SERIES
  return (
    <Section title={STEP_WORDS[step]}>
      <div className={classes.views}>
        <SegmentedControl
          size="xs"
          aria-label="Split by"
          data={SPLITS}
          value={split}
          onChange={(picked) => setSplit(picked as Split)}
        />
        <SegmentedControl size="xs" aria-label="Shown as" data={VIEWS} value={view} onChange={setView} />
      </div>
      {groups.isError && !points && <LoadError thing="the chart" retry={groups.refetch} />}
      {!points && !groups.isError && (
        <div className={classes.chartWaits} aria-busy>
          <Bar width="100%" />
        </div>
      )}
      {points && view === 'chart' && <DayChart key={split} points={points} series={series} />}
      {points && view === 'table' && <PointTable points={points} series={series} what={STEP_WORDS[step]} />}
    </Section>
  )
}

function PointTable({ points, series, what }: { points: Point[]; series: Series[]; what: string }) {
  const rows = points.filter(({ parts }) => Object.values(parts).some((value) => value > 0)).reverse()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.scrolls} tabIndex={0} aria-label={`${what}, as a table`}>
      <table className={`${tableClass.plain} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, label, parts }) => (
            <tr key={at}>
              <th scope="row">{label}</th>
              {series.map(({ name }) => (
                <td key={name}>{count(parts[name] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
