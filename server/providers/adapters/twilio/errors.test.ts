import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { ERROR_CLASSES, type Refusal } from '../../adapter.ts'
import { refusal, TABLE } from './errors.ts'

const EXPECTED = readFileSync(new URL('vectors/error-classes.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)

describe('what error codes mean', () => {
  it(`is known for all ${EXPECTED.length} of them, in the class and with the retry that fit`, () => {
    const known = [...TABLE.values()].map(({ code, class: errorClass, retry }) => `${code},${errorClass},${retry}`)
    assert.deepEqual(known, EXPECTED)
  })

  it('is said in whole plain sentences, with something to do', () => {
    for (const entry of TABLE.values()) assertPlain(entry)
  })

  const unknown: [code: number | null, httpStatus: number | null, errorClass: string, retry: string][] = [
    [99999, 400, 'config', 'no'],
    [99999, 404, 'config', 'no'],
    [99999, 401, 'bad_credentials', 'after_fix'],
    [null, 403, 'bad_credentials', 'after_fix'],
    [null, 429, 'rate_limited', 'yes'],
    [99999, 500, 'transient_carrier', 'later'],
    [30999, null, 'transient_carrier', 'later'],
    [null, null, 'transient_carrier', 'later'],
  ]
  for (const [code, httpStatus, errorClass, retry] of unknown) {
    it(`is guessed by kind for code ${code} with HTTP ${httpStatus}: ${errorClass}`, () => {
      const guessed = refusal(code, httpStatus)
      assert.deepEqual([guessed.code, guessed.class, guessed.retry], [code, errorClass, retry])
      assertPlain(guessed)
      if (code !== null) assert.ok(guessed.cause.includes(String(code)))
    })
  }

  /** The troubles that people are told to look for, each with the way out. */
  const remedies: [trouble: string, code: number, remedy: RegExp][] = [
    ['a number in the wrong format', 21211, /country code/],
    ['a trial account', 21608, /[Vv]erify the recipient/],
    ['wrong credentials', 20003, /Account SID and the Auth Token/],
    ['no balance', 30002, /Add funds/],
    ['a busy carrier', 30017, /later/],
    ['a text that is too long', 21617, /Shorten/],
    ['trouble at Twilio', 20503, /status\.twilio\.com/],
    ['a country that is not enabled', 21408, /Geo Permissions/],
    ['a key that may not do this', 20403, /Standard API key/],
    ['a landline', 30006, /mobile number/],
    ['an unregistered US number', 30034, /Register/],
  ]
  for (const [trouble, code, remedy] of remedies) {
    it(`tells what to do about ${trouble} (${code})`, () => assert.match(refusal(code, null).remedy, remedy))
  }
})

function assertPlain({ code, class: errorClass, title, cause, remedy }: Refusal): void {
  assert.ok(ERROR_CLASSES.includes(errorClass))
  assert.ok(title.length >= 5 && title.length <= 36 && !title.endsWith('.'), `${code}: ${title}`)
  for (const sentence of [cause, remedy]) {
    assert.match(sentence, /^[A-Z7].*\.$|status\.twilio\.com\.$/, `${code}: ${sentence}`)
    assert.ok(sentence.length >= 12 && sentence.length <= 180, `${code}: ${sentence}`)
    assert.doesNotMatch(sentence, /please|oops|invalid|something went wrong|undefined|null/i, `${code}: ${sentence}`)
  }
}
