import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inserted, madePlain, templateRules, toDraft, valuesOf } from './template-values.ts'

const catalog = { email_subject: 'S', email_body: 'B', sms_wording: 'from the catalog' }

test('a template without own words for texts shows the catalog’s, and keeps having none', () => {
  const values = valuesOf({ email_subject: 'Mine', email_body: 'Body', sms_wording: null }, catalog)
  assert.deepEqual(values, { subject: 'Mine', body: 'Body', ownSms: false, sms: 'from the catalog' })
  assert.deepEqual(toDraft(values), { email_subject: 'Mine', email_body: 'Body', sms_wording: null })
  assert.equal(toDraft({ ...values, ownSms: true }).sms_wording, 'from the catalog')
})

test('nothing may be empty but words for texts that are not the own', () => {
  const empty = { subject: ' ', body: '', ownSms: true, sms: '' }
  assert.deepEqual(
    Object.values(templateRules(empty)).map((fault) => fault?.text),
    ['The subject is missing.', 'The body is missing.', 'What the text says is missing.'],
  )
  assert.equal(templateRules({ ...empty, ownSms: false }).sms, undefined)
})

for (const [typed, plain] of [
  ['now “urgent” – look…', 'now "urgent" - look...'],
  ['🔥 “now”', '🔥 "now"'],
  ['as it is', 'as it is'],
  ['ждёт', 'ждёт'],
  ['a\u00a0b', 'a b'],
] as const) {
  test(`${typed} is made ${plain}`, () => assert.equal(madePlain(typed), plain))
}

test('a variable is put where the cursor is, in place of what is marked', () => {
  assert.deepEqual(inserted('Hello x!', { start: 6, end: 7 }, '{{ a }}'), { text: 'Hello {{ a }}!', cursor: 13 })
})
