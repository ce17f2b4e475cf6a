import { underFire } from '../fire.ts'
import type { Traffic } from '../length.ts'
import { inTurn, type Outcome, type Trial } from '../trial.ts'

/** Seconds by which the provider lists texts late; all of them less than the time between the two looks. */
const LAGS = [120, 30, 6, 1]
/** Answers are lost so often that most texts have to be looked for in the listing. */
const ANSWERS_LOST = { error_after: 0.2, hang: 0.1, error_before: 0.1, reset_before: 0.1 }

/** F-07: the provider's listing hides what is younger than some time, first without any receipts, then with them. */
export async function listLate(trial: Trial, length: Traffic & { lags: number }): Promise<Outcome> {
  const { stage, throughout, label } = trial
  await stage.staff(length.workers)
  let sum: Outcome = { wanted: 0, faults: 0, recoveryMs: 0, figures: [] }
  for (const lagSeconds of LAGS.slice(0, length.lags)) {
    const listLagMs = Math.max(throughout.listLagMs, Math.round((lagSeconds * 1000) / stage.speed))
    for (const callbacksLost of new Set([true, throughout.callbacksLost])) {
      const part = {
        ...trial,
        label: `${label} lag ${lagSeconds} s, ${callbacksLost ? 'no receipts' : 'receipts'},`,
        throughout: { ...throughout, callbacksLost, listLagMs },
      }
      sum = inTurn(sum, await underFire(part, { ...length, provider: ANSWERS_LOST }))
    }
  }
  return sum
}
