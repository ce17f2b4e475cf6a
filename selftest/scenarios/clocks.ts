import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLines } from '../checker.ts'
import { findFaketime } from '../faketime.ts'
import { underFire } from '../fire.ts'
import { openPlace } from '../place.ts'
import type { Outcome, Trial } from '../trial.ts'

/** The validity of each class as the API documents it; the provider is told that, less what the text waited. */
const VALID_SECONDS: Record<string, number> = { otp: 600, alert: 4 * 3600, nudge: 12 * 3600, campaign: 24 * 3600 }
const WAITED_SECONDS = 300
/** The longest that the provider takes. */
const LONGEST_SECONDS = 36_000

/**
 * F-12: one worker's clock is 10 minutes fast, another's 10 minutes slow, and a third one's is set back by an hour while
 * it sends. The database's clock decides, so nothing may come of it.
 */
export async function confuseClocks(trial: Trial, length: { texts: number; perSecond: number }): Promise<Outcome> {
  const { stage, label } = trial
  await stage.staff(0)
  const timeFile = join(stage.folder, 'time')
  await writeFile(timeFile, '+0\n')
  const faked = { ...stage.workerEnvironment, LD_PRELOAD: findFaketime()!, DONT_FAKE_MONOTONIC: '1' }
  const places = [
    { ...faked, FAKETIME: '+10m' },
    { ...faked, FAKETIME: '-10m' },
    { ...faked, FAKETIME_TIMESTAMP_FILE: timeFile, FAKETIME_NO_CACHE: '1' },
  ].map((environment) => openPlace(environment, stage.logFile))
  try {
    for (const place of places) await place.start()
    const outcome = await underFire(trial, {
      ...length,
      provider: { error_after: 0.03, error_before: 0.02, latency_ms: 10 },
      begin() {
        const setting = sleep((length.texts / length.perSecond) * 500).then(() => writeFile(timeFile, '-1h\n'))
        return () => setting.then(() => places.length)
      },
    })
    const short = readLines<{ body: string; validity_seconds: number }>(stage.carrier.logFile)
      .filter(({ body }) => body.startsWith(label))
      .map(({ body, validity_seconds }) => {
        const whole = Math.min(LONGEST_SECONDS, VALID_SECONDS[body.split(' ')[1]!]!)
        return whole - validity_seconds
      })
    const most = Math.max(...short)
    outcome.figures.push({
      text: `validity told to the provider: at most ${most} s less than the text is of use, and never more`,
      ok: most <= WAITED_SECONDS && Math.min(...short) >= 0,
    })
    return outcome
  } finally {
    await Promise.all(places.map((place) => place.stop()))
  }
}
