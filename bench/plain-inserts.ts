// The least that storing the same can be: rows that are known already, in sets, into tables with nothing but a key.
import type pg from 'pg'

const TABLES: Record<string, { key: string; of: string }> = {
  events: { key: 'workspace_id, id', of: 'id >= $1' },
  messages: { key: 'workspace_id, id', of: 'event_id >= $1' },
  inbox_items: {
    key: 'workspace_id, person_id, message_id',
    of: 'message_id in (select id from messages where event_id >= $1)',
  },
  links: { key: 'workspace_id, code', of: 'group_id in (select group_id from messages where event_id >= $1)' },
}

interface Set {
  text: string
  batches: unknown[][][]
}

/** Events a second of storing all that the events since left, in as many transactions as there were batches. */
export async function plainInserts(client: pg.Client, since: string, batches: number): Promise<number> {
  const sets: Set[] = []
  for (const [table, { key, of }] of Object.entries(TABLES)) {
    await client.query(`drop table if exists plain_${table}`)
    await client.query(
      `create table plain_${table} (like ${table} including defaults including generated, primary key (${key}))`,
    )
    sets.push(await readSet(client, table, of, since, batches))
  }
  const startedMs = performance.now()
  for (let i = 0; i < batches; i++) {
    await client.query('begin')
    for (const { text, batches: values } of sets) await client.query(text, values[i])
    await client.query('commit')
  }
  const rate = (batches * 1000) / ((performance.now() - startedMs) / 1000)
  // A server does not start on a database with tables that keep nobody apart.
  for (const table of Object.keys(TABLES)) await client.query(`drop table plain_${table}`)
  return rate
}

async function readSet(client: pg.Client, table: string, of: string, since: string, batches: number): Promise<Set> {
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  const { rows } = await client.query(`select * from ${table} where ${of}`, [since])
  const size = Math.ceil(rows.length / batches)
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const arrays = columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ')
  return {
    text: `insert into plain_${table} (${names}) select * from unnest(${arrays})`,
    batches: Array.from({ length: batches }, (_, i) => {
      const own = rows.slice(i * size, (i + 1) * size)
      return columns.map(({ name, type }) =>
        own.map((row) => (type === 'jsonb' && row[name] !== null ? JSON.stringify(row[name]) : row[name])),
      )
    }),
  }
}
