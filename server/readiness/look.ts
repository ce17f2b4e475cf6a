import type { Context } from '../kit/context.ts'
import { recheckDue } from '../settings/recheck.ts'

/** One turn of the loop that keeps readiness true without anybody asking. True when more is due. */
export function readinessTurn(context: Context): Promise<boolean> {
  return recheckDue(context)
}
