import type { Context } from '../kit/context.ts'
import { isConnectionFailure } from '../kit/db.ts'
import { type Batch, beginBatch, beginSuspect } from './begin.ts'
import type { Claim } from './claim.ts'
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
  return async (wanted) => {
    const nowMs = performance.now()
    if (!wanted.urgentOnly && nowMs - suspectsSeenMs > SUSPECT_EVERY_MS) {
      suspectsSeenMs = nowMs
      const suspects = await beginSuspect(context, shift)
      if (suspects.length > 0) return { begun: suspects, claimed: suspects.length, opensInMs: null }
    }
    const watched = watching(shift)
    try {
      const batch = await beginBatch(context, watched, carefully > 0 ? { ...wanted, limit: 1 } : wanted)
      carefully = Math.max(0, carefully - 1)
      return batch
    } catch (error) {
      if (!isConnectionFailure(error)) {
        carefully = CAREFUL_BATCHES
        await blame(context, watched.taken)
      }
      throw error
    }
  }
}

/** Only one that was alone is certainly the one. */
async function blame(context: Context, taken: { workspace_id: string; id: string }[]): Promise<void> {
  if (taken.length === 1) await noteCrash(context, taken[0]!)
}

/** The shift, remembering what was being begun last. */
function watching(shift: Shift) {
  const watched = {
    worker: shift.worker,
    taken: [] as { workspace_id: string; id: string }[],
    async beginning(texts: { workspace_id: string; id: string }[]) {
      watched.taken = texts
      await shift.beginning(texts)
    },
  }
  return watched
}
