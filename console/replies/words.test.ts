import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Inbound } from '../api.ts'
import { inLanguage, noWords, readingLook, whatCame, writerOf } from './words.ts'

const text = (values: Partial<Inbound>) =>
  ({ reading: 'other', effect: null, answered_by: null, decision: null, provider: 'twilio', ...values }) as Inbound
const decided = (decision: 'stop' | 'not_stop') => ({ decision, by: 'Test owner', at: '2026-03-12T14:00:00Z' })

describe('a text that somebody sent', () => {
  const cases: [values: Partial<Inbound>, word: string | undefined, came: string][] = [
    [{}, undefined, ''],
    [{ reading: 'stop', effect: 'stopped', answered_by: 'provider' }, 'STOP', 'Stopped · Twilio answered'],
    [{ reading: 'stop', effect: 'stopped_already' }, 'STOP', 'Stopped already'],
    [{ reading: 'start', effect: 'lifted', answered_by: 'handset' }, 'START', 'May be texted again · Handset answered'],
    [{ reading: 'start', effect: 'kept' }, 'START', 'Still stopped by an administrator'],
    [{ reading: 'yes', effect: 'not_stopped' }, 'YES', 'Was not stopped'],
    [{ reading: 'help', answered_by: 'provider', provider: 'webhook' }, 'HELP', 'The gateway answered'],
    [{ reading: 'perhaps_stop' }, 'Needs review', ''],
    [{ reading: 'perhaps_stop', decision: decided('stop') }, 'Means STOP', 'Stopped'],
    [{ reading: 'perhaps_stop', decision: decided('not_stop') }, 'Not STOP', ''],
  ]
  for (const [values, word, came] of cases) {
    it(`is told as ${word ?? 'no word'}${came && `, ${came}`}`, () =>
      assert.deepEqual([readingLook(text(values))?.word, whatCame(text(values))], [word, came]))
  }

  it('tells the language of a word that is not English', () =>
    assert.deepEqual([inLanguage('es'), inLanguage('en'), inLanguage(null)], ['in Spanish', '', '']))

  it('tells words that were erased from words that never were', () =>
    assert.deepEqual(
      ['Erased', '+1 ••• ••• 0142'].map((from) => noWords({ from })),
      ['(erased with the person)', '(no words)'],
    ))

  it('names who wrote, and that others have the number too', () => {
    const person = { id: 'per_1', name: 'Night Desk', others: 0 }
    assert.equal(writerOf({ person }), 'Night Desk')
    assert.equal(writerOf({ person: { ...person, others: 2 } }), 'Night Desk and 2 more')
    assert.equal(writerOf({ person: null }), null)
  })
})
