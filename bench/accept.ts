// POST /v1/messages against a bare Hono route doing one durable insert of the same payload, in the same run.
import { parseArgs } from 'node:util'
import { bodyOf } from './bare-loop.ts'
import { type Child, startChild } from './child.ts'
import { treeCpuMicros } from './cpu.ts'
import { openInstallationFor } from './installation.ts'
import { post } from './posting.ts'
import { median, printTable } from './report.ts'

const CONNECTIONS = [8, 32]
const ROUNDS = 3

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string', default: '5' }, keys: { type: 'boolean', default: false } },
  })
  const ms = Number(values.seconds) * 1000
  const installation = await openInstallationFor({ providerUrl: 'http://127.0.0.1:1', workspaces: 1, optOuts: 100_000 })
  const ours = await startChild<{ url: string }>('./server-child.ts', [], {
    ...installation.environment,
    HANDSET_ROLE: 'api',
  })
  const bare = await startChild<{ url: string }>('./bare-insert-child.ts', [], installation.environment)
  const authorization = `Bearer ${installation.workspaces[0]!.key}`
  const rows: [string, string][] = []
  try {
    for (const connections of CONNECTIONS) {
      const load = { path: '/v1/messages', ms, connections, authorization, keyed: values.keys }
      await post(ours.ready.url, { ...load, ms: 2000 }, one)
      await post(bare.ready.url, { ...load, ms: 2000 }, one)
      const rates = { ours: [] as number[], bare: [] as number[] }
      const costs = { ours: [] as Cost[], bare: [] as Cost[] }
      for (let i = 0; i < ROUNDS; i++) {
        for (const [name, child] of [
          ['bare', bare],
          ['ours', ours],
        ] as const) {
          const { rate, cost } = await measured(
            child,
            installation.postgresPid,
            () => post(child.ready.url, load, one),
            ms,
          )
          rates[name].push(rate)
          costs[name].push(cost)
        }
      }
      rows.push([`requests/s at ${connections} connections`, median(rates.ours).toFixed(0)])
      rows.push([`bare insert/s at ${connections} connections`, median(rates.bare).toFixed(0)])
      for (const name of ['ours', 'bare'] as const) {
        const of = (pick: (cost: Cost) => number) => median(costs[name].map(pick)).toFixed(0)
        rows.push([
          `  CPU µs a request, ${name}: server + database`,
          `${of((c) => c.server)} + ${of((c) => c.database)}`,
        ])
      }
      rows.push([`ratio at ${connections} connections`, (median(rates.ours) / median(rates.bare)).toFixed(3)])
    }
    const batches = []
    for (let i = 0; i < ROUNDS; i++)
      batches.push(
        1000 *
          (await post(
            ours.ready.url,
            { path: '/v1/messages', ms, connections: 4, authorization, keyed: values.keys },
            thousand,
          )),
      )
    rows.push(['recipients/s in batches of 1,000', median(batches).toFixed(0)])
  } finally {
    await Promise.all([ours.stop(), bare.stop()])
    await installation.close()
  }
  printTable('accept: POST /v1/messages', rows)
}

interface Cost {
  server: number
  database: number
}

/** The rate of `work`, and what each request cost the server's process and the database's. */
async function measured(child: Child, postgresPid: number, work: () => Promise<number>, ms: number) {
  const cpuOf = async () => (await child.ask<{ cpuMicros: number }>('report')).cpuMicros
  const before = { server: await cpuOf(), database: treeCpuMicros(postgresPid) }
  const rate = await work()
  const requests = (rate * ms) / 1000
  const cost = {
    server: ((await cpuOf()) - before.server) / requests,
    database: (treeCpuMicros(postgresPid) - before.database) / requests,
  }
  return { rate, cost }
}

function one(i: number): unknown {
  return { to: `+1415555${String(i % 10_000).padStart(4, '0')}`, body: bodyOf(i), class: 'alert' }
}

function thousand(i: number): unknown {
  return { messages: Array.from({ length: 1000 }, (_, j) => one(i * 1000 + j)) }
}
