// Whether a long queue slows the claim: batches begun a second at 10,000 texts and at 1,000,000, and with a million texts
// of a sender that has used up its pace standing first.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase } from '../server/kit/db.ts'
import { newId } from '../server/kit/id.ts'
import { beginBatch } from '../server/messages/begin.ts'
import { type BenchInstallation, openInstallationFor } from './installation.ts'
import { fillQueue } from './load.ts'
import { median, printTable } from './report.ts'

const BATCHES = 20
const ROUNDS = 5

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { many: { type: 'string', default: '1000000' } } })
  const many = Number(values.many)
  const few = await claimsASecond({ texts: 30_000, waiting: 0 })
  const lots = await claimsASecond({ texts: 30_000 + many, waiting: 0 })
  const behind = await claimsASecond({ texts: 30_000, waiting: many })
  printTable('claim: texts claimed and begun a second, in batches of 256', [
    ['30,000 queued', few.toFixed(0)],
    [`${many} more queued`, lots.toFixed(0)],
    ['  ratio', (lots / few).toFixed(2)],
    [`${many} of a paced-out sender first`, behind.toFixed(0)],
    ['  ratio', (behind / few).toFixed(2)],
  ])
}

async function claimsASecond(wanted: { texts: number; waiting: number }): Promise<number> {
  const installation = await openInstallationFor({ providerUrl: 'http://127.0.0.1:1', workspaces: 2, optOuts: 100_000 })
  const [sending, pacedOut] = installation.workspaces
  try {
    await fillQueue({ ...installation, workspaces: [sending!] }, 30_000)
    await copyTexts(installation, sending!.id, sending!.id, wanted.texts - 30_000)
    await copyTexts(installation, sending!.id, pacedOut!.id, wanted.waiting)
    await settleDown(installation, pacedOut!.id)
    return await measure(installation)
  } finally {
    await installation.close()
  }
}

/** Texts that are never opened: only that they wait matters. They stand before the others. */
async function copyTexts({ connection }: BenchInstallation, from: string, to: string, count: number): Promise<void> {
  if (count <= 0) return
  const client = new pg.Client(connection)
  await client.connect()
  const run = newId('msg').slice(0, -8)
  await client.query('begin; set local role handset_system')
  const { rows } = await client.query<{ column_name: string }>(
    "select column_name from information_schema.columns where table_name = 'messages' and is_generated = 'NEVER'",
  )
  await client.query('commit; begin')
  const names = rows.map((row) => row.column_name)
  const own: Record<string, string> = { workspace_id: `'${to}'`, id: `'${run}' || lpad(i::text, 8, '0')` }
  await client.query(
    `insert into messages (${names.join(', ')}) select ${names.map((name) => own[name] ?? `m.${name}`).join(', ')}
     from (select * from messages where workspace_id = '${from}' limit 1) m cross join generate_series(1, ${count}) i`,
  )
  await client.query(
    `insert into queue (workspace_id, id, lane, segments, due_at, not_after)
     select workspace_id, id, lane, segments, due_at - interval '1 hour', not_after from messages
     where workspace_id = '${to}' and id like '${run}%'`,
  )
  await client.query('commit')
  await client.end()
}

/** The second workspace's account has used up its pace; all tables are analysed, as they would be. */
async function settleDown({ connection }: BenchInstallation, pacedOut: string): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  await client.query(`
    insert into lanes (workspace_id, lane, class_rank) values ('${pacedOut}', 'alert', 2) on conflict do nothing;
    update lanes set account = workspace_id, sender = 'paced';
    insert into paces (account, sender, segments_per_second, next_at) values ('${pacedOut}', 'paced', 1, now() + interval '1 hour');
    insert into workers (id, host) values ('wrk_bench', 'bench');
    analyze`)
  await client.end()
}

async function measure({ connection, handset }: BenchInstallation): Promise<number> {
  const db = openDatabase(connection)
  const context = { ...handset.context, db }
  const shift = { worker: () => 'wrk_bench', beginning: async () => {} }
  const rates: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now()
    let claimed = 0
    for (let batch = 0; batch < BATCHES; batch++)
      claimed += (
        await beginBatch(context, shift, { limit: 256, rooms: new Map(), roomForNew: 1024, urgentOnly: false })
      ).claimed
    if (claimed !== BATCHES * 256) throw new Error(`${claimed} claimed`)
    rates.push((claimed * 1000) / (performance.now() - startedMs))
  }
  await db.close()
  return median(rates)
}
