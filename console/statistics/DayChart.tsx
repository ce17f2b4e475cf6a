import { BarChart } from '@mantine/charts'
import '@mantine/charts/styles.layer.css'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { Patterns } from './Patterns.tsx'
import type { Point, Series } from './points.ts'
import classes from './Statistics.module.css'
import { count, shortCount } from './words.ts'

interface DayChartProps {
  points: Point[]
  series: Series[]
}

/** Bars over time. For whoever sees none of it, the same stands in the table that takes its place. */
export function DayChart({ points, series }: DayChartProps) {
  const isPhone = useIsPhone()
  const shown = series.filter(({ name }) => points.some(({ parts }) => parts[name]))
  return (
    <figure className={classes.figure}>
      <Patterns />
      <ul className={classes.legend}>
        {shown.map((one) => (
          <li key={one.name}>
            <Swatch color={one.color} />
            {one.label} <strong>{count(points.reduce((sum, { parts }) => sum + (parts[one.name] ?? 0), 0))}</strong>
          </li>
        ))}
      </ul>
      <div aria-hidden>
        <BarChart
          h={isPhone ? 200 : 240}
          data={points.map(({ label, parts }) => ({ label, ...parts }))}
          dataKey="label"
          type="stacked"
          series={shown}
          tickLine="none"
          gridAxis="x"
          gridColor="var(--line)"
          textColor="var(--ink-3)"
          strokeDasharray="0"
          valueFormatter={count}
          maxBarWidth={28}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ margin: { top: 8, right: 1 }, accessibilityLayer: false, barCategoryGap: '18%' }}
          xAxisProps={{ interval: 'equidistantPreserveStart', minTickGap: isPhone ? 40 : 32 }}
          yAxisProps={{ width: 40, tickFormatter: shortCount, allowDecimals: false }}
          cursorFill="var(--hover)"
          tooltipProps={{ content: ({ label, payload }) => <Hover label={label} payload={payload} series={shown} /> }}
          tooltipAnimationDuration={0}
        />
      </div>
    </figure>
  )
}

export function Swatch({ color }: { color: string }) {
  return (
    <svg width="12" height="12" aria-hidden className={classes.swatch}>
      <rect width="12" height="12" rx="2" fill={color} />
    </svg>
  )
}

interface HoverProps {
  label?: unknown
  payload?: readonly { payload?: unknown }[] | undefined
  series: Series[]
}

/** What a bar holds, in words and figures. */
function Hover({ label, payload, series }: HoverProps) {
  const values = payload?.[0]?.payload as Record<string, number> | undefined
  if (!values) return null
  const total = series.reduce((sum, { name }) => sum + (values[name] ?? 0), 0)
  return (
    <div className={classes.hover}>
      <strong>{String(label)}</strong>
      <table>
        <tbody>
          {[...series].reverse().map(({ name, label: what, color }) => (
            <tr key={name}>
              <td>
                <Swatch color={color} /> {what}
              </td>
              <td>{count(values[name] ?? 0)}</td>
            </tr>
          ))}
          <tr>
            <td>All</td>
            <td>{count(total)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}
