import type { FaultSettings } from '../simulator/wire.ts'
import type { Traffic } from './length.ts'
import { settledWithinMs } from './patience.ts'
import { whenHandedOver, whenSettled } from './settled.ts'
import { postAll, writeTexts } from './traffic.ts'
import { endFaults, type Figure, type Outcome, setFaults, type Trial } from './trial.ts'

/** What a provider does wrong on an ordinary bad day. */
export const BAD_DAY: Partial<FaultSettings> = { rate_429: 0.04, error_before: 0.02, hang: 0.03, error_after: 0.03 }

/** Things go wrong until the last text has been handed over, or so long after the last was posted. */
const LAST_WITHIN_MS = 20_000

/**
 * The shape of most scenarios: texts are posted at a pace while things go wrong, then everything is let be until all
 * texts are settled.
 *
 * @param begin starts what goes wrong besides the provider; the answer ends it and tells how many faults there were.
 * @param posted what is done when the last text was acknowledged, while things still go wrong.
 */
export async function underFire(
  trial: Trial,
  options: Pick<Traffic, 'texts' | 'perSecond'> & {
    provider?: Partial<FaultSettings>
    begin?: () => () => Promise<number>
    posted?: () => Promise<void>
    figures?: () => Promise<Figure[]>
  },
): Promise<Outcome> {
  const { stage, workspace, records, random, label } = trial
  await setFaults(trial, options.provider ?? {})
  const end = options.begin?.()
  const texts = writeTexts(options.texts, { label, random: random.fork('texts') })
  let faults = 0
  try {
    await postAll(workspace, records, texts, options.perSecond)
    await options.posted?.()
    await whenHandedOver(stage, workspace.id, LAST_WITHIN_MS)
  } finally {
    faults += (await end?.()) ?? 0
    faults += await endFaults(trial)
  }
  const figures = (await options.figures?.()) ?? []
  const recoveryMs = await whenSettled(stage, workspace.id, settledWithinMs(stage, trial.throughout))
  return { wanted: texts.length, faults, recoveryMs, figures }
}
