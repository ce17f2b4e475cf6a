import { Liquid, type Template } from 'liquidjs'
import { FILTERS, TAGS } from '../../shared/template-variables.ts'
import { formatDate } from './date-filter.ts'
import { inBody, inOneLine, inText, shownValue } from './values.ts'
import type { Wording } from './wording.ts'

/** So long may a part be. What is longer is no template but an attack or a mistake. */
export const LONGEST: Record<keyof Wording, number> = { subject: 500, body: 10_000, sms: 500 }
/** One rendering ends after that; ordinary ones take some thousandths of it. */
const LONGEST_RENDER_MS = 10
/** What was cut off twice in a row is not tried again for so long: others wait for the same processor. */
const REST_MS = 60_000
/** On a machine that lets nobody run for long. */
const MOST_TRIES = 50
const MOST_CHARACTERS = 64_000
/** Of parsed templates, by the length of their sources: a parsed one takes eighty times that in memory. */
const MOST_KEPT_CHARACTERS = 150_000
const MOST_RESTING = 1000
/** The parser goes one call deeper for each, down to the end of the stack. */
const MOST_TAGS = 300
const MOST_BRACKETS = 100

export type Parsed = Template[]

interface Engine {
  liquid: Liquid
  /** In the order in which they were used last. */
  parsed: Map<string, Parsed>
  characters: number
  /** Until when, by the clock of the process. */
  resting: Map<string, number>
}

const ENGINES: Record<keyof Wording, Engine> = {
  subject: open('subject', inOneLine),
  body: open('body', inBody),
  sms: open('sms', inText),
}

/** @throws {Error} in the words of LiquidJS, where it is not a template or uses what is not there. */
export function parse(part: keyof Wording, source: string): Parsed {
  const engine = ENGINES[part]
  const { liquid, parsed } = engine
  const known = parsed.get(source)
  if (known) {
    parsed.delete(source)
    parsed.set(source, known)
    return known
  }
  if (source.length <= LONGEST[part] && (countOf('{%', source) > MOST_TAGS || countOf('[', source) > MOST_BRACKETS)) {
    throw new Error('it holds too many parts')
  }
  const made = liquid.parse(source)
  keep(engine, source, made)
  return made
}

/** The one that was used longest ago goes; it comes back when it is needed. */
function keep(engine: Engine, source: string, made: Parsed): void {
  engine.parsed.set(source, made)
  engine.characters += source.length
  for (const oldest of engine.parsed.keys()) {
    if (engine.characters <= MOST_KEPT_CHARACTERS) return
    engine.parsed.delete(oldest)
    engine.characters -= oldest.length
  }
}

function countOf(mark: string, source: string): number {
  return source.split(mark).length - 1
}

/** @throws {Error} where it takes too long, or makes too much. */
export function render(part: keyof Wording, source: string, scope: object): string {
  const { liquid, resting } = ENGINES[part]
  const template = parse(part, source)
  if ((resting.get(source) ?? 0) > performance.now()) throw new Error('it took too long a moment ago')
  resting.delete(source)
  const text = patiently(() => liquid.renderSync(template, scope) as string, source, resting)
  if (text.length > MOST_CHARACTERS) throw new Error('it makes a text that is too long')
  return text
}

/**
 * The limit is on time by the clock, in which a busy machine may not have let this thread run at all: only what it took of
 * the processor is the template's own doing, and that twice, since the first time something else may have been cleaned up.
 */
function patiently(work: () => string, source: string, resting: Engine['resting']): string {
  let slow = 0
  for (let tries = 1; ; tries++) {
    const one = tryOnce(work)
    if ('text' in one) return one.text
    if (one.tookMs > LONGEST_RENDER_MS / 2) slow += 1
    if (slow === 2) rest(source, resting)
    if (slow === 2 || tries === MOST_TRIES) throw one.error
  }
}

/** @throws {Error} for anything but a limit that was reached. */
function tryOnce(work: () => string): { text: string } | { error: unknown; tookMs: number } {
  const beforeMs = ownMs()
  try {
    return { text: work() }
  } catch (error) {
    if (!isLimit(error)) throw error
    return { error, tookMs: ownMs() - beforeMs }
  }
}

function rest(source: string, resting: Engine['resting']): void {
  if (resting.size >= MOST_RESTING) resting.clear()
  resting.set(source, performance.now() + REST_MS)
}

/** Of the processor, by this thread. */
function ownMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function isLimit(error: unknown): boolean {
  return error instanceof Error && /limit exceeded/.test(error.message)
}

/** Each variable that comes from outside, as `entity.title`, and where it stands first. */
export function variablesOf(part: keyof Wording, source: string): { path: string; line: number }[] {
  const { liquid } = ENGINES[part]
  const { globals } = liquid.analyzeSync(parse(part, source), { partials: false })
  return Object.values(globals).flatMap((uses) =>
    uses.map(({ segments, location }) => ({
      path: segments.map((one) => (typeof one === 'object' ? '*' : String(one))).join('.'),
      line: location.row,
    })),
  )
}

function open(part: keyof Wording, outputEscape: (value: unknown) => string): Engine {
  const liquid = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    // What events do not bring is empty; what no event can bring is refused when a template is saved (check.ts).
    strictVariables: false,
    outputEscape,
    parseLimit: LONGEST[part],
    renderLimit: LONGEST_RENDER_MS,
    memoryLimit: 1_000_000,
    // There are no files: the tags that would read any are taken out below, and this is for the day one is forgotten.
    templates: {},
  })
  const tags: readonly string[] = TAGS
  for (const name of Object.keys(liquid.tags)) if (!tags.includes(name)) delete liquid.tags[name]
  const filters: readonly string[] = FILTERS.map(({ name }) => name)
  for (const name of Object.keys(liquid.filters)) if (!filters.includes(name)) liquid.unregisterFilter(name)
  liquid.registerFilter('date', formatDate)
  liquid.registerFilter('words', (value: unknown) => shownValue(value).replaceAll('_', ' '))
  return { liquid, parsed: new Map(), characters: 0, resting: new Map() }
}
