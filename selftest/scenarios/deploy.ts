import { setTimeout as sleep } from 'node:timers/promises'
import { underFire } from '../fire.ts'
import type { Stage } from '../stage.ts'
import type { Outcome, Trial } from '../trial.ts'

const LOOK_EVERY_MS = 100

/** F-27: every process in turn is asked to stop, as a deploy does, and the next one started, while texts come in. */
export async function deployAgainAndAgain(
  trial: Trial,
  length: { texts: number; perSecond: number; workers: number; pauseMs: [number, number] },
): Promise<Outcome> {
  const { stage, workspace } = trial
  await stage.staff(length.workers)
  const inDoubt = watchDoubts(stage, workspace.id)
  const codes: (number | null)[] = []
  const outcome = await underFire(trial, {
    ...length,
    // So that something is always on its way when a process is asked to stop.
    provider: { latency_ms: 50 },
    begin() {
      let stopping = false
      const deploying = (async () => {
        for (let i = 0; !stopping; i++) {
          const places = [...stage.workers, stage.api]
          const place = places[i % places.length]!
          await sleep(length.pauseMs[0])
          codes.push(await place.stop())
          await place.start()
        }
        return codes.length
      })()
      return () => {
        stopping = true
        return deploying
      }
    },
  })
  const doubted = await inDoubt.end()
  const badly = codes.filter((code) => code !== 0).length
  outcome.figures.push({ text: `${doubted} put in doubt by a deploy`, ok: doubted === 0 })
  outcome.figures.push({ text: `${badly} of ${codes.length} stops did not end in order`, ok: badly === 0 })
  return outcome
}

/** Counts the texts that were in doubt at any time. */
function watchDoubts({ postgres }: Stage, workspaceId: string): { end(): Promise<number> } {
  const seen = new Set<string>()
  let stopping = false
  const watching = (async () => {
    while (!stopping) {
      const rows = await postgres.db
        .system((tx) =>
          tx.rows<{ message_id: string }>(
            'selftest_doubts',
            "select message_id from attempts where workspace_id = $1 and state = 'unknown'",
            [workspaceId],
          ),
        )
        // While the API, which has the database, is being deployed.
        .catch(() => [])
      for (const row of rows) seen.add(row.message_id)
      await sleep(LOOK_EVERY_MS)
    }
  })()
  return {
    async end() {
      stopping = true
      await watching
      return seen.size
    },
  }
}
