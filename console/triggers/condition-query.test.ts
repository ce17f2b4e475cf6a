import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, fits } from '../../server/alerts/conditions.ts'
import type { Conditions } from './api.ts'
import { EMPTY, fitted, isWhole, OPERATORS, takesList, takesNothing, toConditions, toQuery } from './condition-query.ts'
import { STARTING } from './starting.ts'

const STATE = { var: 'after.state' }

test('no conditions are an empty builder, and an empty builder no conditions', () => {
  assert.deepEqual(toQuery(null), EMPTY)
  assert.equal(toConditions(EMPTY), null)
  assert.equal(toConditions({ combinator: 'or', rules: [{ combinator: 'and', rules: [] }] }), null)
})

for (const operator of Object.keys(OPERATORS)) {
  test(`${operator} goes to the server, is taken there, and comes back as it was`, () => {
    for (const one of ['In Review', 3, 'a,b']) {
      const value = takesNothing(operator) ? null : takesList(operator) ? [one, one] : one
      const rule = { field: 'entity.properties.state', operator, value }
      const query = { combinator: 'or', rules: [rule, { combinator: 'and', rules: [{ ...rule, field: 'actor' }] }] }
      const conditions = toConditions(query)!
      assert.deepEqual(faultsOf(conditions), [])
      assert.deepEqual(toQuery(conditions), query)
      assert.deepEqual(toConditions(toQuery(conditions)!), conditions)
    }
  })
}

test('a condition fits what it says', () => {
  const rule = { field: 'after.state', operator: 'in', value: ['In Review', 'Done'] }
  const conditions = toConditions({ combinator: 'and', rules: [rule] })
  const entity = { type: 'issue', id: '142' }
  assert.equal(fits(conditions, 'state_changed', { entity, after: { state: 'Done' } }), true)
  assert.equal(fits(conditions, 'state_changed', { entity, after: { state: 'Blocked' } }), false)
})

const SHOWN: Conditions[] = [
  { '==': [STATE, 'Done'] },
  { and: [{ '==': [STATE, '5'] }, { or: [{ '==': [STATE, true] }, { in: [STATE, [1, 2]] }] }] },
  ...STARTING.flatMap(({ input }) => (input.conditions ? [input.conditions] : [])),
]
for (const conditions of SHOWN) {
  test(`shown as conditions: ${JSON.stringify(conditions)}`, () => {
    const whole = 'and' in conditions ? conditions : { and: [conditions] }
    assert.deepEqual(toConditions(toQuery(conditions)!), whole)
  })
}

const NOT_SHOWN: Conditions[] = [
  { '!!': STATE },
  { '!': { and: [{ '==': [STATE, 'Done'] }] } },
  { '==': [{ var: 'before.state' }, STATE] },
  { '==': ['Done', STATE] },
  { '<=': [1, STATE, 3] },
  { in: [STATE, []] },
  { in: [STATE, ['a', 2]] },
  { and: [{ '==': [STATE, 'Done'] }, { '!!': STATE }] },
  { and: [] },
  { '==': [{ var: 'somebody.else' }, 1] },
]
for (const conditions of NOT_SHOWN) {
  test(`not shown, so that nothing of it is lost: ${JSON.stringify(conditions)}`, () => {
    assert.equal(toQuery(conditions), null)
  })
}

test('another operator keeps of the value what it can take', () => {
  const rule = { field: 'actor', operator: '=', value: 'ann' }
  const of = (one: object) => fitted({ combinator: 'and', rules: [{ ...rule, ...one }] }).rules[0]
  assert.deepEqual(of({ operator: 'in' }), { ...rule, operator: 'in', value: ['ann'] })
  assert.deepEqual(of({ operator: 'in', value: null }), { ...rule, operator: 'in', value: [] })
  assert.deepEqual(of({ value: ['ann', 'bob'] }), rule)
  assert.deepEqual(of({ operator: 'null' }), { ...rule, operator: 'null', value: null })
})

test('a condition is whole when it says what is compared with what', () => {
  const rule = { field: 'after.state', operator: '=', value: 'Done' }
  const whole = (one: object) =>
    isWhole({ combinator: 'and', rules: [{ combinator: 'or', rules: [{ ...rule, ...one }] }] })
  assert.equal(whole({}), true)
  assert.equal(whole({ value: null }), false)
  assert.equal(whole({ operator: 'notIn', value: [] }), false)
  assert.equal(whole({ operator: 'null', value: null }), true)
  assert.equal(whole({ field: 'after.' }), false)
  assert.equal(whole({ field: 'after.a.b' }), false)
  assert.equal(whole({ field: 'after.constructor' }), false)
})
