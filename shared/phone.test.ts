import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { countryOf, formatPhone, isPremiumOrSatellite, maskPhone, readPhone, readSender } from './phone.ts'
import vectors from './phone.vectors.json' with { type: 'json' }

const LOCAL = 'Local format. Write it with + and country code, as in +14155551234.'
const TOO_LONG = 'Too long: 15 digits at most after the plus.'

const anyNumber = fc
  .tuple(
    fc.constantFrom('+1415555', '+4474001', '+49151', '+39333', '+5511987', '+61412', '+33612', '+91987'),
    fc.integer({ min: 0, max: 9_999_999 }),
  )
  .map(([prefix, rest]) => prefix + String(rest).padStart(7, '0'))
  .filter((number) => readPhone(number).ok)

describe('reading a phone number', () => {
  for (const { input, defaultCountry, possible, ...expected } of vectors) {
    it(`reads ${JSON.stringify(input)}${defaultCountry ? ` in ${defaultCountry}` : ''}`, () => {
      const read = readPhone(input, defaultCountry ?? undefined)
      assert.equal(read.ok, possible)
      if (read.ok) assert.deepEqual(read, { ok: true, ...expected })
    })
  }

  const accepted: [typed: string, e164: string][] = [
    ['+14155551234', '+14155551234'],
    [' +1 (415) 555-1234 ', '+14155551234'],
    ['\u202a+1\u00a0415\u2013555\u20141234\u202c', '+14155551234'],
    ['＋１４１５５５５１２３４', '+14155551234'],
    ['+٤٤٧٤٠٠١٢٣٤٥٦', '+447400123456'],
    ['+44 (0)7400 123456', '+447400123456'],
    ['+39 06 698123', '+3906698123'],
    ['tel:+1-415-555-2671;ext=12', '+14155552671'],
  ]
  for (const [typed, e164] of accepted) {
    it(`takes ${JSON.stringify(typed)}`, () => {
      const read = readPhone(typed)
      assert.equal(read.ok && read.e164, e164)
    })
  }

  const refused: [typed: string, problem: string, text: string, suggestion?: string][] = [
    ['14155551234', 'missing_plus', 'Add the plus: +14155551234.', '+14155551234'],
    ['1 (415) 555-1234', 'missing_plus', 'Add the plus: +14155551234.', '+14155551234'],
    ['0044 7400 123456', 'international_prefix', 'Write + instead of 00: +447400123456.', '+447400123456'],
    ['(415) 555-1234', 'local_format', LOCAL],
    ['2025550123', 'local_format', LOCAL],
    ['6585550123', 'local_format', LOCAL],
    ['07400 123456', 'local_format', LOCAL],
    ['+1234567890123456', 'too_long', TOO_LONG],
    ['1234567890123456', 'too_long', TOO_LONG],
    ['+141555512345', 'too_long', 'Too long: more digits than a number of +1 has.'],
    ['+1 415 555', 'too_short', 'Too short: digits are missing for a number of +1.'],
    ['+44', 'too_short', 'Too short for a phone number. Write it with + and country code, as in +14155551234.'],
    ['+999123456789', 'unknown_country_code', 'No country has this code. Check the digits right after the plus.'],
    ['12345', 'too_short', 'Too short for a phone number. Write it with + and country code, as in +14155551234.'],
    ['call me', 'not_a_number', 'That is not a number. Write it with + and country code, as in +14155551234.'],
    ['', 'empty', 'No number yet. Write it with + and country code, as in +14155551234.'],
  ]
  for (const [typed, problem, text, suggestion] of refused) {
    it(`refuses ${JSON.stringify(typed)}: ${problem}`, () => {
      const expected = { ok: false, problem, text, ...(suggestion ? { suggestion } : {}) }
      assert.deepEqual(readPhone(typed), expected)
    })
  }

  it('takes no number out of a longer text, nor one of two', () => {
    const typed = [
      'my number is +14155551234',
      '+14155551234, +14155551235',
      '++14155551234',
      `+14155551234${' '.repeat(300)}`,
    ]
    for (const text of typed) assert.equal(readPhone(text).ok, false, text)
  })

  it('takes a number of right length that no plan knows yet, without a country', () => {
    const read = readPhone('+15555550100')
    assert.deepEqual(read, { ok: true, e164: '+15555550100', country: null, kind: 'unknown' })
  })

  it('reads again what it formats, however it is spaced', () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        const read = readPhone(formatPhone(number))
        assert.equal(read.ok && read.e164, number)
      }),
    )
  })

  it('answers anything typed with a number or with words, never with an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.string({ unit: fc.constantFrom(...'+0123456789 ()-.x,#') }),
        ),
        (typed) => {
          for (const read of [readPhone(typed), readSender(typed), readPhone(typed, 'GB')]) {
            if (!read.ok) assert.ok(read.text.length > 10 && read.text.endsWith('.'))
          }
          const read = readPhone(typed)
          if (read.ok) assert.match(read.e164, /^\+[1-9]\d{4,14}$/)
        },
      ),
    )
  })
})

