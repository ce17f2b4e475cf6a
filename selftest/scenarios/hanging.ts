import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { underFire } from '../fire.ts'
import type { Pauses, Traffic } from '../length.ts'
import { lookAt } from '../settled.ts'
import type { Stage } from '../stage.ts'
import { type Figure, keepDoing, type Outcome, type Trial } from '../trial.ts'
import { connect, makeWorkspace, type Workspace } from '../workspace.ts'

/** Every text of the other workspace leaves within this time, and 19 of 20 within that. */
const SLOWEST_MS = 5000
const MOST_WITHIN_MS = 2000
const OTHER_EVERY_MS = 100
/** Of one process's connections to the database. */
const POOL = 20
const POOL_PAUSES_MS: Pauses = [50, 50]

/**
 * F-04: thousands of texts wait for a provider that accepts 30 % of the calls and never answers them; another workspace,
 * which has another provider, must not notice.
 */
export async function hang(trial: Trial, length: Traffic & { otherSeconds: number }): Promise<Outcome> {
  const { stage, workspace } = trial
  const gateway = await startGateway(stage.gatewayPort)
  const other = await makeWorkspace(stage, `${trial.label} other`)
  await connect(other, { provider: 'webhook', webhook_url: `http://127.0.0.1:${stage.gatewayPort}/sms` })
  // Nobody sends until the backlog stands.
  await stage.staff(0)
  let sent: string[] = []
  let backlog = { first: 0, last: 0 }
  let busiest = 0
  const outcome = await underFire(trial, {
    ...length,
    provider: { hang: 0.3 },
    async posted() {
      const first = (await lookAt(stage, workspace.id)).waiting
      await stage.staff(length.workers)
      const endLooking = keepDoing(trial.random.fork('pool'), POOL_PAUSES_MS, async () => {
        busiest = Math.max(busiest, await countBusy(stage))
      })
      sent = await postToOther(other, length.otherSeconds * 1000)
      backlog = { first, last: (await lookAt(stage, workspace.id)).waiting }
      const deadlineMs = performance.now() + SLOWEST_MS
      while (sent.some((body) => !gateway.arrivedMs.has(body)) && performance.now() < deadlineMs) await sleep(50)
      await endLooking()
    },
  }).finally(gateway.close)
  outcome.figures.push(...judgeOther(sent, gateway.arrivedMs, backlog), {
    text: `at most ${busiest} of ${POOL * length.workers} database connections busy`,
    ok: busiest <= (POOL * length.workers) / 2,
    timing: true,
  })
  return outcome
}

function judgeOther(
  sent: string[],
  arrivedMs: Map<string, number>,
  backlog: { first: number; last: number },
): Figure[] {
  const latenciesMs = sent
    .map((body) => (arrivedMs.get(body) ?? Number.POSITIVE_INFINITY) - postedMs(body))
    .sort((a, b) => a - b)
  const p95 = latenciesMs[Math.floor(latenciesMs.length * 0.95)] ?? Number.POSITIVE_INFINITY
  const slowest = latenciesMs.at(-1) ?? Number.POSITIVE_INFINITY
  return [
    {
      text: `${backlog.first} texts waited for the provider that hangs when the other workspace began, ${backlog.last} when it ended`,
      ok: backlog.last > 0,
    },
    {
      text: `the other workspace's provider: all of ${sent.length} texts within ${slowest.toFixed(0)} ms`,
      ok: slowest <= SLOWEST_MS,
    },
    { text: `and 95 % within ${p95.toFixed(0)} ms`, ok: p95 <= MOST_WITHIN_MS, timing: true },
  ]
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

/** Each says when it was posted; answers with those that were acknowledged. */
async function postToOther(workspace: Workspace, forMs: number): Promise<string[]> {
  const sent: string[] = []
  const endMs = performance.now() + forMs
  while (performance.now() < endMs) {
    const body = `at ${performance.now()}`
    const { status } = await workspace.call('POST', '/v1/messages', { to: '+14155552999', body })
    if (status !== 202) throw new Error(`a text of the other workspace was refused with ${status}`)
    sent.push(body)
    await sleep(OTHER_EVERY_MS)
  }
  return sent
}

function postedMs(body: string): number {
  return Number(body.replace('at ', ''))
}

/** No connection to the database may be held while a provider is waited for. */
async function countBusy({ postgres }: Stage): Promise<number> {
  const [row] = await postgres.ask(
    `select count(*) as busy from pg_stat_activity
     where datname = current_database() and usename = 'handset_owner' and state <> 'idle'`,
  )
  return Number(row!.busy)
}
