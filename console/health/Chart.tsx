import { LineChart } from '@mantine/charts'
import { useId } from 'react'
import { day } from '../ui/time.ts'
import classes from './Chart.module.css'
import { type Point, ticksOf } from './points.ts'

export interface Line {
  name: Exclude<keyof Point, 'at'>
  label: string
  color: string
  /** Tells lines apart that cross, without their colours. */
  dash?: string
}

export interface ChartProps {
  title: string
  lines: Line[]
  points: Point[]
  format: (value: number) => string
  /** What is marked at the side where this is the highest value. */
  marks: (most: number) => number[]
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const NO_DASH = '0'

/** One figure over time. What the lines say stands in words above them: now, and the highest. */
export function Chart({ title, lines, points, format, marks }: ChartProps) {
  const heading = useId()
  const from = points[0]?.at ?? 0
  const to = points.at(-1)?.at ?? 0
  const levels = marks(Math.max(0, ...lines.flatMap((line) => valuesOf(line, points))))
  return (
    <figure className={classes.chart} aria-labelledby={heading}>
      <figcaption className={classes.caption}>
        <h3 className={classes.title} id={heading}>
          {title}
        </h3>
        <ul className={classes.lines}>
          {lines.map((line) => (
            <Key key={line.name} line={line} points={points} format={format} />
          ))}
        </ul>
      </figcaption>
      <div aria-hidden className={classes.picture}>
        <LineChart
          h={152}
          data={points}
          dataKey="at"
          series={lines.map(({ name, label, color, dash = NO_DASH }) => ({
            name,
            label,
            color,
            strokeDasharray: dash,
          }))}
          curveType="linear"
          strokeWidth={1.5}
          strokeDasharray={NO_DASH}
          withDots={points.length < 3}
          connectNulls={false}
          accessibilityLayer={false}
          tickLine="none"
          gridColor="var(--line)"
          textColor="var(--ink-3)"
          valueFormatter={format}
          xAxisProps={{
            type: 'number',
            scale: 'time',
            domain: [from, to],
            ticks: ticksOf(from, to),
            tickFormatter: (at: number) => clock.format(at),
            interval: 0,
          }}
          yAxisProps={{ width: 52, ticks: levels, interval: 0, domain: [0, levels.at(-1)!] }}
          lineChartProps={{ margin: { top: 8, right: 1 } }}
          // Without a point under the mouse there is no label either.
          tooltipProps={{ labelFormatter: (at) => (typeof at === 'number' ? day(new Date(at).toISOString(), at) : '') }}
        />
      </div>
    </figure>
  )
}

function Key({
  line: { name, label, color, dash = NO_DASH },
  points,
  format,
}: { line: Line } & Pick<ChartProps, 'points' | 'format'>) {
  const values = valuesOf({ name }, points)
  const last = points.at(-1)?.[name]
  return (
    <li className={classes.line}>
      <svg width="18" height="8" aria-hidden>
        <line x1="0" y1="4" x2="18" y2="4" stroke={color} strokeWidth="2" strokeDasharray={dash} />
      </svg>
      <span>{label}</span> <strong>{typeof last === 'number' ? format(last) : '–'}</strong>
      {values.length > 0 && <span className={classes.most}>max {format(Math.max(...values))}</span>}
    </li>
  )
}

function valuesOf({ name }: Pick<Line, 'name'>, points: Point[]): number[] {
  return points.map((point) => point[name]).filter((value) => typeof value === 'number')
}
