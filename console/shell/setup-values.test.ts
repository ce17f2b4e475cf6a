import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Setup } from '../api.ts'
import { ApiProblem } from '../problem.ts'
import { faultsOf, firstValues, rules, toInput, zoneToSend } from './setup-values.ts'

const open: Setup = {
  needed: true,
  key: { file: '/srv/key', from: 'data_dir' },
  public_url: { value: null, from: 'nothing' },
  mail: { value: null, from: 'nothing' },
}
const settled: Setup = {
  ...open,
  public_url: { value: 'https://sms.acme.example', from: 'environment' },
  mail: { value: 'smtp://mail', from: 'environment' },
}
const person = { name: 'R', email: 'r@acme.example', password: 'ten letters', workspace_name: 'Acme' }

describe('setting up', () => {
  it('sends the browser’s time zone, and UTC where the browser knows none by name', () => {
    const zones = ['Asia/Kolkata', 'UTC', 'Etc/Unknown', '+05:30', 'GMT']
    assert.deepEqual(zones.map(zoneToSend), ['Asia/Kolkata', 'UTC', 'UTC', 'UTC', 'UTC'])
  })

  it('sends what was settled as none, so that it is settled', () => {
    const input = toInput({ ...firstValues(open), ...person }, 'tok', open)
    assert.equal(input.public_url, null)
    assert.equal(input.mail, null)
  })

  it('leaves out what the environment has settled: it would win anyway', () => {
    const input = toInput({ ...firstValues(settled), ...person }, 'tok', settled)
    assert.ok(!('public_url' in input) && !('mail' in input))
  })

  it('asks for the fields of a mail server only where there is one', () => {
    const values = { ...firstValues(open), ...person }
    assert.deepEqual(Object.values(rules(values, open)).filter(Boolean), [])
    const faults = rules({ ...values, has_mail: true, mail_port: '0' }, open)
    assert.deepEqual(
      Object.keys(faults).filter((name) => faults[name as keyof typeof faults]),
      ['mail_host', 'mail_port', 'mail_from'],
    )
  })

  it('sends a password to the mail server only with a user', () => {
    const mail = { has_mail: true, mail_host: 'smtp.acme.example', mail_from: 'a@acme.example', mail_password: 'x' }
    const input = toInput({ ...firstValues(open), ...person, ...mail }, 'tok', open)
    assert.deepEqual(input.mail, { host: 'smtp.acme.example', port: 587, from: 'a@acme.example' })
  })

  it('puts what the server found at its field', () => {
    const errors = [{ pointer: '/mail/host', detail: 'Not reached.' }]
    const problem = new ApiProblem({ status: 422, code: 'invalid', detail: '', errors })
    assert.deepEqual(faultsOf(problem), { mail_host: { text: 'Not reached.' } })
  })
})
