import { FILTERS, isKnownVariable, nearestVariable, TAGS } from '../../shared/template-variables.ts'
import type { FieldError } from '../kit/problem.ts'
import { variablesOf } from './engine.ts'
import { renderEmail, renderText } from './render.ts'
import { sampleFor } from './sample.ts'
import { type PersonalScope, scopeFor, scopeOf } from './scope.ts'
import type { Wording } from './wording.ts'

const POINTERS: Record<keyof Wording, string> = {
  subject: '/email_subject',
  body: '/email_body',
  sms: '/sms_wording',
}
const PARTS = ['subject', 'body', 'sms'] as const

/** Everything that is wrong with a wording, in words for who writes it; what passes can be sent. */
export function faultsIn(key: string, wording: Wording): FieldError[] {
  const faults = PARTS.flatMap((part) =>
    faultsOf(part, wording[part]).map((detail) => ({ pointer: POINTERS[part], detail })),
  )
  return faults.length > 0 ? faults : tried(key, wording)
}

function faultsOf(part: keyof Wording, source: string): string[] {
  if (part !== 'body' && /[\r\n]/.test(source)) return ['This is one line. Take the line break out.']
  try {
    return variablesOf(part, source)
      .filter(({ path }) => !isKnownVariable(path))
      .map(
        ({ path, line }) => `${path} is not known (line ${line}). The nearest that there is: ${nearestVariable(path)}.`,
      )
  } catch (error) {
    return [inWords((error as Error).message)]
  }
}

/** With a full event and with a bare one, since neither may leave somebody without a message. */
function tried(key: string, wording: Wording): FieldError[] {
  const sample = sampleFor(key)
  const bare = { ...sample, entity: { identifier: sample.entity.identifier }, before: {}, after: {}, actor: null }
  const faults = [sample, bare].flatMap((data) => {
    const scope = scopeFor(scopeOf(data), data)
    return [...triedEmail(key, wording, scope), ...triedText(wording, scope)]
  })
  return faults.slice(0, 1)
}

function triedEmail(key: string, wording: Wording, scope: PersonalScope): FieldError[] {
  try {
    renderEmail(key, wording, scope)
    return []
  } catch (error) {
    return [{ pointer: POINTERS.body, detail: inWords((error as Error).message) }]
  }
}

function triedText(wording: Wording, scope: PersonalScope): FieldError[] {
  try {
    renderText(wording, scope, { maxSegments: 1, titles: true })
    return []
  } catch (error) {
    return [{ pointer: POINTERS.sms, detail: inWords((error as Error).message) }]
  }
}

const WORDS: [RegExp, (match: RegExpMatchArray) => string][] = [
  [
    /^tag "?(.+?)"? not found/,
    ([, tag]) => `There is no tag {% ${tag} %} here. Those there are: ${TAGS.slice(0, -1).join(', ')}.`,
  ],
  [
    /^undefined filter: (.+)/,
    ([, name]) => `There is no filter ${name}. Those there are: ${FILTERS.map((one) => one.name).join(', ')}.`,
  ],
  [/^output .* not closed/, () => 'A {{ is not closed by }}.'],
  [/^tag .*%\} not closed/, ([message]) => `${message!.replace(/^tag /, '').replace(/ not closed.*/, '')} has no end.`],
  [/^tag .* not closed/, () => 'A {% is not closed by %}.'],
  [/limit exceeded|too long/, () => 'This takes too long or makes too much. Shorten it, or loop over less.'],
  [/too many parts|Maximum call stack/, () => 'This has too many tags or brackets. Shorten it.'],
]

/** What the parser says, said for people; what it says of a place is kept. */
function inWords(message: string): string {
  const [, said, line, column] = /^([\s\S]*?)(?:, file:[^,]*)?(?:, line:(\d+), col:(\d+))?$/.exec(message)!
  const place = line ? ` (line ${line}, character ${column})` : ''
  for (const [pattern, words] of WORDS) {
    const match = said!.match(pattern)
    if (match) return words(match) + place
  }
  return `This cannot be read: ${said!.slice(0, 200)}${place}.`
}
