import { setTimeout as sleep } from 'node:timers/promises'
import { BAD_DAY, underFire } from '../fire.ts'
import type { Outcome, Trial } from '../trial.ts'

const ANSWERS_WITHIN_MS = 5000

/** F-03: kill -9 of every process at once, the API, all workers and the whole database, again and again. */
export async function killEverything(
  trial: Trial,
  length: { texts: number; perSecond: number; workers: number; pauseMs: [number, number]; times: number },
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
      const longestMs = Math.max(...outagesMs)
      const damage = await stage.postgres.findDamage()
      return [
        {
          text: `the API answers again within ${(longestMs / 1000).toFixed(1)} s`,
          ok: longestMs <= ANSWERS_WITHIN_MS,
          timing: true,
        },
        { text: damage.length ? `damage: ${damage.join('; ')}` : 'database sound', ok: damage.length === 0 },
      ]
    },
  })
}
