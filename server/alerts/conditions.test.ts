import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Payload } from './accept-events.ts'
import { type Conditions, faultsOf, fits } from './conditions.ts'

const EVENT: Payload = {
  actor: 'u-17',
  entity: {
    type: 'issue',
    id: '142',
    identifier: 'ENG-142',
    title: 'Fix login redirect',
    properties: { priority: 'urgent', points: 5, labels: ['billing', 'auth'], closed: false, due: null },
  },
  before: { priority: 'high' },
  after: { priority: 'urgent' },
}
const at = (path: string) => ({ var: path })

const CASES: [string, Conditions | null, boolean][] = [
  ['no conditions', null, true],
  ['the same text', { '==': [at('after.priority'), 'urgent'] }, true],
  ['another text', { '==': [at('after.priority'), 'low'] }, false],
  ['what changed', { '!=': [at('before.priority'), at('after.priority')] }, true],
  ['a number that is larger', { '>': [at('entity.properties.points'), 3] }, true],
  ['a number that is not', { '>=': [at('entity.properties.points'), 6] }, false],
  ['a part of a title', { in: ['login', at('entity.title')] }, true],
  ['an entry of a list', { in: ['billing', at('entity.properties.labels')] }, true],
  ['one of several', { in: [at('after.priority'), ['urgent', 'high']] }, true],
  ['the beginning', { startsWith: [at('entity.identifier'), 'ENG-'] }, true],
  ['the end', { endsWith: [at('entity.identifier'), '-7'] }, false],
  ['nothing there', { '==': [at('entity.properties.due'), null] }, true],
  ['never said', { '==': [at('entity.properties.colour'), null] }, true],
  ['no', { '!': [at('entity.properties.closed')] }, true],
  ['who did it', { '==': [at('actor'), 'u-17'] }, true],
  ['all of them', { and: [{ '==': [at('event.type'), 'state_changed'] }, { '!!': [at('entity.title')] }] }, true],
  ['any of them', { or: [{ '==': [at('entity.type'), 'page'] }, { '==': [at('entity.id'), '142'] }] }, true],
  ['a part of what is a number', { in: ['5', at('entity.properties.points')] }, true],
  ['a part of what is not there', { in: ['x', at('entity.properties.colour')] }, false],
  ['text before a number', { '<': [at('entity.title'), 3] }, false],
]
describe('a condition fits', () => {
  for (const [what, conditions, expected] of CASES) {
    test(`${what}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(fits(conditions, 'state_changed', EVENT), expected)
      assert.deepEqual(conditions === null ? [] : faultsOf(conditions), [])
    })
  }
})

const nested = (depth: number): Conditions => (depth === 0 ? { '!!': [at('actor')] } : { and: [nested(depth - 1)] })

const REFUSED: [string, unknown, RegExp, string?][] = [
  ['a list', [], /an object with one operator/],
  ['text', 'true', /an object with one operator/],
  ['two operators', { '==': [1, 1], '!=': [1, 2] }, /exactly one operator/],
  ['none', {}, /exactly one operator/],
  ['an operator that throws', { throw: 'x' }, /Not an operator here: throw/],
  ['one that loops', { reduce: [[], 1, 2] }, /Not an operator here: reduce/, '/conditions'],
  [
    'what lies behind an object',
    { '!!': [at('entity.properties.constructor')] },
    /Not something that an event says/,
    '/conditions/!!/0',
  ],
  ['its prototype', { '!!': [at('before.__proto__')] }, /Not something that an event says/],
  ['what no event says', { '!!': [at('workspace.name')] }, /Not something that an event says/],
  ['a path that is no text', { '!!': [{ var: ['entity.id', 1] }] }, /Not something that an event says/],
  ['too deep', nested(12), /Too many conditions/],
  ['too many', { and: Array.from({ length: 201 }, () => true) }, /Too many conditions/],
]
describe('a condition is refused', () => {
  for (const [what, conditions, words, pointer] of REFUSED) {
    test(`for ${what}`, () => {
      const [fault] = faultsOf(conditions)
      assert.match(fault?.detail ?? '', words)
      if (pointer) assert.equal(fault!.pointer, pointer)
    })
  }
})
