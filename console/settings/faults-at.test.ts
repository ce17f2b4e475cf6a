import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ApiProblem } from '../problem.ts'
import { faultsAt } from './faults-at.ts'
import { sectionOf } from './section-of.ts'

interface Values {
  account_sid: string
  auth_token: string
}
const pointers = { '/account_sid': 'account_sid', '/credentials': 'auth_token' } as const
const problem = (code: string, errors: { pointer: string; detail: string }[]) =>
  new ApiProblem({ status: 422, code, detail: 'No.', errors })

describe('what the server refuses', () => {
  it('stands at the field it is about, the first finding of each', () => {
    const errors = [
      { pointer: '/credentials/auth_token', detail: 'Missing.' },
      { pointer: '/credentials/kind', detail: 'Later.' },
      { pointer: '/elsewhere', detail: 'Not here.' },
    ]
    assert.deepEqual(faultsAt<Values>(problem('invalid', errors), pointers), { auth_token: { text: 'Missing.' } })
  })

  it('marks the field only, where the banner already says it in full', () => {
    const errors = [{ pointer: '/account_sid', detail: 'A long story.' }]
    assert.deepEqual(faultsAt<Values>(problem('provider_refused', errors), pointers), { account_sid: { text: '' } })
  })

  it('leads to the section where it can be mended', () => {
    assert.equal(sectionOf(problem('invalid', [{ pointer: '/sender', detail: '' }])), 'sender')
    assert.equal(sectionOf(problem('invalid', [{ pointer: '/credentials/auth_token', detail: '' }])), 'account')
    assert.equal(sectionOf(problem('other', [])), null)
  })
})
