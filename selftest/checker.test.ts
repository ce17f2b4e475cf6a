import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Acknowledged, type Asked, check, type Said, type Taken } from './checker.ts'

const PHONE = '+14155552000'
const OTHER = '+14155552001'

const asked = (key: string, body: string, to = PHONE): Asked => ({ key, to, body, class: 'alert' })
const promised = (key: string, body: string, to = PHONE): Acknowledged => ({
  key,
  id: `msg_${key}`,
  to,
  body,
  class: 'alert',
})
const taken = (body: string, to = PHONE, at = '2026-01-01T12:00:00Z'): Taken => ({ to, body, at })
const said = (key: string, status = 'delivered', attempts = ['accepted']): Said => ({
  id: `msg_${key}`,
  status,
  attempts,
  not_after: '2026-01-01T12:10:00Z',
  at: '2026-01-01T12:05:00Z',
})

interface Case {
  name: string
  asked: Asked[]
  acknowledged: Acknowledged[]
  taken: Taken[]
  said: Said[]
  lost: number
  doubles: number
  unresolved: number
}

const one = { asked: [asked('a', 'Hello')], acknowledged: [promised('a', 'Hello')] }
const twoAlike = {
  asked: [asked('a', 'Hello'), asked('b', 'Hello')],
  acknowledged: [promised('a', 'Hello'), promised('b', 'Hello')],
}

const CASES: Case[] = [
  {
    name: 'a text that was taken once is in order',
    ...one,
    taken: [taken('Hello')],
    said: [said('a')],
    lost: 0,
    doubles: 0,
    unresolved: 0,
  },
  {
    name: 'an acknowledged text that the carrier never had is lost, whatever Handset says of it',
    ...one,
    taken: [],
    said: [said('a', 'expired', ['not_accepted'])],
    lost: 1,
    doubles: 0,
    unresolved: 0,
  },
  {
    name: 'a text that is said to be sent and never was is lost, and untrue besides',
    ...one,
    taken: [],
    said: [said('a')],
    lost: 1,
    doubles: 0,
    unresolved: 1,
  },
  {
    name: 'an acknowledged text that Handset does not know is lost, even where the carrier has it',
    ...one,
    taken: [taken('Hello')],
    said: [],
    lost: 1,
    doubles: 0,
    unresolved: 0,
  },
  {
    name: 'a text that was taken three times is two too many',
    ...one,
    taken: [taken('Hello'), taken('Hello'), taken('Hello')],
    said: [said('a')],
    lost: 0,
    doubles: 2,
    unresolved: 0,
  },
  {
    name: 'the same words to another number are another text',
    ...one,
    taken: [taken('Hello', OTHER)],
    said: [said('a')],
    lost: 1,
    doubles: 1,
    unresolved: 1,
  },
  {
    name: 'two texts with the same number and words are two',
    ...twoAlike,
    taken: [taken('Hello'), taken('Hello')],
    said: [said('a'), said('b')],
    lost: 0,
    doubles: 0,
    unresolved: 0,
  },
  {
    name: 'of two equal texts one may be lost',
    ...twoAlike,
    taken: [taken('Hello')],
    said: [said('a'), said('b', 'failed', ['rejected'])],
    lost: 1,
    doubles: 0,
    unresolved: 0,
  },
  {
    name: 'of two equal texts one may be sent twice',
    ...twoAlike,
    taken: [taken('Hello'), taken('Hello'), taken('Hello')],
    said: [said('a'), said('b')],
    lost: 0,
    doubles: 1,
    unresolved: 0,
  },
  {
    name: 'a text that was never acknowledged may be there once',
    asked: [asked('a', 'Hello')],
    acknowledged: [],
    taken: [taken('Hello')],
    said: [said('a')],
    lost: 0,
    doubles: 0,
    unresolved: 0,
  },
  {
    name: 'a text that was never acknowledged may not be there twice',
    asked: [asked('a', 'Hello')],
    acknowledged: [],
    taken: [taken('Hello'), taken('Hello')],
    said: [],
    lost: 0,
    doubles: 1,
    unresolved: 0,
  },
  {
    name: 'a text that nobody asked for is a double of something',
    asked: [],
    acknowledged: [],
    taken: [taken('Hello')],
    said: [],
    lost: 0,
    doubles: 1,
    unresolved: 0,
  },
  {
    name: 'a text in doubt is unresolved, also when the carrier has it',
    ...one,
    taken: [taken('Hello')],
    said: [said('a', 'unknown', ['unknown'])],
    lost: 0,
    doubles: 0,
    unresolved: 1,
  },
  {
    name: 'an attempt left open is unresolved, whatever the text says',
    ...one,
    taken: [taken('Hello')],
    said: [said('a', 'delivered', ['accepted', 'started'])],
    lost: 0,
    doubles: 0,
    unresolved: 1,
  },
  {
    name: 'a text that the carrier has and Handset calls failed is not resolved',
    ...one,
    taken: [taken('Hello')],
    said: [said('a', 'failed', ['not_accepted'])],
    lost: 0,
    doubles: 0,
    unresolved: 1,
  },
]

