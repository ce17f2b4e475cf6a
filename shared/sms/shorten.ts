import { graphemeEnds } from './graphemes.ts'
import { isGsm7, SEPTETS } from './gsm7.ts'
import { oneLine } from './one-line.ts'
import { countSegments, type Encoding } from './segments.ts'

/** What the text of an alert or a reminder is made of. */
export interface TextParts {
  /** Of whom it comes; also says to whom STOP answers. */
  name: string
  /** Of the item, as people call it: `ENG-142`. */
  identifier: string
  /** Left out where a workspace does not want titles in texts. */
  title?: string | undefined
  /** What happened, in a few words: `priority changed to Urgent`. */
  description: string
  link?: string | undefined
  optOutLine?: string | undefined
}

export interface ShortText {
  text: string
  encoding: Encoding
  segments: number
  /** Something of the title or the description is missing. */
  shortened: boolean
  /** The parts that must be whole do not fit into what was allowed: see {@link shortenText}. */
  overLimit: boolean
  /** As they stand in the text. */
  title: string | null
  description: string
}

/** So much of a title or a description is worth showing; of less, nobody can tell what was meant. In characters. */
const SHOWN_OF_TITLE = 12
const SHOWN_OF_DESCRIPTION = 24
/** More than ten do not go out as one text anywhere (TW6: 1,600 characters). */
const MOST_SEGMENTS = 10
/** Of a segment; nothing beyond can ever fit, so texts of any length cost no more than those that nearly do. */
const MOST_UNITS = 160
/** Looks lost before an ellipsis. */
const LOOSE = ' .,:;…-'
const SENTENCE_ENDS = /[.!?…。！？।॥؟۔։።၊။]["'”’»)\]]?$/u

/**
 * One text in one form, `Acme: ENG-142 "Fix login redirect" priority changed to Urgent. View: https://…`, in at most so
 * many segments. The title is cut first, then the description, then the title goes and the description has its room;
 * the name, the identifier, the link and the opt-out line are never touched (spec K13, AU15).
 *
 * Where what is never touched does not fit by itself, it goes out whole all the same, in as many segments as it takes,
 * and the description has what is free in the last of them: a text that costs more is better than one without its link.
 */
export function shortenText(parts: TextParts, maxSegments: number): ShortText {
  const frame = frameOf(parts)
  const title = oneLine(parts.title ?? '')
  const description = oneLine(parts.description)
  const needed = countSegments(compose(frame, '', '')).segments
  const allowed = Math.min(Math.max(maxSegments, 1), MOST_SEGMENTS)
  const shown = chooseParts({ frame, limit: Math.max(allowed, needed) }, title, description)
  const text = compose(frame, shown.title, shown.description)
  const { encoding, segments } = countSegments(text)
  return {
    text,
    encoding,
    segments,
    shortened: shown.title !== title || shown.description !== description,
    overLimit: needed > allowed,
    title: shown.title || null,
    description: shown.description,
  }
}

interface Frame {
  before: string
  after: string
}

/** A link is an address already and is not to be changed in any character, so only its ends are looked at. */
function frameOf({ name, identifier, link, optOutLine }: TextParts): Frame {
  const before = [oneLine(name) && `${oneLine(name)}:`, oneLine(identifier)].filter(Boolean).join(' ')
  const after = [link?.trim() && `View: ${link.trim()}`, optOutLine && oneLine(optOutLine)].filter(Boolean).join(' ')
  return { before, after }
}

function compose({ before, after }: Frame, title: string, description: string): string {
  const said = [before, title && `"${title}"`, description].filter(Boolean).join(' ')
  const sentence = said === '' || SENTENCE_ENDS.test(said) ? said : `${said.replace(/:$/, '')}.`
  return [sentence, after].filter(Boolean).join(' ')
}

interface Room {
  frame: Frame
  limit: number
}

interface Shown {
  title: string
  description: string
}

function fits({ frame, limit }: Room, title: string, description: string): boolean {
  if (title.length + description.length > limit * MOST_UNITS) return false
  return countSegments(compose(frame, title, description)).segments <= limit
}

function chooseParts(room: Room, title: string, description: string): Shown {
  if (fits(room, title, description)) return { title, description }
  const untouched = room.frame.before + room.frame.after
  if (title !== '') {
    const cut = longest(room, title, untouched + description, SHOWN_OF_TITLE, (one) => fits(room, one, description))
    if (cut !== null) return { title: cut, description }
    const least = leastOf(room, title, untouched + description)
    const cutToo = longest(room, description, untouched + least, SHOWN_OF_DESCRIPTION, (one) => fits(room, least, one))
    if (cutToo !== null) return { title: least, description: cutToo }
    if (fits(room, '', description)) return { title: '', description }
  }
  return { title: '', description: longest(room, description, untouched, 1, (one) => fits(room, '', one)) ?? '' }
}

/**
 * The longest beginning of the text, with an ellipsis, that fits; null where less than `atLeast` characters would. Up to
 * the first character that is not in the 7-bit alphabet much more fits than beyond it, so both stretches are tried.
 */
function longest(
  room: Room,
  text: string,
  others: string,
  atLeast: number,
  fitsCut: (cut: string) => boolean,
): string | null {
  const ends = endsWithin(room, text)
  const dearAt = firstDear(text)
  const cheap = isGsm7(others) ? ends.filter((end) => end <= dearAt).length : 0
  for (const [from, to] of [
    [Math.max(cheap, atLeast - 1), ends.length],
    [atLeast - 1, cheap],
  ] as const) {
    const count = mostThatFit(from, to, (index) => fitsCut(cutAt(text, ends[index]!, others)))
    if (count > from) return cutAt(text, ends[count - 1]!, others)
  }
  return null
}

/** Where characters end, the last of them left out, since what is cut loses one at least. */
function endsWithin({ limit }: Room, text: string): number[] {
  return graphemeEnds(text.slice(0, (limit + 1) * MOST_UNITS)).slice(0, -1)
}

/** The greatest count in `from`‥`to` whose last index still fits, where whatever is shorter fits too. */
function mostThatFit(from: number, to: number, fitsAt: (index: number) => boolean): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (fitsAt(middle - 1)) low = middle
    else high = middle - 1
  }
  return low
}

function leastOf(room: Room, title: string, others: string): string {
  const end = endsWithin(room, title)[SHOWN_OF_TITLE - 1]
  return end === undefined ? title : cutAt(title, end, others)
}

/** The one character of the ellipsis would itself force the dear encoding, so a cheap text has three points. */
function cutAt(text: string, end: number, others: string): string {
  let last = end
  while (last > 0 && LOOSE.includes(text[last - 1]!)) last -= 1
  const kept = text.slice(0, last)
  return kept + (isGsm7(kept + others) ? '...' : '…')
}

function firstDear(text: string): number {
  let at = 0
  while (at < text.length && SEPTETS[text.charCodeAt(at)] !== 0) at += 1
  return at
}
