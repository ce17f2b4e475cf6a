import { setTimeout as sleep } from 'node:timers/promises'
import { readLines, type Taken } from '../checker.ts'
import { underFire } from '../fire.ts'
import type { Traffic } from '../length.ts'
import type { Stage } from '../stage.ts'
import { inTurn, type Outcome, setFaults, type Trial } from '../trial.ts'

/** What the provider takes at once; everything beyond is refused with 429. */
const AT_ONCE = 10
const LATENCY_MS = 30
/** Texts a second, far more than that. */
const BURST = 1000
const REQUESTS_PER_TEXT = 1.3
const RUN_OUT_WITHIN_MS = 15_000

/** F-05: more than half of all requests are refused with 429; then only those beyond what the account takes at once; then all. */
export async function refuseTooMany(trial: Trial, length: Traffic): Promise<Outcome> {
  const { stage, workspace } = trial
  await stage.staff(length.workers)
  const half = { ...length, texts: Math.ceil(length.texts / 2) }
  const storm = await underFire({ ...trial, label: `${trial.label} storm,` }, { ...half, provider: { rate_429: 0.6 } })
  const takenBefore = countTaken(trial)
  const limit = await underFire(
    { ...trial, label: `${trial.label} limit,` },
    { ...half, perSecond: BURST, provider: { requests_at_once: AT_ONCE, latency_ms: LATENCY_MS } },
  )
  const perText = 1 + limit.faults / Math.max(1, countTaken(trial) - takenBefore)
  const codes = await runOut({ ...trial, label: `${trial.label} codes,` })
  const failed = await countFailed(trial, workspace.id)
  return {
    ...inTurn(inTurn(storm, limit), codes),
    figures: [
      ...codes.figures,
      { text: `${failed} texts failed`, ok: failed === 0 },
      {
        text: `${perText.toFixed(2)} requests a text where ${AT_ONCE} at once are taken`,
        ok: perText <= REQUESTS_PER_TEXT,
        timing: true,
      },
    ],
  }
}

/** Nothing is taken until the codes among the texts are of no use any more. */
async function runOut(trial: Trial): Promise<Outcome> {
  const { stage, workspace } = trial
  let ranOut = 0
  return underFire(trial, {
    texts: 60,
    perSecond: BURST,
    provider: { rate_429: 1 },
    async posted() {
      await shortenCodes(trial)
      const deadlineMs = performance.now() + RUN_OUT_WITHIN_MS
      while ((await countCodes(stage, workspace.id, 'queued')) > 0 && performance.now() < deadlineMs) await sleep(100)
      await setFaults(trial, { rate_429: 0 })
      ranOut = await countCodes(stage, workspace.id, 'expired')
    },
    async figures() {
      return [{ text: `${ranOut} codes ran out while nothing was taken`, ok: ranOut > 0 }]
    },
  })
}

async function shortenCodes({ stage, workspace }: Trial): Promise<void> {
  await stage.postgres.db.system(async (tx) => {
    for (const table of ['queue', 'messages'])
      await tx.rows(
        `selftest_shorten_${table}`,
        `update ${table} set not_after = now() + interval '2 seconds' where workspace_id = $1 and lane = 'otp'${table === 'messages' ? " and status = 'queued'" : ''}`,
        [workspace.id],
      )
  })
}

async function countCodes({ postgres }: Stage, workspaceId: string, status: string): Promise<number> {
  const [row] = await postgres.db.system((tx) =>
    tx.rows<{ count: number }>(
      'selftest_codes',
      "select count(*)::int as count from messages where workspace_id = $1 and class = 'otp' and status = $2",
      [workspaceId, status],
    ),
  )
  return row!.count
}

function countTaken({ stage }: Trial): number {
  return readLines<Taken>(stage.carrier.logFile).length
}

async function countFailed({ stage }: Trial, workspaceId: string): Promise<number> {
  const [row] = await stage.postgres.db.system((tx) =>
    tx.rows<{ count: number }>(
      'selftest_failed',
      `select count(*)::int as count from messages where workspace_id = $1 and status in ('failed', 'expired', 'skipped')
         and not (class = 'otp' and status = 'expired')`,
      [workspaceId],
    ),
  )
  return row!.count
}
