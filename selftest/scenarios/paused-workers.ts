import { setTimeout as sleep } from 'node:timers/promises'
import { underFire } from '../fire.ts'
import type { Pauses, Traffic } from '../length.ts'
import type { Place } from '../place.ts'
import type { Random } from '../random.ts'
import type { Stage } from '../stage.ts'
import { inTurn, keepDoing, type Outcome, type Trial } from '../trial.ts'

/** Long enough to be taken for dead by the database's clock, which nothing shortens: 30 s, and the next sweep. */
const DEAD_MS: Pauses = [34_000, 37_000]
const GOES_ON_WITHIN_MS = 15_000
/** Texts must still come in when the last of them goes on. */
const ROUND_SECONDS = 50

/**
 * F-11: workers are stopped dead (SIGSTOP) for 5 to 120 seconds, shortened as all waits are, and go on (SIGCONT); then
 * one after another for so long that it is taken for dead, is taken over from, and goes on under a new name.
 */
export async function pauseWorkers(
  trial: Trial,
  length: Traffic & { pauseMs: Pauses; deaths: number; perSecondMeanwhile: number },
): Promise<Outcome> {
  const { stage, throughout } = trial
  const random = trial.random.fork('pauses')
  await stage.staff(length.workers)
  const often = await underFire(trial, {
    ...length,
    provider: { latency_ms: 20 },
    begin() {
      const ends = stage.workers.map((worker, i) =>
        keepDoing(random.fork(`worker ${i}`), length.pauseMs, () =>
          pause(worker, random.between(5000, 120_000) / stage.speed),
        ),
      )
      return async () => (await Promise.all(ends.map((end) => end()))).reduce((sum, times) => sum + times, 0)
    },
  })
  // To see that it would notice, the short pauses are enough.
  if (throughout.unguarded) return often
  return inTurn(often, await pauseUntilDead(trial, length, random.fork('deaths')))
}

async function pauseUntilDead(
  trial: Trial,
  { deaths, perSecondMeanwhile: perSecond }: { deaths: number; perSecondMeanwhile: number },
  random: Random,
): Promise<Outcome> {
  const { stage, workspace } = trial
  const start = await databaseTime(stage)
  return underFire(
    { ...trial, label: `${trial.label} dead,` },
    {
      texts: deaths * ROUND_SECONDS * perSecond,
      perSecond,
      // So that something is on its way when a worker is stopped.
      provider: { latency_ms: 100 },
      begin() {
        const rounds = (async () => {
          for (let i = 0; i < deaths; i++) {
            await sleep(random.between(500, 1000))
            await pause(stage.workers[i % stage.workers.length]!, random.between(...DEAD_MS))
            const deadlineMs = performance.now() + GOES_ON_WITHIN_MS
            while ((await countDead(stage, workspace.id, start)).again <= i && performance.now() < deadlineMs)
              await sleep(200)
          }
          return deaths
        })()
        return () => rounds
      },
      async figures() {
        const { dead, again } = await countDead(stage, workspace.id, start)
        return [
          {
            text: `${deaths} workers stood still for more than ${DEAD_MS[0] / 1000} s: ${dead} taken for dead, ${again} sent again under a new name`,
            ok: dead === deaths && again === deaths,
          },
        ]
      },
    },
  )
}

async function pause(worker: Place, forMs: number): Promise<void> {
  worker.kill('SIGSTOP')
  try {
    await sleep(forMs)
  } finally {
    worker.kill('SIGCONT')
  }
}

async function databaseTime({ postgres }: Stage): Promise<Date> {
  const [row] = await postgres.db.system((tx) => tx.rows<{ now: Date }>('selftest_now', 'select now()', []))
  return row!.now
}

/** No worker is started or stopped meanwhile: each name that ends or begins is that of one taken for dead. */
async function countDead(
  { postgres }: Stage,
  workspaceId: string,
  since: Date,
): Promise<{ dead: number; again: number }> {
  const [row] = await postgres.db.system((tx) =>
    tx.rows<{ dead: number; again: number }>(
      'selftest_dead',
      `select count(*) filter (where ended_at >= $2)::int as dead, count(*) filter (where started_at >= $2)::int as again
       from workers where id in (select worker from attempts where workspace_id = $1)`,
      [workspaceId, since],
    ),
  )
  return row!
}