for (const { name, lost, doubles, unresolved, ...files } of CASES) {
  test(name, () => {
    const found = check(files)
    assert.deepEqual(
      { lost: found.lost.length, doubles: found.doubles.length, unresolved: found.unresolved.length },
      { lost, doubles, unresolved },
      JSON.stringify(found, null, 2),
    )
  })
}

const code = {
  asked: [{ ...asked('a', 'Code'), class: 'otp' }],
  acknowledged: [{ ...promised('a', 'Code'), class: 'otp' }],
}
const CODES: [
  string,
  Pick<Case, 'taken' | 'said'>,
  Partial<Record<'lost' | 'doubles' | 'unresolved' | 'late', number>>,
][] = [
  ['that was in doubt may run out unsent', { taken: [], said: [said('a', 'expired', ['not_accepted'])] }, {}],
  ['that was in doubt until it ran out may be unsent', { taken: [], said: [said('a', 'expired', ['unknown'])] }, {}],
  ['or sent', { taken: [taken('Code')], said: [said('a', 'expired', ['unknown'])] }, {}],
  ['never twice', { taken: [taken('Code'), taken('Code')], said: [said('a', 'expired', ['unknown'])] }, { doubles: 1 }],
  [
    'that nobody tried to send while it was of use is lost',
    { taken: [], said: [said('a', 'expired', [])] },
    { lost: 1 },
  ],
  ['that is said to be sent and never was is lost', { taken: [], said: [said('a')] }, { lost: 1, unresolved: 1 }],
  [
    'that is said not to have been sent and was is not resolved',
    { taken: [taken('Code')], said: [said('a', 'expired', ['not_accepted'])] },
    { unresolved: 1 },
  ],
  [
    'that the carrier took when it was of no use any more is late',
    { taken: [taken('Code', PHONE, '2026-01-01T12:10:01Z')], said: [said('a')] },
    { late: 1 },
  ],
]
for (const [name, files, wrong] of CODES) {
  test(`a code ${name}`, () => {
    const { lost, doubles, unresolved, late } = check({ ...code, ...files })
    const found = { lost: lost.length, doubles: doubles.length, unresolved: unresolved.length, late: late.length }
    assert.deepEqual(found, { lost: 0, doubles: 0, unresolved: 0, late: 0, ...wrong })
  })
}

test('of equal texts only what fits none of them is late', () => {
  const times = [{ not_after: '2026-01-01T12:10:00Z' }, { not_after: '2026-01-01T12:20:00Z' }]
  const states = [said('a'), said('b')].map((state, i) => ({ ...state, ...times[i]! }))
  const at = (...minutes: number[]) => minutes.map((minute) => taken('Hello', PHONE, `2026-01-01T12:${minute}:00Z`))
  assert.equal(check({ ...twoAlike, said: states, taken: at(15, 9) }).late.length, 0)
  assert.equal(check({ ...twoAlike, said: states, taken: at(15, 11) }).late.length, 1)
})

test('a finding says which text it is about, and what is wrong with it', () => {
  const found = check({ ...one, taken: [taken('Hello'), taken('Hello')], said: [said('a')] })
  assert.deepEqual(found.doubles, [{ to: PHONE, body: 'Hello', why: 'asked for once, taken by the carrier twice' }])
})

test('the checker imports nothing but what Node brings', () => {
  const source = readFileSync(new URL('./checker.ts', import.meta.url), 'utf8')
  const imports = [...source.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)].map((match) => match[1] ?? match[2])
  assert.ok(imports.length > 0)
  assert.deepEqual(
    imports.filter((name) => !name?.startsWith('node:')),
    [],
  )
})
