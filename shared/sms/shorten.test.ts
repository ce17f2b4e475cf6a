import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ownMs } from '../../test/own-time.ts'
import { oneLine } from './one-line.ts'
import { countSegments } from './segments.ts'
import { shortenText, type TextParts } from './shorten.ts'

const LINK = 'https://acme.example/c/k3F9'
const priority: TextParts = {
  name: 'Acme',
  identifier: 'ENG-142',
  title: 'Fix login redirect',
  description: 'priority changed to Urgent',
  link: LINK,
}
const long = (word: string, count = 60) => Array.from({ length: count }, (_, index) => `${word}${index}`).join(' ')

describe('the form of a text', () => {
  const cases: [name: string, parts: TextParts, maxSegments: number, text: string][] = [
    ['with a title', priority, 1, `Acme: ENG-142 "Fix login redirect" priority changed to Urgent. View: ${LINK}`],
    ['without one', { ...priority, title: undefined }, 1, `Acme: ENG-142 priority changed to Urgent. View: ${LINK}`],
    ['without a link', { ...priority, link: undefined, title: '' }, 1, 'Acme: ENG-142 priority changed to Urgent.'],
    [
      'without an identifier',
      { ...priority, title: '', identifier: '' },
      1,
      `Acme: priority changed to Urgent. View: ${LINK}`,
    ],
    ['without a description', { ...priority, description: '' }, 1, `Acme: ENG-142 "Fix login redirect". View: ${LINK}`],
    [
      'with a line on how to end it',
      { ...priority, title: '', optOutLine: 'Reply STOP to end' },
      1,
      `Acme: ENG-142 priority changed to Urgent. View: ${LINK} Reply STOP to end`,
    ],
    [
      'a sentence that has its end already',
      { ...priority, title: '', description: 'Really?' },
      1,
      `Acme: ENG-142 Really? View: ${LINK}`,
    ],
    [
      'the title is cut first',
      { ...priority, title: long('word') },
      1,
      `Acme: ENG-142 "word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word1..." priority changed to Urgent. View: ${LINK}`,
    ],
    [
      'then the description, and what of the title is worth it stays',
      { ...priority, description: long('word') },
      1,
      `Acme: ENG-142 "Fix login re..." word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12 word13 wor... View: ${LINK}`,
    ],
    [
      'the title goes before the description does',
      { ...priority, title: 'Überflüssig', description: 'срок сегодня, Дана ждёт' },
      1,
      `Acme: ENG-142 срок сегодня, Дана жд… View: ${LINK}`,
    ],
    [
      'a cheap beginning is worth more than a dear one',
      { ...priority, title: '', description: `${'moved on '.repeat(6)}😀` },
      1,
      `Acme: ENG-142 moved on moved on moved on moved on moved on moved on... View: ${LINK}`,
    ],
    [
      'whatever is never cut goes out whole, though it takes more',
      { ...priority, link: `https://acme.example/${'x'.repeat(150)}` },
      1,
      `Acme: ENG-142 "Fix login redirect" priority changed to Urgent. View: https://acme.example/${'x'.repeat(150)}`,
    ],
    [
      'line breaks and turned directions do not get into it',
      { ...priority, title: 'a\r\nb\u202ec', description: 'done\u200b\u0000 \u2067now' },
      1,
      `Acme: ENG-142 "a bc" done now. View: ${LINK}`,
    ],
  ]
  for (const [name, parts, maxSegments, text] of cases) {
    it(name, () => assert.equal(shortenText(parts, maxSegments).text, text))
  }

  it('says that the whole parts alone were more than allowed', () => {
    assert.equal(shortenText(priority, 1).overLimit, false)
    const over = shortenText({ ...priority, link: `https://acme.example/${'x'.repeat(150)}` }, 1)
    assert.deepEqual([over.overLimit, over.segments], [true, 2])
  })

  it('takes no time worth naming for a text of any length', () => {
    for (const character of ['{', '.', '😀', 'ж', 'e\u0301', '👩\u200d']) {
      const [title, description] = [character.repeat(500_000), `${character.repeat(500_000)}x`]
      const tookMs = [1, 2, 3].map(() => {
        const startedMs = ownMs()
        shortenText({ ...priority, title, description }, 10)
        return ownMs() - startedMs
      })
      assert.ok(Math.min(...tookMs) < 50, `${character}: ${tookMs} ms`)
    }
  })
})

