import type { Counts } from '../api.ts'

/** What becomes of the texts that wait when nothing will be sent any more. */
export function waitingTexts(counts: Counts | undefined): string {
  if (!counts) return 'Waiting texts will be skipped.'
  const { count, more } = counts.pending
  if (count === 0) return 'No texts wait.'
  if (more) return `More than ${count.toLocaleString('en')} waiting texts will be skipped.`
  return count === 1
    ? '1 waiting text will be skipped.'
    : `${count.toLocaleString('en')} waiting texts will be skipped.`
}
