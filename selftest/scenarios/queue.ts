import { settledWithinMs } from '../patience.ts'
import { whenSettled } from '../settled.ts'
import { postInTurn, writeTexts } from '../traffic.ts'
import type { Outcome, Trial } from '../trial.ts'

const PRODUCERS = 20

/** F-18: twenty callers post as fast as they can, and many workers take from one queue; each text is taken once. */
export async function crowdTheQueue(trial: Trial, length: { textsEach: number; workers: number }): Promise<Outcome> {
  const { stage, workspace, records, random, label } = trial
  await stage.staff(length.workers)
  const producers = Array.from({ length: PRODUCERS }, (_, i) =>
    writeTexts(length.textsEach, { label: `${label}/${i + 1}`, random: random.fork(`producer ${i}`) }),
  )
  await Promise.all(producers.map((texts) => postInTurn(workspace, records, texts)))
  const recoveryMs = await whenSettled(stage, workspace.id, settledWithinMs(stage, trial.throughout))
  const shares = await stage.postgres.db.system((tx) =>
    tx.rows<{ worker: string; count: number }>(
      'selftest_shares',
      'select worker, count(*)::int as count from attempts where workspace_id = $1 group by worker',
      [workspace.id],
    ),
  )
  const least = Math.min(...shares.map(({ count }) => count))
  const most = Math.max(...shares.map(({ count }) => count))
  return {
    wanted: producers.flat().length,
    faults: 0,
    recoveryMs,
    figures: [
      {
        text: `${shares.length} of ${length.workers} workers sent, between ${least} and ${most} texts each`,
        ok: shares.length === length.workers,
        timing: true,
      },
    ],
  }
}
