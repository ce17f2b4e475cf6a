import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { everyUnitStandsAlone, graphemeEnds } from './graphemes.ts'
import { isGsm7, SEPTETS, septetsOf } from './gsm7.ts'
import { charactersForcingUcs2, countSegments, smartEncode, splitParts } from './segments.ts'
import alphabet from './vectors/alphabet.json' with { type: 'json' }
import vectors from './vectors/segments.json' with { type: 'json' }

/** Texts that mix what makes cutting hard: extension characters, pairs, families of emoji, flags, piled-up accents. */
const anyText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('a', ' ', 'é', '€', '[', '\n', '\r\n', '0123456789'.repeat(5)) },
      fc.constantFrom(
        '😀',
        '👨‍👩‍👧‍👦',
        '🇮🇹',
        '🏳️‍🌈',
        'e\u0301\u0301',
        'ж',
        '한',
        'क्षि',
        '\u200d',
        '\u0301',
        '\ud83d',
        '\ude00',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

describe('counting segments', () => {
  for (const { name, text, smartEncoding, ...expected } of vectors) {
    it(`counts ${name} as Twilio does`, () => {
      const { unitsLeft: _, ...counted } = countSegments(text, { smartEncoding })
      assert.deepEqual(counted, expected)
    })
  }

  it('says what still fits before the next segment', () => {
    const cases: [string, number][] = [
      ['', 160],
      ['a'.repeat(160), 0],
      ['a'.repeat(161), 145],
      ['ж', 69],
      ['ж'.repeat(71), 63],
    ]
    for (const [text, left] of cases) assert.equal(countSegments(text).unitsLeft, left)
  })

  it('adds up: the units of the segments are the units of the text', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, smartEncoding) => {
        const counted = countSegments(text, { smartEncoding })
        const sent = smartEncoding ? smartEncode(text) : text
        assert.equal(counted.units, septetsOf(sent) ?? sent.length)
        assert.equal(
          counted.unitsPerSegment.reduce((sum, units) => sum + units, 0),
          counted.units,
        )
        assert.equal(counted.segments, counted.unitsPerSegment.length)
      }),
    )
  })

  it('never needs fewer segments than the units alone demand, and fills none beyond what it holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { encoding, segments, units, unitsPerSegment } = countSegments(text)
        const [single, joined] = encoding === 'GSM-7' ? [160, 153] : [70, 67]
        assert.ok(segments >= (units <= single ? 1 : Math.ceil(units / joined)))
        assert.equal(segments === 1, units <= single)
        for (const filled of unitsPerSegment) assert.ok(filled <= (segments === 1 ? single : joined))
      }),
    )
  })
})

describe('splitting into parts', () => {
  it('loses and adds nothing, and its parts are the segments counted', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, smartEncoding) => {
        const parts = splitParts(text, { smartEncoding })
        const counted = countSegments(text, { smartEncoding })
        assert.equal(parts.join(''), smartEncoding ? smartEncode(text) : text)
        const units = parts.map((part) => (counted.encoding === 'GSM-7' ? septetsOf(part) : part.length))
        assert.deepEqual(units, counted.unitsPerSegment)
      }),
    )
  })

  it('never cuts through what people see as one character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const ends = new Set(graphemeEnds(text))
        let at = 0
        for (const part of splitParts(text).slice(0, -1)) {
          at += part.length
          if (!isGsm7(text)) assert.ok(ends.has(at))
        }
      }),
    )
  })

  const cases: [name: string, text: string, lengths: number[]][] = [
    ['a family of emoji moves whole', `${'ж'.repeat(60)}👨‍👩‍👧‍👦${'ж'.repeat(10)}`, [60, 21]],
    ['a flag moves whole', `${'ж'.repeat(65)}🇮🇹ab`, [65, 6]],
    ['a letter longer than a segment is cut', `e${'\u0301'.repeat(100)}`, [67, 34]],
    ['and then still not through a pair', '👩\u200d'.repeat(40), [66, 54]],
  ]
  for (const [name, text, lengths] of cases) {
    it(name, () =>
      assert.deepEqual(
        splitParts(text).map((part) => part.length),
        lengths,
      ),
    )
  }
})

describe('the alphabet', () => {
  it('holds exactly the characters of the standard', () => {
    const table = new Map([...alphabet.basic].map((character) => [character, 1]))
    for (const character of alphabet.extension) table.set(character, 2)
    for (let code = 0; code < 0x10000; code++) {
      assert.equal(SEPTETS[code], table.get(String.fromCharCode(code)) ?? 0, code.toString(16))
    }
  })

  it('knows the neighbours that stand alone: no two of them make one character', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
    const alone: string[] = []
    for (let code = 0x20; code < 0x10000; code++) {
      const character = String.fromCharCode(code)
      if (everyUnitStandsAlone(character)) alone.push(character)
    }
    const neighbours = ['a', '가', '各', '\u00a9', '中', '☺', 'ж'].flatMap((n) => alone.flatMap((c) => [n, c, n, c, c]))
    assert.equal([...segmenter.segment(neighbours.join(''))].length, neighbours.length)
  })
})

describe('smart encoding', () => {
  const setRight = new Map([
    ['\u00a0', ' '],
    ['\u2039', '<'],
    ['\u203a', '>'],
  ])
  it('replaces every look-alike of the published table, three of them set right', () => {
    for (const [character, replacement] of Object.entries(alphabet.smart)) {
      assert.equal(
        smartEncode(character),
        setRight.get(character) ?? replacement,
        character.codePointAt(0)!.toString(16),
      )
    }
  })

  it('composes an accent typed apart from its letter', () => {
    assert.equal(smartEncode('Cafe\u0301 ol\u00e9 nin\u0303o'), 'Café olé niño')
  })

  it('does not touch a text that is cheap already, and never makes a cheap one dear', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (isGsm7(text)) assert.equal(smartEncode(text), text)
        assert.equal(smartEncode(smartEncode(text)), smartEncode(text))
      }),
    )
  })

  it('names each character that makes a text dear, with what could replace it', () => {
    assert.deepEqual(charactersForcingUcs2('“Ok” – e\u0301 😀\u200b ç'), [
      { index: 0, character: '“', replacement: '"' },
      { index: 3, character: '”', replacement: '"' },
      { index: 5, character: '–', replacement: '-' },
      { index: 7, character: 'e\u0301', replacement: 'é' },
      { index: 10, character: '😀', replacement: null },
      { index: 12, character: '\u200b', replacement: '' },
      { index: 14, character: 'ç', replacement: null },
    ])
    assert.deepEqual(charactersForcingUcs2('plain €'), [])
  })
})
