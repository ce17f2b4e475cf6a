import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { run } from '../../test/plan.ts'
import { openSlice, type Slice } from '../../test/slice.ts'
import { newRoutes } from '../kit/route.ts'
import { DIMENSIONS, KEYS, MEASURES, PACKED } from './columns.ts'
import type { Grouping, Range } from './range.ts'
import { linesStatement, valuesOf } from './read-lines.ts'
import { PROPERTIES } from './schema.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(newRoutes())
})
after(() => slice.close())

/** Two years by the day, and the last weeks by the quarter of an hour. */
async function fill(workspaceId: string): Promise<void> {
  const arrays = [...KEYS.map(() => `'{a,b,c}'::text[]`), ...MEASURES.map(() => `'{1,2,3}'::integer[]`)].join(', ')
  await slice.db.tenant(workspaceId, async (tx) => {
    await tx.rows(
      '',
      `insert into statistics_days (workspace_id, dimension, day, ${PACKED})
       select $1, dimension, '2026-12-31'::date - d, ${arrays} from unnest($2::text[]) dimension, generate_series(0, 730) d`,
      [workspaceId, DIMENSIONS],
    )
    await tx.rows(
      '',
      `insert into statistics_quarters (workspace_id, dimension, quarter, ${PACKED})
       select $1, dimension, '2026-12-31T00:00Z'::timestamptz - q * interval '15 minutes', ${arrays}
       from unnest($2::text[]) dimension, generate_series(0, 3000) q`,
      [workspaceId, DIMENSIONS],
    )
  })
}

test('a range reads the rows of its days and of one dimension, and no message', async () => {
  const workspaceId = await slice.workspace()
  await fill(workspaceId)
  await fill(await slice.workspace())
  await slice.db.pool.query('analyze statistics_days, statistics_quarters')
  const anything = { channel: null, class: null, eventType: null }
  const year: Range = { from: '2026-01-01', to: '2026-12-31', ...anything }
  const week: Range = { from: '2026-12-24', to: '2026-12-30', ...anything, channel: 'sms' }
  const questions: [Range, Grouping, table: string, most: number][] = [
    [year, { time: null, by: null }, 'statistics_days', 365],
    ...PROPERTIES.map((by): [Range, Grouping, string, number] => [year, { time: 'day', by }, 'statistics_days', 365]),
    // The hours that a calendar may be off are read and left out.
    [week, { time: 'hour', by: 'channel' }, 'statistics_quarters', 7 * 96 + 24],
  ]
  for (const [range, grouping, table, most] of questions) {
    const { text } = linesStatement(grouping, range)
    const values = valuesOf(workspaceId, 'UTC', range, grouping)
    for (const planned of ['custom', 'generic'] as const) {
      const ran = await slice.db.tenant(workspaceId, (tx) => run(tx, table, { text, values }, planned))
      assert.ok(ran.looked <= most && ran.looked > 0, `${JSON.stringify(grouping)}, ${planned}: ${ran.looked} rows`)
      assert.doesNotMatch(text, /\bmessages m\b/)
    }
  }
})
