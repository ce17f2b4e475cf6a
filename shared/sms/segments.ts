/** How a text is cut into the pieces that a carrier sends and bills: 3GPP TS 23.040 §9.2.3.24.1, as Twilio applies it. */
import { everyUnitStandsAlone, graphemeEnds } from './graphemes.ts'
import { isGsm7, SEPTETS, septetsOf } from './gsm7.ts'
import { LOOKALIKES } from './lookalikes.ts'

export type Encoding = 'GSM-7' | 'UCS-2'

export interface SegmentOptions {
  /** Replace look-alikes first, so that a typographic quote does not halve what fits. */
  smartEncoding?: boolean
}

export interface SegmentCount {
  encoding: Encoding
  segments: number
  /** Septets in GSM-7 (an extension character takes two), UTF-16 code units in UCS-2. */
  units: number
  unitsPerSegment: number[]
  /** As Twilio counts them: septets in GSM-7, characters as people see them in UCS-2. */
  characters: number
  /** What still fits before another segment begins. */
  unitsLeft: number
}

/** One segment alone; each of several, which give six octets to the header that joins them again. */
const CAPACITY = { 'GSM-7': { single: 160, joined: 153 }, 'UCS-2': { single: 70, joined: 67 } } as const

/** What sending this text takes. An empty text counts as one empty segment. */
export function countSegments(text: string, options: SegmentOptions = {}): SegmentCount {
  const sent = options.smartEncoding ? smartEncode(text) : text
  const septets = septetsOf(sent)
  if (septets === null) return countUcs2(sent)
  if (septets <= 160) return oneSegment('GSM-7', septets, septets)
  return severalSegments('GSM-7', septets, septets, gsm7Cuts(sent).unitsPerPart)
}

/** The text of each segment; joined together they are the text that is sent. */
export function splitParts(text: string, options: SegmentOptions = {}): string[] {
  const sent = options.smartEncoding ? smartEncode(text) : text
  const septets = septetsOf(sent)
  if (septets === null ? sent.length <= 70 : septets <= 160) return [sent]
  let start = 0
  return (septets === null ? ucs2Cuts(sent) : gsm7Cuts(sent)).ends.map((end) => {
    const part = sent.slice(start, end)
    start = end
    return part
  })
}

/** Every character that forces the dear encoding, and what could stand there instead (`''`: it can go). */
export function charactersForcingUcs2(
  text: string,
): { index: number; character: string; replacement: string | null }[] {
  if (isGsm7(text)) return []
  let start = 0
  return graphemeEnds(text).flatMap((end) => {
    const index = start
    const character = text.slice(start, end)
    start = end
    if (isGsm7(character)) return []
    const replacement = smartEncode(character)
    return [{ index, character, replacement: isGsm7(replacement) ? replacement : null }]
  })
}

/** Replaces what looks like a GSM-7 character by that character; what has no look-alike stays as it is. */
export function smartEncode(text: string): string {
  if (isGsm7(text)) return text
  let encoded = ''
  for (const character of text.replace(/.[\u0300-\u036f]+/gsu, composed)) {
    encoded += LOOKALIKES.get(character) ?? character
  }
  return encoded
}

/** `e` and a combining accent are typed by some keyboards where the alphabet has `é`. */
function composed(sequence: string): string {
  return sequence.normalize('NFC')
}

function countUcs2(text: string): SegmentCount {
  const characters = everyUnitStandsAlone(text) ? text.length : graphemeEnds(text).length
  if (text.length <= 70) return oneSegment('UCS-2', text.length, characters)
  return severalSegments('UCS-2', text.length, characters, ucs2Cuts(text).unitsPerPart)
}

function oneSegment(encoding: Encoding, units: number, characters: number): SegmentCount {
  const unitsLeft = CAPACITY[encoding].single - units
  return { encoding, segments: 1, units, unitsPerSegment: [units], characters, unitsLeft }
}

function severalSegments(
  encoding: Encoding,
  units: number,
  characters: number,
  unitsPerSegment: number[],
): SegmentCount {
  const unitsLeft = CAPACITY[encoding].joined - unitsPerSegment[unitsPerSegment.length - 1]!
  return { encoding, segments: unitsPerSegment.length, units, unitsPerSegment, characters, unitsLeft }
}

interface Cuts {
  ends: number[]
  unitsPerPart: number[]
}

/** An escape and its septet are never parted: such a pair moves to the next segment whole. */
function gsm7Cuts(text: string): Cuts {
  const cuts: Cuts = { ends: [], unitsPerPart: [] }
  let units = 0
  for (let i = 0; i < text.length; i++) {
    const septets = SEPTETS[text.charCodeAt(i)]!
    if (units + septets > CAPACITY['GSM-7'].joined) {
      cuts.ends.push(i)
      cuts.unitsPerPart.push(units)
      units = 0
    }
    units += septets
  }
  cuts.ends.push(text.length)
  cuts.unitsPerPart.push(units)
  return cuts
}

/** A character that people see as one is never parted, unless it alone is longer than a segment. */
function ucs2Cuts(text: string): Cuts {
  const room = CAPACITY['UCS-2'].joined
  const cuts: Cuts = { ends: [], unitsPerPart: [] }
  let start = 0
  if (everyUnitStandsAlone(text)) {
    while (start < text.length) start = cutAt(cuts, start, Math.min(start + room, text.length))
    return cuts
  }
  let fits = 0
  for (const end of graphemeEnds(text)) {
    if (end - start > room && fits > start) start = cutAt(cuts, start, fits)
    while (end - start > room) start = cutAt(cuts, start, beforePair(text, start + room))
    fits = end
  }
  cutAt(cuts, start, text.length)
  return cuts
}

function cutAt(cuts: Cuts, start: number, end: number): number {
  cuts.ends.push(end)
  cuts.unitsPerPart.push(end - start)
  return end
}

/** The place itself, or the one before where it would part a surrogate pair. */
function beforePair(text: string, place: number): number {
  const isPair = (text.charCodeAt(place - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(place) & 0xfc00) === 0xdc00
  return isPair ? place - 1 : place
}
