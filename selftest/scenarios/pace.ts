import { readLines } from '../checker.ts'
import { underFire } from '../fire.ts'
import type { Outcome, Trial } from '../trial.ts'
import { connect, simulatorSettings } from '../workspace.ts'

const PACE = 20
const SENDER = '+14155550102'
/** A sender may be ahead of its pace by what it sends in a quarter of a second, and each worker by one text. */
const AHEAD_SECONDS = 0.25
const WINDOW_MS = 1000

/** F-17: a hundred texts at once from one sender that may send 20 a second, and two processes that send them. */
export async function keepPace(trial: Trial, length: { texts: number; workers: number }): Promise<Outcome> {
  const { stage, workspace } = trial
  await connect(workspace, simulatorSettings(stage, SENDER))
  await stage.postgres.db.system((tx) =>
    tx.rows(
      'selftest_pace',
      `insert into paces (account, sender, segments_per_second) values ($1, $2, $3)
       on conflict (account, sender) do update set segments_per_second = excluded.segments_per_second`,
      [stage.carrier.account.sid, SENDER, PACE],
    ),
  )
  await stage.staff(length.workers)
  const outcome = await underFire(trial, { texts: length.texts, perSecond: 1000 })
  const timesMs = readLines<{ at: string; from: string }>(stage.carrier.logFile)
    .filter(({ from }) => from === SENDER)
    .map(({ at }) => Date.parse(at))
    .sort((a, b) => a - b)
  const most = Math.max(...timesMs.map((start) => timesMs.filter((at) => at >= start && at < start + WINDOW_MS).length))
  const seconds = (timesMs.at(-1)! - timesMs[0]!) / 1000
  const ahead = PACE * AHEAD_SECONDS + length.workers
  const rate = (timesMs.length - ahead) / seconds
  outcome.figures.push(
    { text: `${rate.toFixed(1)} texts a second at a pace of ${PACE}`, ok: rate <= PACE * 1.05 },
    { text: `never more than ${most} within a second`, ok: most <= PACE + ahead, timing: true },
  )
  return outcome
}
