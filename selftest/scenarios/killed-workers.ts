import { BAD_DAY, underFire } from '../fire.ts'
import type { Pauses, Traffic } from '../length.ts'
import { keepDoing, type Outcome, type Trial } from '../trial.ts'

/** F-01: kill -9 of one worker after another, each started again at once. */
export async function killWorkers(trial: Trial, length: Traffic & { pauseMs: Pauses }): Promise<Outcome> {
  const { stage } = trial
  const random = trial.random.fork('kills')
  await stage.staff(length.workers)
  return underFire(trial, {
    ...length,
    provider: BAD_DAY,
    begin: () => keepDoing(random, length.pauseMs, () => random.pick(stage.workers).kill('SIGKILL')),
  })
}
