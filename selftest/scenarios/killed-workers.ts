import { BAD_DAY, underFire } from '../fire.ts'
import { keepDoing, type Outcome, type Trial } from '../trial.ts'

/** F-01: kill -9 of one worker after another, each started again at once. */
export async function killWorkers(
  trial: Trial,
  length: { texts: number; perSecond: number; workers: number; pauseMs: [number, number] },
): Promise<Outcome> {
  const { stage } = trial
  const random = trial.random.fork('kills')
  await stage.staff(length.workers)
  return underFire(trial, {
    ...length,
    provider: BAD_DAY,
    begin: () => keepDoing(random, length.pauseMs, () => random.pick(stage.workers).kill('SIGKILL')),
  })
}
