import { SIGNS, WORDS } from './keyword-words.ts'

/**
 * What a text that somebody sent us says. `yes` takes the texts up again where they had been stopped, and is an answer to
 * something else everywhere else. `perhaps_stop` is for a person to read: never acted upon by itself.
 */
export type KeywordKind = 'stop' | 'start' | 'yes' | 'help' | 'perhaps_stop' | 'other'

export interface KeywordReading {
  kind: KeywordKind
  /** The first language that has this word, ISO 639; null for `other` and for signs. */
  language: string | null
}

interface Known extends KeywordReading {
  key: string
}

/** Texts of people are short; of what is longer only the beginning is read. */
const READ_CHARACTERS = 1600
/** What Unicode takes for letters of their own, and people for another or two. */
const LETTERS: Record<string, string> = { ı: 'i', đ: 'd', ł: 'l', ø: 'o', æ: 'ae', ß: 'ss', ς: 'σ', ة: 'ه', ى: 'ي' }
const COMMANDS = ['stop', 'start', 'help'] as const

const commands = new Map<string, KeywordReading>()
for (const [language, words] of Object.entries(WORDS)) {
  for (const kind of COMMANDS) {
    for (const word of split(words[kind])) {
      const key = keyOf(word)
      if (!commands.has(key)) commands.set(key, { kind, language })
    }
  }
}
commands.set('yes', { kind: 'yes', language: 'en' })

const wishes: Known[] = Object.entries(WORDS).flatMap(([language, { wish }]) =>
  split(wish).map((phrase): Known => ({ key: phraseOf(phrase), kind: 'perhaps_stop', language })),
)
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u

/**
 * Reads a text as a command or not. The whole text has to be the word, whatever its case, width, accents and the marks
 * around it. On toll-free numbers of North America the network keeps the block, and only START and UNSTOP lift it.
 */
export function readKeyword(text: string, sender: { tollFree?: boolean } = {}): KeywordReading {
  const read = [...text].slice(0, READ_CHARACTERS).join('')
  const key = keyOf(read)
  const command = commands.get(key) ?? commands.get(onceOnly(read))
  if (command && !(sender.tollFree && isLost(command, key))) return command
  const phrase = ` ${phraseOf(read)} `
  const wish = wishes.find((one) =>
    UNSPACED.test(one.key) ? phrase.includes(one.key) : phrase.includes(` ${one.key} `),
  )
  if (wish) return { kind: wish.kind, language: wish.language }
  if (SIGNS.some((sign) => read.includes(sign))) return { kind: 'perhaps_stop', language: null }
  return { kind: 'other', language: null }
}

/** North American numbers that nobody pays to call or text. */
export function isTollFree(e164: string): boolean {
  return /^\+18(00|33|44|55|66|77|88)\d{7}$/.test(e164)
}

/** A word to begin again that the toll-free network does not know would promise what does not happen. */
function isLost({ kind }: KeywordReading, key: string): boolean {
  return kind === 'yes' || (kind === 'start' && key !== 'start' && key !== 'unstop')
}

/** "stop stop STOP!" is one word said thrice. */
function onceOnly(text: string): string {
  const words = new Set(phraseOf(text).split(' '))
  return words.size === 1 ? [...words][0]! : ''
}

/** Letters and digits alone: "Opt-out." and "opt out" are one word. */
function keyOf(text: string): string {
  return phraseOf(text).replaceAll(' ', '')
}

/** Words with one space between them; apostrophes join, all other marks part. */
function phraseOf(text: string): string {
  return fold(text)
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * One form for what is typed in many: compatibility forms, case, accents of European letters, Arabic vowel signs and the
 * forms of alef. The vowel signs of Indian scripts stay: there they are letters.
 */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]|[\u0591-\u05c7]|[\u064b-\u0655]|\u0670|\u0640|\p{Cf}|[\ufe00-\ufe0f]/gu, '')
    .normalize('NFC')
    .replace(/[ıđłøæßςةى]/g, (letter) => LETTERS[letter]!)
}

function split(list: string): string[] {
  return list.split(',').map((word) => word.trim())
}
