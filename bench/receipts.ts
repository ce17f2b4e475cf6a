// Signed receipts against a bare Hono route doing one durable insert of the same size, in the same run.
import { createHmac, randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { Pool } from 'undici'
import { startChild } from './child.ts'
import { ACCOUNT, type BenchInstallation, openInstallationFor, TOKEN } from './installation.ts'
import { fillQueue, startServer } from './load.ts'
import { median, printTable } from './report.ts'

const CONNECTIONS = [8, 32]
const ROUNDS = 3
const STATUSES = ['sent', 'delivered']

interface Post {
  path: string
  headers: Record<string, string>
  body: string
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { n: { type: 'string', default: '12000' } } })
  const n = Number(values.n)
  const mock = await startChild<{ port: number }>('./mock-provider.ts', ['--account', ACCOUNT, '--token', TOKEN])
  const installation = await openInstallationFor({
    providerUrl: `http://127.0.0.1:${mock.ready.port}`,
    workspaces: 1,
    optOuts: 100_000,
  })
  const server = await startServer(installation)
  // After the server, which refuses to start beside tables that do not keep workspaces apart.
  const bare = await startChild<{ url: string }>('./bare-insert-child.ts', [], installation.environment)
  const rows: [string, string][] = []
  try {
    for (const connections of CONNECTIONS) {
      const rates = { ours: [] as number[], bare: [] as number[] }
      for (let round = 0; round < ROUNDS + 1; round++) {
        const posts = await receiptsFor(installation, server.ready.url, n)
        const payloads = posts.map(({ body }) => ({
          path: '/v1/messages',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(Object.fromEntries(new URLSearchParams(body))),
        }))
        const bareRate = await postAll(bare.ready.url, payloads, connections, 202)
        const ourRate = await postAll(server.ready.url, posts, connections, 204)
        // The first round warms both up.
        if (round === 0) continue
        rates.bare.push(bareRate)
        rates.ours.push(ourRate)
      }
      rows.push([`receipts/s at ${connections} connections`, median(rates.ours).toFixed(0)])
      rows.push([`bare insert/s at ${connections} connections`, median(rates.bare).toFixed(0)])
      rows.push([`ratio at ${connections} connections`, (median(rates.ours) / median(rates.bare)).toFixed(3)])
    }
  } finally {
    await server.stop()
    await bare.stop()
    await mock.stop()
    await installation.close()
  }
  printTable('receipts: signed callbacks', rows)
}

/** Sends half as many texts, and makes for each what the provider would report, mixed. */
async function receiptsFor(installation: BenchInstallation, origin: string, n: number): Promise<Post[]> {
  await fillQueue(installation, n / STATUSES.length)
  const attempts = await sentAttempts(installation, n / STATUSES.length)
  return STATUSES.flatMap((status) => attempts.map((attempt) => receipt(origin, attempt, status)))
}

interface AttemptRow {
  workspace_id: string
  connection_id: string
  message_id: string
  n: number
  token: string
  provider_sid: string
}

async function sentAttempts({ connection }: BenchInstallation, count: number): Promise<AttemptRow[]> {
  const client = new pg.Client(connection)
  await client.connect()
  for (;;) {
    const { rows } = await client.query<AttemptRow>(
      "select * from attempts where state = 'accepted' and status_rank < 0 limit $1",
      [count],
    )
    if (rows.length === count) {
      await client.end()
      return rows
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function receipt(origin: string, attempt: AttemptRow, status: string): Post {
  const { workspace_id, connection_id, message_id, n, token, provider_sid } = attempt
  const path = `/callbacks/sms/${workspace_id}/${connection_id}/${message_id}/${n}/${token}`
  const fields: Record<string, string> = {
    AccountSid: ACCOUNT,
    ApiVersion: '2010-04-01',
    From: '+14155550100',
    MessageSid: provider_sid,
    MessageStatus: status,
    SmsSid: provider_sid,
    SmsStatus: status,
    To: '+14155550142',
  }
  const signed =
    origin +
    path +
    Object.keys(fields)
      .sort()
      .map((name) => name + fields[name])
      .join('')
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': createHmac('sha1', TOKEN).update(signed).digest('base64'),
    'i-twilio-idempotency-token': randomBytes(16).toString('hex'),
  }
  return { path, headers, body: new URLSearchParams(fields).toString() }
}

async function postAll(origin: string, posts: Post[], connections: number, expected: number): Promise<number> {
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const left = posts.toReversed()
  const startedMs = performance.now()
  const worker = async () => {
    for (let post = left.pop(); post; post = left.pop()) {
      const answer = await pool.request({ method: 'POST', ...post })
      if (answer.statusCode !== expected) throw new Error(`answered ${answer.statusCode}: ${await answer.body.text()}`)
      await answer.body.dump()
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const rate = (posts.length * 1000) / (performance.now() - startedMs)
  await pool.close()
  return rate
}
