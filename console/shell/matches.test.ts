import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { entries } from './entries.ts'
import { matches } from './matches.ts'

const found = (typed: string) => entries.filter((entry) => matches(typed, entry.label, entry.words)).map(({ to }) => to)

describe('searching for a screen', () => {
  for (const word of ['Integrations', 'outreach', 'CONFIG', 'twil', 'sms']) {
    it(`finds the SMS settings by "${word}"`, () => assert.deepEqual(found(word), ['/settings/sms']))
  }

  it('finds all that stands under "Reminders" elsewhere', () =>
    assert.deepEqual(found('Reminders'), ['/settings/sms', '/settings/templates']))

  it('shows every screen while nothing is typed, and none for what nothing is called', () => {
    assert.equal(found('').length, entries.length)
    assert.deepEqual(found('payroll'), [])
  })

  it('wants every typed word', () => assert.deepEqual(found('sms payroll'), []))
})
