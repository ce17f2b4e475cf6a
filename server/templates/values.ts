import { isGsm7 } from '../../shared/sms/gsm7.ts'
import { oneLine } from '../../shared/sms/one-line.ts'
import { smartEncode } from '../../shared/sms/segments.ts'

/** As it is shown: a person or another thing by its name, a list with commas. Never what the language makes of an object. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(shownValue).filter(Boolean).join(', ')
  if (typeof value === 'object') {
    const { name, title, identifier, id } = value as Record<string, unknown>
    return shownValue(name ?? title ?? identifier ?? id)
  }
  return String(value)
}

/** In a subject. */
export function inOneLine(value: unknown): string {
  return oneLine(shownValue(value))
}

/**
 * In a text: what somebody typed elsewhere, with quotes and dashes that make a whole text dear and that nobody misses. The
 * words of a template stay as they were written, since their author sees what they cost.
 */
export function inText(value: unknown): string {
  const line = oneLine(shownValue(value))
  if (isGsm7(line)) return line
  const cheap = smartEncode(line)
  return isGsm7(cheap) ? cheap : line
}

/**
 * Stand for what would mean something in the body of a template, so that in a value it means nothing. Unicode sets these
 * code points aside for use inside a program; from outside they do not come in.
 */
const STAND_INS = new Map([
  ['\n', '\ufdd0'],
  ['*', '\ufdd1'],
  ['>', '\ufdd2'],
  ['-', '\ufdd3'],
])
const MEANING = /[\n*>-]/g
const SET_ASIDE = /[\ufdd0-\ufddf]/g
const BACK = new Map(Array.from(STAND_INS, ([character, standIn]) => [standIn, character]))

/** In the body of an email: its line breaks stay, and nothing in it is a mark, a quote or a list. */
export function inBody(value: unknown): string {
  const text = shownValue(value)
  const lines = text.includes('\n') ? text.split(/\r?\n/).map(oneLine).join('\n').trim() : oneLine(text)
  return lines.replace(SET_ASIDE, '\ufffd').replace(MEANING, (character) => STAND_INS.get(character)!)
}

/** @returns the text, with `lineBreak` for each line break of a value, and its other characters as `escaped` writes them. */
export function putBack(text: string, lineBreak: string, escaped = (character: string) => character): string {
  return text.replace(SET_ASIDE, (standIn) =>
    standIn === '\ufdd0' ? lineBreak : escaped(BACK.get(standIn) ?? '\ufffd'),
  )
}
