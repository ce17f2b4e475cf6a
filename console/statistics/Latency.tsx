import { Section } from '../ui/Section.tsx'
import { tableClass, WaitingLines } from '../ui/Table.tsx'
import type { Statistics } from './api.ts'
import classes from './Statistics.module.css'
import { count, spanWords } from './words.ts'

const ROWS = [
  ['handed_over', 'Accepted → handed over'],
  ['delivered', 'Handed over → delivered'],
] as const

/** How long half of the messages took at most, and how long almost all. */
export function Latency({ latency }: { latency: Statistics['latency'] | undefined }) {
  return (
    <Section title="How long it took" purpose="To the provider, and from there to a confirmed delivery.">
      {!latency && <WaitingLines />}
      {latency && (
        <table className={`${tableClass.plain} ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Half</th>
              <th scope="col">95 %</th>
              <th scope="col">99 %</th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([name, label]) => (
              <tr key={name}>
                <th scope="row">
                  {label}
                  <div className={classes.small}>{count(latency[name].messages)} messages</div>
                </th>
                <td>{spanWords(latency[name].p50_ms)}</td>
                <td>{spanWords(latency[name].p95_ms)}</td>
                <td>{spanWords(latency[name].p99_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}
