import type { ReadinessFacts } from './facts.ts'
import type { ReadinessCheck } from './schema.ts'

/** A line of the list; null where it does not apply. */
export type Row = (facts: ReadinessFacts, reader: Reader) => ReadinessCheck | null

/** Every member may read the list; what the settings say goes only to those who may see them. */
export interface Reader {
  seesSettings: boolean
  mayTest: boolean
}

type Fixed = Pick<ReadinessCheck, 'id' | 'group' | 'title'>
type Judged = Pick<ReadinessCheck, 'status' | 'reason'> &
  Partial<Omit<ReadinessCheck, keyof Fixed | 'status' | 'reason'>>

const SETTINGS = '/settings/sms'

/** The way to the test, where a test would go out and the reader may send one. */
export function sendTest({ state }: ReadinessFacts, { mayTest }: Reader): Pick<ReadinessCheck, 'remedy' | 'href'> {
  const goesOut = state === 'can_run' || state === 'invalid'
  return { remedy: goesOut ? 'Send a test SMS.' : null, href: goesOut && mayTest ? '#test' : null }
}

/** `href` is a section of the settings page; who may not open that page gets no link. */
export function line(fixed: Fixed, reader: Reader, judged: Judged): ReadinessCheck {
  const href = judged.href?.startsWith('#') ? `${SETTINGS}${judged.href}` : (judged.href ?? null)
  return {
    blocks: 'nothing',
    remedy: null,
    checked_at: null,
    ...fixed,
    ...judged,
    href: reader.seesSettings ? href : null,
  }
}
