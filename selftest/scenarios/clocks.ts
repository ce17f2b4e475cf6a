import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLines } from '../checker.ts'
import { findFaketime } from '../faketime.ts'
import { underFire } from '../fire.ts'
import { openPlace } from '../place.ts'
import type { Outcome, Trial } from '../trial.ts'

/** What a text of the shortest validity here may be told to the provider: 4 hours, less what it waited. */
const VALID_SECONDS = 4 * 3600
const WAITED_SECONDS = 300

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
    const validity = readLines<{ body: string; validity_seconds: number }>(stage.carrier.logFile)
      .filter(({ body }) => body.startsWith(label))
      .map(({ validity_seconds }) => validity_seconds)
    const shortest = Math.min(...validity)
    outcome.figures.push({
      text: `validity told to the provider: at least ${shortest} of ${VALID_SECONDS} s`,
      ok: shortest >= VALID_SECONDS - WAITED_SECONDS,
    })
    return outcome
  } finally {
    await Promise.all(places.map((place) => place.stop()))
  }
}
