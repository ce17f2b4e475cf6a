import type { Line } from './read-lines.ts'
import type { Measures } from './schema.ts'

type Sums = Omit<Line, 'at' | 'key'>

/** What a group comes to, over its currencies. */
export function measuresOf(lines: Sums[], mayReadSpend: boolean): Measures {
  const sum = (measure: keyof Omit<Sums, 'currency'>) => lines.reduce((total, line) => total + line[measure], 0)
  const [sent, failed] = [sum('sent'), sum('failed')]
  return {
    messages: sum('messages'),
    pending: sum('pending'),
    sent,
    delivered: sum('delivered'),
    failed,
    skipped: sum('skipped'),
    failure_rate: sent + failed === 0 ? null : failed / (sent + failed),
    segments: sum('segments'),
    cost: mayReadSpend ? costOf(lines) : null,
  }
}

function costOf(lines: Sums[]): NonNullable<Measures['cost']> {
  return Object.entries(Object.groupBy(lines, ({ currency }) => currency)).map(([currency, all]) => {
    const sum = (measure: 'cost_micros' | 'estimated_micros' | 'billed_micros') =>
      all!.reduce((total, line) => total + line[measure], 0)
    return {
      currency,
      micros: sum('cost_micros'),
      estimated_micros: sum('estimated_micros'),
      billed_micros: sum('billed_micros'),
    }
  })
}
