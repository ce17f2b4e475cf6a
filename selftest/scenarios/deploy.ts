import { underFire } from '../fire.ts'
import type { Pauses, Traffic } from '../length.ts'
import type { Stage } from '../stage.ts'
import { keepDoing, type Outcome, type Trial } from '../trial.ts'

/** F-27: every process in turn is asked to stop, as a deploy does, and the next one started, while texts come in. */
export async function deployAgainAndAgain(trial: Trial, length: Traffic & { pauseMs: Pauses }): Promise<Outcome> {
  const { stage, workspace } = trial
  await stage.staff(length.workers)
  const codes: (number | null)[] = []
  const outcome = await underFire(trial, {
    ...length,
    // So that something is always on its way when a process is asked to stop.
    provider: { latency_ms: 50 },
    begin: () =>
      keepDoing(trial.random.fork('deploys'), length.pauseMs, async () => {
        const places = [...stage.workers, stage.api]
        const place = places[codes.length % places.length]!
        codes.push(await place.stop())
        await place.start()
      }),
  })
  const doubted = await countDoubted(stage, workspace.id)
  const badly = codes.filter((code) => code !== 0).length
  outcome.figures.push({ text: `${doubted} put in doubt by a deploy`, ok: doubted === 0 })
  outcome.figures.push({ text: `${badly} of ${codes.length} stops did not end in order`, ok: badly === 0 })
  return outcome
}

/** Those that still are in doubt, and those that were: an attempt keeps what resolved it. */
async function countDoubted({ postgres }: Stage, workspaceId: string): Promise<number> {
  const [row] = await postgres.db.system((tx) =>
    tx.rows<{ count: number }>(
      'selftest_doubted',
      `select count(*)::int as count from attempts
       where workspace_id = $1 and (state = 'unknown' or resolved_by is not null)`,
      [workspaceId],
    ),
  )
  return row!.count
}
