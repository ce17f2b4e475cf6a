import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { groupOf } from '../messages/groups.ts'
import type { MessageStatus } from '../messages/schema.ts'
import { binOf } from './bins.ts'
import { DIMENSIONS, type Dimension, MEASURES, unpack } from './columns.ts'
import { madeAt } from './quarters.ts'
import { statisticsTurn } from './turn.ts'

type Counted = Record<string, number[]>

/** Lets all that was touched be counted, however little time went by since the last. */
export async function countAll(context: Pick<Context, 'db'>, workspaceId: string): Promise<void> {
  for (let turns = 0; turns < 500; turns++) {
    await statisticsTurn(context)
    const left = await context.db.tenant(workspaceId, async (tx) => {
      await tx.rows('', `update statistics_state set next_at = '-infinity' where workspace_id = $1`, [workspaceId])
      return tx.rows(
        '',
        `select 1 from statistics_touched where workspace_id = $1
         union all select 1 from statistics_state where workspace_id = $1 and fill_before is not null`,
        [workspaceId],
      )
    })
    if (left.length === 0) return
  }
  throw new Error('counting does not come to an end')
}

/** What is kept: the measures of every line of every day, by dimension. */
export async function kept(context: Pick<Context, 'db'>, workspaceId: string): Promise<Record<Dimension, Counted>> {
  const rows = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Record<string, string | number>>(
      '',
      `select dimension, day::text as day, line.* from statistics_days d cross join ${unpack('d')} where workspace_id = $1`,
      [workspaceId],
    ),
  )
  const all = none()
  for (const row of rows) {
    const key = [row.day, row.value, row.channel, row.class, row.event_type, row.currency].join('|')
    all[row.dimension as Dimension][key] = MEASURES.map((measure) => Number(row[measure]))
  }
  return all
}

/** The same by looking at every message. */
export async function counted(
  context: Pick<Context, 'db'>,
  workspaceId: string,
  timeZone: string,
): Promise<Record<Dimension, Counted>> {
  const messages = await context.db.tenant(workspaceId, (tx) => allMessages(tx, workspaceId))
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const all = none()
  for (const message of messages) {
    const day = calendar.format(madeAt(message.id))
    for (const dimension of DIMENSIONS) {
      const value = VALUES[dimension](message)
      if (value === null) continue
      const key = [day, value, message.channel, message.class, message.event_type, message.currency].join('|')
      const sum = all[dimension][key] ?? MEASURES.map(() => 0)
      all[dimension][key] = measuresOf(message).map((measure, i) => sum[i]! + measure)
    }
  }
  return all
}

function none(): Record<Dimension, Counted> {
  return Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, {}])) as Record<Dimension, Counted>
}

interface Row {
  id: string
  channel: string
  class: string
  event_type: string
  currency: string
  status: MessageStatus
  to_country: string | null
  skip_reason: string | null
  error_code: number | null
  error_class: string | null
  sent_from: string | null
  provider: string | null
  person_id: string | null
  sent_at: Date | null
  segments: number
  cost_micros: number
  price_micros: number | null
  handed_over: number | null
  delivered: number | null
}

function allMessages(tx: Tx, workspaceId: string): Promise<Row[]> {
  return tx.rows<Row>(
    '',
    `select *, ${binOf('created_at', 'sent_at')} as handed_over, ${binOf('sent_at', 'finished_at')} as delivered
     from messages where workspace_id = $1`,
    [workspaceId],
  )
}

const VALUES: Record<Dimension, (row: Row) => string | number | null> = {
  status: ({ status }) => status,
  country: ({ to_country }) => to_country ?? '',
  failure: ({ status, provider, error_code, error_class }) => {
    if (groupOf(status) !== 'failed') return null
    if (error_code !== null) return `${provider ?? 'twilio'}:${error_code}`
    return status === 'expired' ? 'expired' : (error_class ?? 'unknown')
  },
  skip: ({ status, skip_reason }) => (groupOf(status) === 'skipped' ? (skip_reason ?? status) : null),
  sender: ({ sent_at, sent_from, provider }) => (sent_at ? (sent_from ?? provider ?? 'unknown') : null),
  person: ({ person_id }) => person_id,
  handed_over: ({ sent_at, handed_over }) => (sent_at ? handed_over : null),
  delivered: ({ status, sent_at, delivered }) => (sent_at && status === 'delivered' ? delivered : null),
}

function measuresOf({ status, sent_at, segments, cost_micros, price_micros }: Row): number[] {
  const is = (fits: boolean) => (fits ? 1 : 0)
  const groups = (['pending', 'sent', 'failed', 'skipped'] as const).map((group) => is(groupOf(status) === group))
  const [pending, sent, failed, skipped] = groups as [number, number, number, number]
  const left = sent_at !== null
  return [
    1,
    pending,
    sent,
    is(status === 'delivered'),
    failed,
    skipped,
    left ? segments : 0,
    left ? cost_micros : 0,
    price_micros ?? 0,
    price_micros ?? (left ? cost_micros : 0),
  ]
}
