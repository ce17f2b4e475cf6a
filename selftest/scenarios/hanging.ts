import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { underFire } from '../fire.ts'
import type { Outcome, Trial } from '../trial.ts'
import { connect, makeWorkspace, type Workspace } from '../workspace.ts'

const SLOWEST_MS = 2000
const OTHER_EVERY_MS = 200
/** Of one process's connections to the database. */
const POOL = 20

/** F-04: of the calls to the provider 30 % are accepted and never answered; another workspace has another provider. */
export async function hang(
  trial: Trial,
  length: { texts: number; perSecond: number; workers: number },
): Promise<Outcome> {
  const { stage } = trial
  const gateway = await startGateway(stage.gatewayPort)
  await stage.staff(length.workers)
  const other = await makeWorkspace(stage, `${trial.label} other`)
  await connect(other, { provider: 'webhook', webhook_url: `http://127.0.0.1:${stage.gatewayPort}/sms` })
  const pool = watchPool(trial)
  const outcome = await underFire(trial, {
    ...length,
    provider: { hang: 0.3 },
    begin() {
      const posting = postToOther(other)
      return async () => {
        await posting.end()
        return 0
      }
    },
  }).finally(gateway.close)
  const busiest = await pool.end()
  const latencies = [...gateway.arrivedMs].map(([body, atMs]) => atMs - postedMs(body)).sort((a, b) => a - b)
  const p95 = latencies[Math.floor(latencies.length * 0.95)] ?? Number.POSITIVE_INFINITY
  const allowed = (POOL * length.workers) / 2
  outcome.figures.push(
    {
      text: `the other workspace's provider: 95 % of ${latencies.length} texts within ${p95.toFixed(0)} ms`,
      ok: p95 <= SLOWEST_MS,
      timing: true,
    },
    {
      text: `at most ${busiest} of ${POOL * length.workers} database connections busy`,
      ok: busiest <= allowed,
      timing: true,
    },
  )
  return outcome
}

/** Another provider, which answers at once. Its texts say when they were posted. */
async function startGateway(port: number) {
  const arrivedMs = new Map<string, number>()
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const { body } = JSON.parse(text || '{}') as { body?: string }
    if (body) arrivedMs.set(body, performance.now())
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    arrivedMs,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function postToOther(workspace: Workspace): { end(): Promise<void> } {
  let stopping = false
  const posting = (async () => {
    while (!stopping) {
      await workspace.call('POST', '/v1/messages', { to: '+14155552999', body: `at ${performance.now()}` })
      await sleep(OTHER_EVERY_MS)
    }
  })()
  return {
    async end() {
      stopping = true
      await posting
    },
  }
}

function postedMs(body: string): number {
  return Number(body.replace('at ', ''))
}

/** No connection to the database may be held while a provider is waited for. */
function watchPool({ stage }: Trial): { end(): Promise<number> } {
  let stopping = false
  let busiest = 0
  const watching = (async () => {
    while (!stopping) {
      const [row] = await stage.postgres.ask(
        `select count(*) as busy from pg_stat_activity
         where datname = current_database() and usename = 'handset_owner' and state <> 'idle'`,
      )
      busiest = Math.max(busiest, Number(row!.busy))
      await sleep(50)
    }
  })()
  return {
    async end() {
      stopping = true
      await watching
      return busiest
    },
  }
}
