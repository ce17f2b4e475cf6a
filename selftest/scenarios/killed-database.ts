import { backWithin, soundDatabase } from '../figures.ts'
import { BAD_DAY, underFire } from '../fire.ts'
import type { Pauses, Traffic } from '../length.ts'
import { keepDoing, type Outcome, type Trial } from '../trial.ts'

const ANSWERS_WITHIN_MS = 5000

/** F-02: as F-01, and kill -9 of PostgreSQL, postmaster and all children; our supervisor starts it again. */
export async function killDatabase(
  trial: Trial,
  length: Traffic & { pauseMs: Pauses; databasePauseMs: Pauses },
): Promise<Outcome> {
  const { stage } = trial
  const random = trial.random.fork('kills')
  const outagesMs: number[] = []
  await stage.staff(length.workers)
  return underFire(trial, {
    ...length,
    provider: BAD_DAY,
    begin() {
      const endWorkers = keepDoing(random, length.pauseMs, () => random.pick(stage.workers).kill('SIGKILL'))
      const endDatabase = keepDoing(trial.random.fork('database'), length.databasePauseMs, async () => {
        stage.postgres.killAll()
        outagesMs.push(await stage.postgres.answers())
      })
      return async () => (await endWorkers()) + (await endDatabase())
    },
    async figures() {
      return [backWithin('database back', outagesMs, ANSWERS_WITHIN_MS), await soundDatabase(stage)]
    },
  })
}
