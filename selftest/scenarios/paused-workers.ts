import { setTimeout as sleep } from 'node:timers/promises'
import { underFire } from '../fire.ts'
import type { Place } from '../place.ts'
import { keepDoing, type Outcome, type Trial } from '../trial.ts'

/** F-11: workers are stopped dead (SIGSTOP) for 5 to 120 seconds, shortened as all waits are, and go on (SIGCONT). */
export async function pauseWorkers(
  trial: Trial,
  length: { texts: number; perSecond: number; workers: number; pauseMs: [number, number] },
): Promise<Outcome> {
  const { stage } = trial
  const random = trial.random.fork('pauses')
  await stage.staff(length.workers)
  const pause = async (worker: Place) => {
    worker.kill('SIGSTOP')
    await sleep(random.between(5000, 120_000) / stage.speed)
    worker.kill('SIGCONT')
  }
  return underFire(trial, {
    ...length,
    provider: { latency_ms: 20 },
    begin() {
      const ends = stage.workers.map((worker, i) =>
        keepDoing(random.fork(`worker ${i}`), length.pauseMs, () => pause(worker)),
      )
      return async () => (await Promise.all(ends.map((end) => end()))).reduce((sum, times) => sum + times, 0)
    },
  })
}
