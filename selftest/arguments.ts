import { parseArgs } from 'node:util'

/** What the command was told to do. */
export interface Arguments {
  minutes: number
  seed: number
  /** Null: as fits the length. */
  speed: number | null
  /** The ids of the scenarios, in the order of the list; null for all. */
  only: string[] | null
  callbacksLost: boolean
  /** In seconds, or as long as Handset waits between its two looks. */
  listLag: number | 'settle'
  keep: boolean
  withoutGuard: boolean
}

const OPTIONS = {
  minutes: { type: 'string', default: '3' },
  seed: { type: 'string' },
  only: { type: 'string' },
  callbacks: { type: 'string', default: 'on' },
  'list-lag': { type: 'string', default: '0' },
  speed: { type: 'string' },
  keep: { type: 'boolean', default: false },
  'without-guard': { type: 'boolean', default: false },
} as const

/** The arguments, or one line that says what is wrong with them: a run of something else would prove nothing. */
export function readArguments(words: string[], known: string[]): Arguments | string {
  try {
    const { values } = parseArgs({ args: words, options: OPTIONS })
    return {
      minutes: number('minutes', values.minutes, { above: 0, most: 24 * 60 }),
      seed: values.seed === undefined ? Math.floor(Math.random() * 1e9) : wholeNumber('seed', values.seed),
      speed: values.speed === undefined ? null : number('speed', values.speed, { above: 0.999, most: 100 }),
      only: values.only === undefined ? null : ids(values.only, known),
      callbacksLost: oneOf('callbacks', values.callbacks, ['on', 'off']) === 'off',
      listLag:
        values['list-lag'] === 'settle'
          ? 'settle'
          : number('list-lag', values['list-lag'], { above: -Number.MIN_VALUE, most: 3600 }),
      keep: values.keep,
      withoutGuard: values['without-guard'],
    }
  } catch (error) {
    return (error as Error).message.split('\n')[0]!
  }
}

function number(name: string, word: string, { above, most }: { above: number; most: number }): number {
  const value = word.trim() === '' ? Number.NaN : Number(word)
  if (value > above && value <= most) return value
  const least = above === 0 ? 'above 0 and at most' : `from ${Math.max(0, Math.ceil(above))} to`
  throw new Error(`--${name} must be a number ${least} ${most}, not "${word}".`)
}

function wholeNumber(name: string, word: string): number {
  if (/^\d{1,10}$/.test(word)) return Number(word)
  throw new Error(`--${name} must be a whole number, not "${word}".`)
}

function ids(word: string, known: string[]): string[] {
  const wanted = word.split(',').map((id) => id.trim())
  const unknown = wanted.filter((id) => !known.includes(id))
  if (unknown.length === 0) return known.filter((id) => wanted.includes(id))
  throw new Error(`--only: there is no scenario "${unknown.join('", "')}". There are ${known.join(', ')}.`)
}

function oneOf(name: string, word: string, allowed: string[]): string {
  if (allowed.includes(word)) return word
  throw new Error(`--${name} must be ${allowed.join(' or ')}, not "${word}".`)
}
