import { Bar } from '../ui/states.tsx'
import type { Measures } from './api.ts'
import classes from './Statistics.module.css'
import { changeWords, costWords, count, percent } from './words.ts'

interface FiguresProps {
  now: Measures | undefined
  /** Of as many days right before. */
  then: Measures | undefined
}

/** The few figures that say how it went. */
export function Figures({ now, then }: FiguresProps) {
  const figure = (label: string, value: (of: Measures) => number, words: (of: Measures) => string = plain(value)) => (
    <Figure key={label} label={label} value={now && words(now)}>
      {now && then && changeWords(value(now), value(then))}
    </Figure>
  )
  const money = (of: Measures) => of.cost?.reduce((sum, { micros }) => sum + micros, 0) ?? 0
  return (
    <dl className={classes.figures}>
      {figure('Sent', ({ sent }) => sent)}
      {figure('Delivered', ({ delivered }) => delivered)}
      <Figure label="Failed" value={now && percent(now.failure_rate)}>
        {now && `${count(now.failed)} of ${count(now.failed + now.sent)}`}
        {then?.failure_rate != null && `, ${percent(then.failure_rate)} before`}
      </Figure>
      {figure('Segments', ({ segments }) => segments)}
      {now?.cost !== null && figure('Cost', money, ({ cost }) => costWords(cost))}
    </dl>
  )
}

const plain = (value: (of: Measures) => number) => (of: Measures) => count(value(of))

function Figure({ label, value, children }: { label: string; value: string | undefined; children: React.ReactNode }) {
  return (
    <div className={classes.one}>
      <dt>{label}</dt>
      <dd className={classes.value}>{value ?? <Bar width={72} />}</dd>
      <dd className={classes.change}>{children || '\u00a0'}</dd>
    </div>
  )
}
