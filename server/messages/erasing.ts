import { dropCode } from '../codes/codes.ts'
import { forgetNumbers } from '../consent/forget-numbers.ts'
import type { Context } from '../kit/context.ts'
import { type Erasure, endErasure, lookAgainAt, takeErasure } from '../people/erasures.ts'
import { dropFilesOf } from '../people/import/drop-files.ts'
import { eraseNotices } from './erase-notices.ts'
import { eraseReplies, eraseTexts, hasMore } from './erase-texts.ts'
import { cancelWaiting } from './skip-stopped.ts'
import { ownerOf } from './way-back.ts'

/** Of one person in one turn, so that a process that is going waits a second at most, and others have their turn. */
const MOST = 5000
/** What is on its way, or waits to be read or decided by somebody, is looked at again then. */
const LATER_SECONDS = 60

/**
 * Makes unreadable what was told to people who were erased; events are looked through beside it (server/alerts). All of it may be done twice and by several at once, so
 * whoever is killed leaves nothing to mend; the mark goes last.
 *
 * @returns whether there is more to do at once.
 */
export async function erasingTurn(context: Context): Promise<boolean> {
  const erasure = await takeErasure(context)
  if (!erasure) return false
  if (!(await eraseHistory(context, erasure))) {
    await lookAgainAt(context, erasure, 0)
    return true
  }
  await context.db.system((tx) => forgetNumbers(tx, erasure))
  const { workspaceId, personId } = erasure
  await context.db.tenant(workspaceId, async (tx) => {
    await dropCode(tx, { workspaceId, purpose: 'phone', subject: personId })
    for (const numberHash of erasure.own) await dropCode(tx, ownerOf({ workspaceId, numberHash }))
  })
  await dropFilesOf(context, erasure)
  const over = erasure.allOut && erasure.eventsDone
  if (over && !(await context.db.system((tx) => hasMore(tx, erasure)))) await endErasure(context, erasure)
  else await lookAgainAt(context, erasure, LATER_SECONDS)
  return true
}

async function eraseHistory(context: Context, erasure: Erasure): Promise<boolean> {
  if (!(await eraseNotices(context, erasure, MOST))) return false
  for (const numberHash of erasure.own) {
    await cancelWaiting(context, erasure, numberHash)
    if (!(await eraseTexts(context, erasure, numberHash, MOST))) return false
    if (!(await eraseReplies(context, erasure, numberHash, MOST))) return false
  }
  return true
}
