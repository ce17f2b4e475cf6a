import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Acknowledged, type Asked, check, type Said, type Taken } from './checker.ts'

const PHONE = '+14155552000'
const OTHER = '+14155552001'

const asked = (key: string, body: string, to = PHONE): Asked => ({ key, to, body })
const promised = (key: string, body: string, to = PHONE): Acknowledged => ({ key, id: `msg_${key}`, to, body })
const taken = (body: string, to = PHONE): Taken => ({ to, body })
const said = (key: string, status = 'delivered', attempts = ['accepted']): Said => ({
  id: `msg_${key}`,
  status,
  attempts,
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