const SCRIPTS = [
  'Fix login redirect ',
  'Ошибка входа ',
  'ログインの不具合 ',
  'تسجيل الدخول ',
  'כניסה למערכת ',
  'लॉगिन समस्या क्षि ',
  'ประตูน้ำ ',
  '한국어 제목 ',
  '标题很长 ',
  'Éà€[]{}~ ',
  '👨‍👩‍👧‍👦',
  '🇮🇹',
  '🏳️‍🌈',
  'e\u0301\u0302',
  '…',
  '“',
  '\u202e',
  '\r\n',
]
const words = (maxLength: number) =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...SCRIPTS) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      ),
      { maxLength },
    )
    .map((pieces) => pieces.join(''))
const anyParts: fc.Arbitrary<TextParts> = fc.record(
  {
    name: fc.oneof(fc.constantFrom('Acme', 'Ärzte Süd', 'ООО Вход'), words(3)),
    identifier: fc.constantFrom('ENG-142', 'ВХОД-7', '#1'),
    title: words(12),
    description: words(12),
    link: fc.webUrl({ size: 'small', withQueryParameters: true }),
    optOutLine: fc.constantFrom('Reply STOP to end', 'Ответьте СТОП'),
  },
  { requiredKeys: ['name', 'identifier', 'description'] },
)
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const graphemes = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment)

describe('law, over texts of many scripts', () => {
  it('the limit holds, or only what is never cut breaks it', () => {
    fc.assert(
      fc.property(anyParts, fc.integer({ min: 1, max: 4 }), (parts, maxSegments) => {
        const short = shortenText(parts, maxSegments)
        const counted = countSegments(short.text)
        assert.deepEqual([short.segments, short.encoding], [counted.segments, counted.encoding])
        const bare = shortenText({ ...parts, title: undefined, description: '' }, maxSegments)
        assert.ok(short.segments <= Math.max(maxSegments, bare.segments), short.text)
        assert.equal(short.overLimit, bare.segments > maxSegments)
      }),
      { numRuns: 1000 },
    )
  })

  it('name, identifier, link and opt-out line are whole', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const { text } = shortenText(parts, 1)
        const name = oneLine(parts.name)
        assert.ok(text.startsWith([name && `${name}:`, parts.identifier].filter(Boolean).join(' ')), text)
        const end = [parts.link && `View: ${parts.link}`, parts.optOutLine].filter(Boolean).join(' ')
        assert.ok(text.endsWith(end), text)
      }),
      { numRuns: 1000 },
    )
  })

  it('what is shown of a title or a description is its beginning, in whole characters, and an ellipsis', () => {
    fc.assert(
      fc.property(anyParts, fc.integer({ min: 1, max: 3 }), (parts, maxSegments) => {
        const short = shortenText(parts, maxSegments)
        for (const [whole, shown] of [
          [oneLine(parts.title ?? ''), short.title ?? ''],
          [oneLine(parts.description), short.description],
        ] as const) {
          if (shown === whole || shown === '') continue
          assert.match(shown, /(\.\.\.|…)$/)
          const kept = graphemes(shown.replace(/(\.\.\.|…)$/, ''))
          assert.deepEqual(graphemes(whole).slice(0, kept.length), kept)
          assert.ok(short.shortened)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('an ellipsis never makes a cheap text dear', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        // One that somebody wrote stays as it was written.
        fc.pre(!JSON.stringify(parts).includes('…'))
        const short = shortenText(parts, 1)
        if (short.encoding === 'GSM-7' || !short.shortened) return
        const withPoints = short.text.replaceAll('…', '...')
        assert.equal(countSegments(withPoints).encoding, 'UCS-2', short.text)
      }),
      { numRuns: 1000 },
    )
  })

  it('shortening what was shortened changes nothing', () => {
    fc.assert(
      fc.property(anyParts, fc.integer({ min: 1, max: 3 }), (parts, maxSegments) => {
        const once = shortenText(parts, maxSegments)
        const again = { ...parts, title: once.title ?? undefined, description: once.description }
        assert.equal(shortenText(again, maxSegments).text, once.text)
      }),
      { numRuns: 1000 },
    )
  })
})
