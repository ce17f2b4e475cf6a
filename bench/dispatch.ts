// Texts from the queue to the provider, through everything, against a bare loop of the same requests in the same run.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { bareLoop } from './bare-loop.ts'
import { type Child, startChild } from './child.ts'
import { treeCpuMicros } from './cpu.ts'
import { ACCOUNT, type BenchInstallation, openInstallationFor, TOKEN } from './installation.ts'
import { fillQueue, startServer } from './load.ts'
import { median, printTable } from './report.ts'

const ROUNDS = 3
const WARM_UP = 5000

interface Round {
  bare: number
  rate: number
  ours: number
  database: number
  provider: number
  peakMb: number
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      n: { type: 'string', default: '60000' },
      latency: { type: 'string', default: '0' },
      workspaces: { type: 'string', default: '1' },
      receipts: { type: 'string', default: '0' },
      workers: { type: 'string', default: '1' },
      rounds: { type: 'string', default: String(ROUNDS) },
    },
  })
  const n = Number(values.n)
  const mock = await startChild<{ port: number }>('./mock-provider.ts', [
    '--latency',
    values.latency,
    '--receipts',
    values.receipts,
    '--account',
    ACCOUNT,
    '--token',
    TOKEN,
  ])
  const providerUrl = `http://127.0.0.1:${mock.ready.port}`
  const installation = await openInstallationFor({
    providerUrl,
    workspaces: Number(values.workspaces),
    optOuts: 100_000,
  })
  const rounds: Round[] = []
  try {
    await bareLoop(providerUrl, WARM_UP, ACCOUNT)
    await dispatchRound(installation, mock, WARM_UP, values, 0)
    for (let i = 0; i < Number(values.rounds); i++) {
      // About as long as the texts take: a machine is faster in its first seconds than after.
      const bare = await bareLoop(providerUrl, Math.min(n, 60_000) * 5, ACCOUNT)
      rounds.push(await dispatchRound(installation, mock, n, values, bare))
    }
  } finally {
    await mock.stop()
    await installation.close()
  }
  const of = (pick: (round: Round) => number) => median(rounds.map(pick))
  printTable(
    `dispatch: ${n} texts, ${values.workspaces} workspaces, ${values.workers} worker(s), latency ${values.latency} ms, ${values.receipts} receipt(s) a text`,
    [
      ['texts/s', of((r) => r.rate).toFixed(0)],
      ['bare loop, requests/s', of((r) => r.bare).toFixed(0)],
      ['ratio', of((r) => r.rate / r.bare).toFixed(3)],
      ['CPU µs a text: ours', of((r) => r.ours).toFixed(0)],
      ['CPU µs a text: database', of((r) => r.database).toFixed(0)],
      ['CPU µs a text: provider', of((r) => r.provider).toFixed(0)],
      ['peak memory, MB', Math.max(...rounds.map((r) => r.peakMb)).toFixed(0)],
    ],
  )
}

async function dispatchRound(
  installation: BenchInstallation,
  mock: Child,
  n: number,
  values: { workers: string; receipts: string },
  bare: number,
): Promise<Round> {
  await fillQueue(installation, n)
  const before = await mock.ask<Report>('report')
  const databaseBefore = treeCpuMicros(installation.postgresPid)
  const since = await lastStart(installation)
  const servers = []
  for (let i = 0; i < Number(values.workers); i++) servers.push(await startServer(installation))
  const { seconds, sent } = await waitUntilSent(installation, n, since)
  const wanted = n * Number(values.receipts)
  await until(
    `${wanted} receipts`,
    async () => (await mock.ask<Report>('report')).receiptsAnswered - before.receiptsAnswered >= wanted,
  )
  const own = await Promise.all(servers.map((server) => server.ask<{ cpuMicros: number; peakRss: number }>('report')))
  const database = treeCpuMicros(installation.postgresPid) - databaseBefore
  const after = await mock.ask<Report>('report')
  await Promise.all(servers.map((server) => server.stop()))
  if (after.accepted - before.accepted !== n || sent !== n)
    throw new Error(`${n} queued, ${after.accepted - before.accepted} accepted, ${sent} stored as sent`)
  if (after.receiptsFailed > 0) throw new Error(`${after.receiptsFailed} receipts were refused`)
  return {
    bare,
    rate: n / seconds,
    ours: own.reduce((sum, one) => sum + one.cpuMicros, 0) / n,
    database: database / n,
    provider: (after.cpuMicros - before.cpuMicros) / n,
    peakMb: Math.max(...own.map((one) => one.peakRss)) / 1e6,
  }
}

interface Report {
  accepted: number
  cpuMicros: number
  receiptsAnswered: number
  receiptsFailed: number
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 120_000
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** When the last attempt of earlier rounds began. */
async function lastStart({ connection }: BenchInstallation): Promise<string> {
  const client = new pg.Client(connection)
  await client.connect()
  const { rows } = await client.query<{ at: string }>(
    "select coalesce(max(started_at), '-infinity')::text as at from attempts",
  )
  await client.end()
  return rows[0]!.at
}

/** From the first attempt to the last one stored, by the database's clock. */
async function waitUntilSent(
  installation: BenchInstallation,
  n: number,
  since: string,
): Promise<{ seconds: number; sent: number }> {
  const client = new pg.Client(installation.connection)
  await client.connect()
  // The failure that matters is the one that is thrown, not that of a connection left open by it.
  client.on('error', () => {})
  const asSystem = async <Row extends object>(text: string): Promise<Row> => {
    await client.query('begin; set local role handset_system')
    const { rows } = await client.query<Row>(text)
    await client.query('commit')
    return rows[0]!
  }
  const deadline = performance.now() + 600_000
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 250))
    const row = await asSystem<{ open: boolean }>(
      "select exists (select from messages where status in ('queued', 'sending')) as open",
    )
    if (!row.open) break
    if (performance.now() > deadline) throw new Error(`not all of ${n} were sent within ten minutes`)
  }
  const stray = await asSystem<{ list: string | null }>(
    "select string_agg(distinct status || ' ' || coalesce(skip_reason, error_text, ''), ', ') as list from messages where status <> all(array['sent', 'delivered'])",
  )
  if (stray.list) throw new Error(`some texts did not go: ${stray.list}`)
  const row = await asSystem<{ seconds: number; sent: number }>(
    `select extract(epoch from max(ended_at) - min(started_at))::float8 as seconds, count(*) filter (where state = 'accepted')::int as sent
     from attempts where started_at > '${since}'`,
  )
  await client.end()
  return row
}
