import { hostname } from 'node:os'
import type { Context } from '../kit/context.ts'
import { chance } from '../kit/id.ts'
import { type Loop, startLoop } from '../kit/loop.ts'

const BEAT_SECONDS = 10
/** Not seen for so long, by the database's clock, a worker is taken for dead. */
export const DEAD_AFTER_SECONDS = 30

/** One worker's time at work: under what name it begins attempts, and the word that it still lives. */
export interface Shift extends Loop {
  worker(): string
  /** Writes down what one of its loops is about to begin, so that it is known what a worker died of. */
  beginning(texts: { workspace_id: string; id: string }[], loop?: string): Promise<void>
  /** That is over, however it ended; the next heart-beat says so. */
  done(loop: string): void
}

/**
 * Signs a worker on and keeps it so. One that was paused or cut off long enough to be taken for dead finds that out at
 * its next beat and goes on under a new name: under the old one it can begin nothing any more.
 */
export async function startShift(context: Context, options = { beatMs: BEAT_SECONDS * 1000 }): Promise<Shift> {
  let name = await signOn(context)
  const marks = new Map<string, string[]>()
  const allMarks = () => [...marks.values()].flat()
  const beat = startLoop({
    name: 'heart-beat',
    everyMs: options.beatMs,
    log: context.log,
    async turn() {
      if (await isStillOn(context, name, allMarks())) return false
      context.log.warn({ worker: name }, 'this worker was taken for dead: it goes on under a new name')
      name = await signOn(context)
      return false
    },
  })
  return {
    worker: () => name,
    done: (loop) => void marks.delete(loop),
    async beginning(texts, loop = '') {
      marks.set(
        loop,
        texts.map((text) => `${text.workspace_id}|${text.id}`),
      )
      await context.db.system((tx) =>
        tx.rowsAndCommit(
          'shift_beginning',
          'update workers set beginning = $2, last_claim_at = now() where id = $1 and ended_at is null',
          [name, allMarks()],
        ),
      )
    },
    async stop() {
      await beat.stop()
      await context.db
        .system((tx) =>
          tx.rows('shift_end', "update workers set ended_at = now(), beginning = '{}' where id = $1", [name]),
        )
        // It will be taken for dead a little later instead.
        .catch((error) => context.log.warn({ err: error }, 'the end of this shift could not be written down'))
    },
  }
}

async function signOn(context: Context): Promise<string> {
  const name = `wrk_${chance(16)}`
  await context.db.system((tx) =>
    tx.rows('shift_sign_on', 'insert into workers (id, host) values ($1, $2)', [name, hostname()]),
  )
  return name
}

async function isStillOn(context: Context, name: string, marks: string[]): Promise<boolean> {
  const rows = await context.db.system((tx) =>
    tx.rows(
      'shift_beat',
      `update workers set seen_at = now(), beginning = $3, last_look_at = coalesce(now() - make_interval(secs => $2::float8), last_look_at)
       where id = $1 and ended_at is null returning id`,
      [name, context.metrics.lookedUpSecondsAgo(), marks],
    ),
  )
  return rows.length > 0
}
