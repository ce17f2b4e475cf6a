import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { ownMs } from '../../test/own-time.ts'
import { isTollFree, type KeywordKind, readKeyword } from './keywords.ts'

/** Texts as they are typed, by language (or by the sender they go to) and by what they say. */
const table = JSON.parse(readFileSync(new URL('./vectors/keywords.json', import.meta.url), 'utf8')) as Record<
  string,
  Partial<Record<KeywordKind, string[]>>
>
const cases = Object.entries(table).flatMap(([group, kinds]) =>
  Object.entries(kinds).flatMap(([kind, texts]) => texts.map((text) => ({ group, kind, text }))),
)

test('the table holds 300 cases or more, in twelve languages or more', () => {
  assert.ok(cases.length >= 300, `${cases.length} cases`)
  const languages = new Set(cases.map(({ group }) => group).filter((group) => /^[a-z]{2}$/.test(group)))
  assert.ok(languages.size >= 12, `${languages.size} languages`)
  assert.equal(new Set(cases.map(({ group, text }) => `${group} ${text}`)).size, cases.length, 'one stands twice')
})

for (const { group, kind, text } of cases) {
  test(`${group}: ${JSON.stringify(text)} reads as ${kind}`, () => {
    assert.equal(readKeyword(text, { tollFree: group === 'toll_free' }).kind, kind)
  })
}

const WORDS: [string, KeywordKind][] = [
  ['stop', 'stop'],
  ['désabonner', 'stop'],
  ['ΣΤΟΠ', 'stop'],
  ['отписаться', 'stop'],
  ['الغاء', 'stop'],
  ['रोकें', 'stop'],
  ['退订', 'stop'],
  ['중지', 'stop'],
  ['start', 'start'],
  ['iniciar', 'start'],
  ['yes', 'yes'],
  ['hilfe', 'help'],
]
const MARKS = [
  ' ',
  '\n',
  '.',
  '!',
  '…',
  '"',
  '”',
  '«',
  "'",
  '(',
  ')',
  '👍🏽',
  '❤️',
  '\u200b',
  '\u200f',
  '\ufeff',
  '-',
  '*',
]

test('law: marks, spaces and pictures around a word never change what it says', () => {
  const around = fc.array(fc.constantFrom(...MARKS), { maxLength: 6 }).map((marks) => marks.join(''))
  fc.assert(
    fc.property(fc.constantFrom(...WORDS), around, around, fc.boolean(), ([word, kind], before, after, isUpper) => {
      assert.equal(readKeyword(before + (isUpper ? word.toUpperCase() : word) + after).kind, kind)
    }),
  )
})

test('law: any text at all is read, as one of the kinds, in no time worth naming', () => {
  const kinds = ['stop', 'start', 'yes', 'help', 'perhaps_stop', 'other']
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.ok(kinds.includes(readKeyword(text).kind))
    }),
  )
  const startedMs = ownMs()
  readKeyword('stopp ing '.repeat(100_000))
  assert.ok(ownMs() - startedMs < 1000)
})

test('the language of a word is told where it belongs to one', () => {
  assert.equal(readKeyword('ABMELDEN').language, 'de')
  assert.equal(readKeyword('配信停止').language, 'ja')
  assert.equal(readKeyword('Guten Tag').language, null)
})

for (const [number, expected] of [
  ['+18005550100', true],
  ['+18885550100', true],
  ['+18225550100', false],
  ['+14155550100', false],
  ['+448005550100', false],
  ['72345', false],
] as const) {
  test(`${number} ${expected ? 'is' : 'is not'} a toll-free number`, () => {
    assert.equal(isTollFree(number), expected)
  })
}
