import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countSegments } from './segments.ts'
import { shortenText } from './shorten.ts'
import alphabet from './vectors/alphabet.json' with { type: 'json' }

const BASIC = new Set(alphabet.basic)
const EXTENSION = new Set(alphabet.extension)
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Written after 3GPP TS 23.038 and 23.040 and nothing of ours: fills one part after the other, unit by unit. */
function reference(text: string): { encoding: string; segments: number } {
  const all = [...text]
  if (all.every((one) => BASIC.has(one) || EXTENSION.has(one)))
    return {
      encoding: 'GSM-7',
      segments: parts(
        all.map((one) => (EXTENSION.has(one) ? 2 : 1)),
        160,
        153,
      ),
    }
  const whole = Array.from(characters.segment(text), ({ segment }) => segment.length)
  return { encoding: 'UCS-2', segments: parts(whole, 70, 67) }
}

function parts(sizes: number[], alone: number, joined: number): number {
  if (sizes.reduce((a, b) => a + b, 0) <= alone) return 1
  let count = 1
  let filled = 0
  for (const size of sizes) {
    if (filled + size > joined && filled > 0) {
      count += 1
      filled = 0
    }
    filled += size
  }
  return count
}

const SCRIPTS = [
  [0x20, 0x7e],
  [0xa1, 0x17f],
  [0x391, 0x3c9],
  [0x410, 0x44f],
  [0x5d0, 0x5ea],
  [0x621, 0x64a],
  [0x905, 0x94d],
  [0xe01, 0xe3a],
  [0x10d0, 0x10f0],
  [0x3041, 0x3096],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0x1f600, 0x1f64f],
] as const
const word = fc
  .constantFrom(...SCRIPTS)
  .chain(([from, to]) =>
    fc.array(
      fc.integer({ min: from, max: to }).map((one) => String.fromCodePoint(one)),
      { minLength: 1, maxLength: 30, size: 'max' },
    ),
  )
  .map((all) => all.join(''))
const body = fc.oneof(
  fc.array(word, { maxLength: 30, size: 'max' }).map((words) => words.join(' ')),
  fc
    .array(fc.constantFrom(...alphabet.basic, ...alphabet.extension), { maxLength: 700, size: 'max' })
    .map((all) => all.join('')),
)

test('a thousand bodies in many scripts have as many segments as the reference counts', () => {
  fc.assert(
    fc.property(body, (text) => {
      const { encoding, segments } = countSegments(text)
      assert.deepEqual({ encoding, segments }, reference(text))
    }),
    { numRuns: 1000 },
  )
})

test('and what is shortened for a text fits by the same reference, whole in its link and its characters', () => {
  const link = 'https://acme.example/c/k3F9bQ2x'
  fc.assert(
    fc.property(body, body, fc.constantFrom(1, 2, 3), (title, description, most) => {
      const { text } = shortenText({ name: 'Acme', identifier: 'ENG-142', title, description, link }, most)
      assert.ok(reference(text).segments <= most, text)
      assert.ok(text.endsWith(link) && text.startsWith('Acme: ENG-142') && text.isWellFormed(), text)
    }),
    { numRuns: 1000 },
  )
})