describe('reading a sender', () => {
  it('takes a phone number', () => {
    const expected = { ok: true, kind: 'phone_number', value: '+14155551234', country: 'US', note: null }
    assert.deepEqual(readSender('+14155551234'), expected)
  })

  it('takes a short code, and says what it needs', () => {
    const note = 'Short code. It must be provisioned on this Twilio account.'
    const expected = { ok: true, kind: 'short_code', value: '12345', country: null, note }
    for (const typed of ['12345', ' \u202a１２３４５\u202c']) assert.deepEqual(readSender(typed), expected)
  })

  const refused: [typed: string, text: string][] = [
    ['14155551234', 'Add the plus: +14155551234.'],
    ['(415) 555-1234', LOCAL],
    ['1234567890123456', TOO_LONG],
    ['ACME', 'That is not a number. Choose a phone number, short code or Messaging Service.'],
    ['', 'No sender yet. Choose a phone number, short code or Messaging Service.'],
  ]
  for (const [typed, text] of refused) {
    it(`refuses ${JSON.stringify(typed)}`, () => {
      const read = readSender(typed)
      assert.equal(!read.ok && read.text, text)
    })
  }
})

describe('what is known about a number', () => {
  const countries: [e164: string, country: string | null][] = [
    ['+14155550100', 'US'],
    ['+14165550100', 'CA'],
    ['+18765550100', 'JM'],
    ['+17875550100', 'PR'],
    ['+15555550100', null],
    ['+77011234567', 'KZ'],
    ['+79161234567', 'RU'],
    ['+447781123456', 'GG'],
    ['+447700900123', 'GB'],
    ['+8816312345678', null],
    ['not a number', null],
  ]
  for (const [e164, country] of countries) {
    it(`${e164} belongs to ${country ?? 'no single country'}`, () => assert.equal(countryOf(e164), country))
  }

  const dear = [
    '+19005551234',
    '+449012345678',
    '+870773111632',
    '+8816312345678',
    '+88213200000',
    '+979123456789',
    '+447012345678',
  ]
  const usual = ['+14155550100', '+15005550006', '+447400123456', '+18005551212', '+4915123456789']
  it('tells premium, shared-cost, personal and satellite numbers from usual ones', () => {
    for (const number of dear) assert.equal(isPremiumOrSatellite(number), true, number)
    for (const number of usual) assert.equal(isPremiumOrSatellite(number), false, number)
  })
})

describe('showing a number', () => {
  const cases: [e164: string, formatted: string, masked: string][] = [
    ['+14155550199', '+1 415 555 0199', '+1 ••• ••• 0199'],
    ['+447700900123', '+44 7700 900123', '+44 •••• •• 0123'],
    ['+442079460000', '+44 20 7946 0000', '+44 •• •••• 0000'],
    ['+29012345', '+290 12345', '+290 ••• 45'],
    ['12345', '12345', '••••'],
  ]
  for (const [e164, formatted, masked] of cases) {
    it(`shows ${e164} as ${formatted}, masked as ${masked}`, () => {
      assert.equal(formatPhone(e164), formatted)
      assert.equal(maskPhone(e164), masked)
    })
  }

  it('masks all but the country code and the last four digits', () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        const masked = maskPhone(number)
        const shown = masked.replace(/\D/g, '')
        assert.ok(number.startsWith(`+${shown.slice(0, -4)}`) && number.endsWith(shown.slice(-4)))
        assert.equal(shown.length + masked.split('•').length - 1, number.length - 1)
        assert.ok(masked.split('•').length - 1 >= 4)
      }),
    )
  })
})
