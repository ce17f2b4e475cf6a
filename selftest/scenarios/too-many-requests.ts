import { readLines, type Taken } from '../checker.ts'
import { underFire } from '../fire.ts'
import { inTurn, type Outcome, type Trial } from '../trial.ts'

/** What the provider takes at once; everything beyond is refused with 429. */
const AT_ONCE = 10
const LATENCY_MS = 30
/** Texts a second, far more than that. */
const BURST = 1000
const REQUESTS_PER_TEXT = 1.3

/** F-05: more than half of all requests are refused with 429; then only those beyond what the account takes at once. */
export async function refuseTooMany(
  trial: Trial,
  length: { texts: number; perSecond: number; workers: number },
): Promise<Outcome> {
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
  const failed = await countFailed(trial, workspace.id)
  return {
    ...inTurn(storm, limit),
    figures: [
      { text: `${failed} texts failed`, ok: failed === 0 },
      {
        text: `${perText.toFixed(2)} requests a text where ${AT_ONCE} at once are taken`,
        ok: perText <= REQUESTS_PER_TEXT,
        timing: true,
      },
    ],
  }
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
