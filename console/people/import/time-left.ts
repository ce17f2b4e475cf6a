/** How far an import was when somebody looked. */
export interface Look {
  atMs: number
  done: number
}

/** Before this much was seen of it, how fast it goes is a guess. */
const ENOUGH_MS = 2_500
/** What was longer ago says less than what is now. */
const RECENT_MS = 30_000

export function remember(looks: Look[], look: Look): Look[] {
  const isAnew = looks.some(({ done }) => done > look.done)
  return [...(isAnew ? [] : looks.filter(({ atMs }) => look.atMs - atMs < RECENT_MS)), look]
}

/** "about 40 s left"; nothing while it is not known, or nothing moves. */
export function timeLeft(looks: Look[], rows: number): string | null {
  const first = looks[0]
  const last = looks.at(-1)
  if (!first || !last || last.atMs - first.atMs < ENOUGH_MS || last.done <= first.done) return null
  const seconds = ((rows - last.done) * (last.atMs - first.atMs)) / (last.done - first.done) / 1000
  if (seconds < 10) return 'a few seconds left'
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s left`
  return `about ${Math.round(seconds / 60)} min left`
}
