import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import '@mantine/charts/styles.layer.css'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import classes from './Chart.module.css'
import { Chart, type ChartProps } from './Chart.tsx'
import { countMarks, pointsOf, short, shortSpan, spanMarks } from './points.ts'
import { minutesQuery } from './queries.ts'

const SPANS = [
  { value: '1', label: '1 h' },
  { value: '3', label: '3 h' },
  { value: '12', label: '12 h' },
  { value: '48', label: '2 days' },
]

const counts = { format: short, marks: countMarks }
const spans = { format: shortSpan, marks: spanMarks }
const seconds: typeof spans = {
  format: (value) => shortSpan(value * 1000),
  marks: (most) => spanMarks(most * 1000).map((ms) => ms / 1000),
}

const CHARTS: Omit<ChartProps, 'points'>[] = [
  {
    title: 'Handed over, a minute',
    ...counts,
    lines: [
      { name: 'accepted', label: 'Accepted', color: 'var(--green)' },
      { name: 'rejected', label: 'Refused', color: 'var(--red)', dash: '6 3' },
      { name: 'not_sent', label: 'To be tried again', color: 'var(--amber)', dash: '2 3' },
      { name: 'unknown', label: 'In doubt', color: 'var(--blue)', dash: '8 3 2 3' },
    ],
  },
  {
    title: 'From due to handed over',
    ...spans,
    lines: [
      { name: 'wait_p50_ms', label: 'Half within', color: 'var(--accent)' },
      { name: 'wait_p95_ms', label: '95 of 100 within', color: 'var(--ink-3)', dash: '6 3' },
    ],
  },
  {
    title: 'Waiting',
    ...counts,
    lines: [{ name: 'waiting', label: 'Texts', color: 'var(--accent)' }],
  },
  {
    title: 'Oldest that is due',
    ...seconds,
    lines: [{ name: 'oldest_due_seconds', label: 'Due for', color: 'var(--accent)' }],
  },
  {
    title: 'In doubt, and how it was decided',
    ...counts,
    lines: [
      { name: 'in_doubt', label: 'In doubt', color: 'var(--amber)' },
      { name: 'by_callback', label: 'By callback', color: 'var(--green)', dash: '6 3' },
      { name: 'by_listing', label: 'By listing', color: 'var(--blue)', dash: '2 3' },
      { name: 'by_person', label: 'By a person', color: 'var(--ink-3)', dash: '8 3 2 3' },
    ],
  },
  {
    title: 'Receipts',
    ...counts,
    lines: [
      { name: 'called_back', label: 'Came', color: 'var(--green)' },
      { name: 'asked', label: 'Asked for', color: 'var(--amber)', dash: '6 3' },
      { name: 'refused', label: 'Signature refused', color: 'var(--red)', dash: '2 3' },
    ],
  },
  {
    title: 'Database transactions',
    ...spans,
    lines: [{ name: 'database_p95_ms', label: '95 of 100 within', color: 'var(--accent)' }],
  },
  {
    title: 'Proven doubles',
    ...counts,
    lines: [{ name: 'doubles', label: 'Sent twice', color: 'var(--red)' }],
  },
]

export function ChartsSection() {
  const [hours, setHours] = useState('3')
  const minutes = useQuery(minutesQuery(Number(hours)))
  const points = minutes.data && pointsOf(minutes.data)
  return (
    <Section
      title="Lately"
      purpose={`Of all processes together; a line breaks where none was running.${minutes.data ? ` A point for each ${shortSpan(minutes.data.seconds * 1000)}.` : ''}`}
    >
      <div className={classes.span}>
        <SegmentedControl size="xs" aria-label="How far back" data={SPANS} value={hours} onChange={setHours} />
      </div>
      {minutes.isError && !points && <LoadError thing="the charts" retry={minutes.refetch} />}
      {points?.length === 0 && <p>Nothing was counted yet. The first minute is drawn in a moment.</p>}
      {points?.length !== 0 && (points || minutes.isPending) && (
        <div className={classes.charts}>
          {CHARTS.map((chart) =>
            points ? <Chart key={chart.title} {...chart} points={points} /> : <Waiting key={chart.title} {...chart} />,
          )}
        </div>
      )}
    </Section>
  )
}

function Waiting({ title }: { title: string }) {
  return (
    <div className={classes.chart} aria-busy>
      <h3 className={classes.title}>{title}</h3>
      <Bar width="100%" />
    </div>
  )
}
