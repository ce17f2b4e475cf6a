/**
 * Characters as people see them (Unicode UAX #29). `Intl.Segmenter` knows them but is slow, and most texts that need
 * UCS-2 at all hold no more than accents, Cyrillic, Chinese or Korean, where each code unit is a character of its own.
 */

/** Blocks without marks, joiners, surrogates or single jamo: nothing in them joins a neighbour that is also in them. */
const STANDS_ALONE =
  /^[\0-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u200b\u200e-\u20cf\u2100-\u2cee\u2e80-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ud7a3\uff01-\uff9d]*$/

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Where each character of the text ends. CR LF counts as two, since a cut between them loses nothing. */
export function graphemeEnds(text: string): number[] {
  if (everyUnitStandsAlone(text)) return Array.from({ length: text.length }, (_, index) => index + 1)
  const ends: number[] = []
  for (const { index, segment } of segmenter.segment(text)) {
    if (segment === '\r\n') ends.push(index + 1)
    ends.push(index + segment.length)
  }
  return ends
}

export function everyUnitStandsAlone(text: string): boolean {
  return STANDS_ALONE.test(text)
}
