/** Turn the reading direction over until something turns it back, so that a line reads otherwise than it was written. */
const OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g
/** Say on which side a mark belongs: needed beside letters that run from right to left, and a trick beside others. */
const SIDE_MARKS = /[\u061c\u200e\u200f]/g
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** Soft hyphens and the like: nobody sees them, and one of them makes a text dear. Joiners stay, as letters need them. */
const UNSEEN = /[\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0001}]/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROLS = /[\0-\x1f\x7f-\x9f\s]+/g

/**
 * A value as it may stand in one line of a subject or a text: a line break in it would begin a header or a line of its
 * own, a turned direction would show another address than the one that is opened.
 */
export function oneLine(text: string): string {
  const seen = text.toWellFormed().replace(OVERRIDES, '').replace(UNSEEN, '').replace(CONTROLS, ' ').trim()
  return RIGHT_TO_LEFT.test(seen) ? seen : seen.replace(SIDE_MARKS, '')
}
