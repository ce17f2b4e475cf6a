import type { Context } from '../kit/context.ts'
import { isConnectionFailure } from '../kit/db.ts'
import { type Batch, beginBatch, beginSuspect } from './begin.ts'
import type { Claim, Claimed } from './claim.ts'
import type { Shift } from './shift.ts'
import { noteCrash } from './suspects.ts'

const SUSPECT_EVERY_MS = 1000
/** After a batch that could not be begun, so many are begun one by one: the text that it was for is among them. */
const CAREFUL_BATCHES = 512

/**
 * Begins one batch after the other. When one cannot be begun though the database is there, some text is at fault: what
 * comes next is begun alone, and the one that fails again is counted as one that a worker died of.
 */
export function openBeginning(context: Context, shift: Shift): (wanted: Omit<Claim, 'worker'>) => Promise<Batch> {
  let carefully = 0
  let suspectsSeenMs = Number.NEGATIVE_INFINITY
  let lastSuspect: Claimed | null = null
  const isTimeForSuspects = ({ urgentOnly }: Omit<Claim, 'worker'>) => {
    if (urgentOnly || performance.now() - suspectsSeenMs < SUSPECT_EVERY_MS) return false
    suspectsSeenMs = performance.now()
    return true
  }
  return async (wanted) => {
    const watched = watching(shift, wanted.urgentOnly ? 'urgent' : 'all')
    try {
      const suspects = isTimeForSuspects(wanted) && (await beginSuspect(context, watched, lastSuspect))
      if (suspects) {
        lastSuspect = suspects.begun[0]?.text ?? null
        return suspects
      }
      const batch = await beginBatch(context, watched, carefully > 0 ? { ...wanted, limit: 1 } : wanted)
      carefully = Math.max(0, carefully - 1)
      return batch
    } catch (error) {
      if (await blame(context, error, watched.taken)) carefully = CAREFUL_BATCHES
      throw error
    } finally {
      watched.done()
    }
  }
}

/** Whether some text is at fault. Only one that was alone is certainly the one. */
async function blame(
  context: Context,
  error: unknown,
  taken: { workspace_id: string; id: string }[],
): Promise<boolean> {
  if (isConnectionFailure(error)) return false
  if (taken.length === 1) await noteCrash(context, taken[0]!)
  return true
}

/** The shift, remembering what this loop was beginning last. */
function watching(shift: Shift, loop: string) {
  const watched = {
    worker: shift.worker,
    taken: [] as { workspace_id: string; id: string }[],
    async beginning(texts: { workspace_id: string; id: string }[]) {
      watched.taken = texts
      await shift.beginning(texts, loop)
    },
    done: () => shift.done(loop),
  }
  return watched
}
