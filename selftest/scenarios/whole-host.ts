import { setTimeout as sleep } from 'node:timers/promises'
import { backWithin, soundDatabase } from '../figures.ts'
import { BAD_DAY, underFire } from '../fire.ts'
import type { Pauses, Traffic } from '../length.ts'
import type { Outcome, Trial } from '../trial.ts'

const ANSWERS_WITHIN_MS = 5000

/** F-03: kill -9 of every process at once, the API, all workers and the whole database, again and again. */
export async function killEverything(
  trial: Trial,
  length: Traffic & { pauseMs: Pauses; times: number },
): Promise<Outcome> {
  const { stage } = trial
  const random = trial.random.fork('kills')
  await stage.staff(length.workers)
  const outagesMs: number[] = []
  return underFire(trial, {
    ...length,
    provider: BAD_DAY,
    begin() {
      const cycles = (async () => {
        for (let i = 0; i < length.times; i++) {
          await sleep(random.between(...length.pauseMs))
          for (const place of [stage.api, ...stage.workers]) place.kill('SIGKILL')
          stage.postgres.killAll()
          const killedMs = performance.now()
          await stage.api.ready()
          outagesMs.push(performance.now() - killedMs)
          await Promise.all([stage.api, ...stage.workers].map((place) => place.ready()))
        }
        return length.times
      })()
      return () => cycles
    },
    async figures() {
      return [backWithin('the API answers again', outagesMs, ANSWERS_WITHIN_MS), await soundDatabase(stage)]
    },
  })
}
