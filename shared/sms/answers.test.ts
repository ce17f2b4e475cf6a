import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerWords, namesContact, spokenLanguage } from './answers.ts'
import { readKeyword } from './keywords.ts'
import { countSegments } from './segments.ts'

const LANGUAGES = ['en', 'da', 'de', 'es', 'fr', 'it', 'nb', 'nl', 'pt', 'sv']
const names = { name: 'Northwind Trading', contact: 'help@northwind.example', own: null }

for (const language of LANGUAGES) {
  test(`answers in ${language} take one segment of plain letters, say who writes, and are never read as a word themselves`, () => {
    for (const answer of ['stop', 'start', 'help'] as const) {
      const words = answerWords(answer, names, language)
      const { encoding, segments } = countSegments(words)
      assert.deepEqual([encoding, segments], ['GSM-7', 1], `${words} (${words.length})`)
      assert.ok(words.startsWith('Northwind Trading: '))
      assert.ok(!['stop', 'start', 'help'].includes(readKeyword(words).kind))
    }
    assert.match(answerWords('stop', names, language), /START/)
    assert.match(answerWords('start', names, language), /HELP.*STOP/)
    assert.match(answerWords('help', names, language), /help@northwind\.example.*STOP/)
  })
}

test('a workspace’s own HELP text is sent as it was written', () => {
  const own = 'Northwind: call 0800 123 456'
  assert.equal(answerWords('help', { ...names, own }, 'de'), own)
  assert.match(answerWords('stop', { ...names, own }, 'de'), /keine SMS/)
})

test('the first language that there are words in is spoken, and English where there are none', () => {
  assert.equal(spokenLanguage([null, 'pt-BR', 'de']), 'pt')
  assert.equal(spokenLanguage(['th', 'FR-ca']), 'fr')
  assert.equal(spokenLanguage(['th', undefined]), 'en')
  assert.equal(spokenLanguage(['constructor']), 'en')
})

const contacts: [string, string | null, boolean][] = [
  ['Write to help@acme.example', null, true],
  ['See acme.example/help', null, true],
  ['Call +1 415 555 0100', null, true],
  ['Text 12345', null, true],
  ['Ask At The Desk', 'Ask at the desk', true],
  ['Reply STOP to end', 'Ask at the desk', false],
  ['We are here for you 24/7.', null, false],
  ['Msg & data rates may apply. Reply STOP.', null, false],
]
for (const [text, contact, expected] of contacts) {
  test(`${JSON.stringify(text)} ${expected ? 'names' : 'does not name'} a contact`, () => {
    assert.equal(namesContact(text, contact), expected)
  })
}
