import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Tally } from '../kit/metrics.ts'
import { figuresIn } from './figures.ts'

const KEPT_HOURS = 48

/**
 * One turn of every process: adds what it counted to the row of this minute, and begins the row when it is the first.
 * What a failed turn had taken is missing from the chart, never from /metrics.
 */
export async function keepMinute(context: Context): Promise<boolean> {
  await context.db.system(async (tx) => {
    const [found] = await tx.rows('health_minute', `select from health_minutes where minute = ${THIS_MINUTE}`, [])
    if (!found) await beginMinute(tx)
    await addUp(tx, context.metrics.takeTally())
  })
  return false
}

const THIS_MINUTE = `date_trunc('minute', now())`

async function beginMinute(tx: Tx): Promise<void> {
  const { waiting, in_doubt } = await figuresIn(tx)
  await tx.rows(
    'health_begin_minute',
    `insert into health_minutes (minute, waiting, oldest_due_seconds, in_doubt) values (${THIS_MINUTE}, $1, $2, $3)
     on conflict (minute) do nothing`,
    [
      waiting.reduce((sum, { count }) => sum + count, 0),
      Math.max(...waiting.map((one) => one.oldest_due_seconds)),
      in_doubt,
    ],
  )
  await tx.rows('health_forget', `delete from health_minutes where minute < now() - interval '${KEPT_HOURS} hours'`, [])
}

const COUNTS = [
  'accepted',
  'rejected',
  'not_sent',
  'unknown',
  'by_callback',
  'by_listing',
  'by_person',
  'doubles',
  'called_back',
  'asked',
  'refused',
]

async function addUp(tx: Tx, { outcomes, resolved, receipts, doubles, refused, waits, transactions }: Tally) {
  const counts = [outcomes.accepted, outcomes.rejected, outcomes.not_sent, outcomes.unknown]
  counts.push(resolved.callback, resolved.listing, resolved.person, doubles, receipts.callback, receipts.asked, refused)
  if (![...counts, ...waits, ...transactions].some((count) => count > 0)) return
  await tx.rows('health_add_up', ADD_UP, [...counts, waits, transactions])
}

const sumOf = (
  column: string,
  parameter: number,
) => `${column} = (select array_agg(coalesce(a, 0) + coalesce(b, 0) order by n)
  from unnest(${column}, $${parameter}::int[]) with ordinality as t(a, b, n))`

const ADD_UP = `update health_minutes set
  ${COUNTS.map((name, i) => `${name} = ${name} + $${i + 1}::int`).join(', ')},
  ${sumOf('waits', COUNTS.length + 1)}, ${sumOf('transactions', COUNTS.length + 2)}
where minute = ${THIS_MINUTE}`
