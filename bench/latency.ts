// How long a text takes from the POST to the provider's socket: alone, behind a backlog, and while the provider hangs.
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { type Child, startChild } from './child.ts'
import { ACCOUNT, type BenchInstallation, openInstallationFor, TOKEN } from './installation.ts'
import { fillQueue, startServer } from './load.ts'
import { printTable } from './report.ts'

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      backlog: { type: 'string', default: '1000000' },
      texts: { type: 'string', default: '100' },
      latency: { type: 'string', default: '20' },
    },
  })
  const texts = Number(values.texts)
  const backlog = Number(values.backlog)
  const rows: [string, string][] = [
    ...(await measured('a lone text', { texts, latency: '1', workspaces: 1, backlog: 0, hang: false })),
    ...(await measured(`a code behind ${backlog} texts of 10 workspaces`, {
      texts,
      latency: values.latency,
      workspaces: 10,
      backlog,
      hang: false,
    })),
    ...(await measured('a code while all else hangs', {
      texts,
      latency: '1',
      workspaces: 1,
      backlog: 5000,
      hang: true,
    })),
  ]
  printTable('latency: from POST /v1/messages to the socket of the provider, ms', rows)
}

interface Case {
  texts: number
  latency: string
  workspaces: number
  backlog: number
  hang: boolean
}

async function measured(name: string, options: Case): Promise<[string, string][]> {
  const hang = options.hang ? ['--hang'] : []
  const mock = await startChild<{ port: number }>('./mock-provider.ts', [
    ...['--latency', options.latency, '--account', ACCOUNT, '--token', TOKEN],
    ...hang,
  ])
  const providerUrl = `http://127.0.0.1:${mock.ready.port}`
  const installation = await openInstallationFor({ providerUrl, workspaces: options.workspaces, optOuts: 1000 })
  try {
    if (options.backlog > 0) await fillQueue(installation, options.backlog, 'campaign')
    const server = await startServer(installation)
    await new Promise((resolve) => setTimeout(resolve, 5000))
    const tookMs = await sendOneByOne(server.ready.url, installation, mock, options)
    await server.stop()
    return [50, 95, 100].map((share) => [
      share === 100 ? `${name}, longest` : `${name}, p${share}`,
      percentile(tookMs, share).toFixed(1),
    ])
  } finally {
    await mock.stop()
    await installation.close()
  }
}

/** Ten a second, so that each finds what a lone text would find. */
async function sendOneByOne(
  url: string,
  { workspaces }: BenchInstallation,
  mock: Child,
  { texts, backlog }: Case,
): Promise<number[]> {
  const pool = new Pool(url, { connections: 4 })
  const postedMs: number[] = []
  for (let i = 0; i < texts; i++) {
    postedMs.push(performance.timeOrigin + performance.now())
    const { key } = workspaces[i % workspaces.length]!
    const body = { to: '+14155550142', body: `Code mark-${i}`, class: backlog > 0 ? 'otp' : 'alert' }
    const answer = await pool.request({
      method: 'POST',
      path: '/v1/messages',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    })
    if (answer.statusCode !== 202) throw new Error(`answered ${answer.statusCode}: ${await answer.body.text()}`)
    await answer.body.dump()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await new Promise((resolve) => setTimeout(resolve, 3000))
  await pool.close()
  const arrivals = await mock.ask<Record<string, number>>('arrivals')
  return postedMs.map((posted, i) => (arrivals[`mark-${i}`] ?? Number.POSITIVE_INFINITY) - posted)
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * share) / 100) - 1)]!
}
