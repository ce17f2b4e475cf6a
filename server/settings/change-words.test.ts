import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inWords } from './change-words.ts'
import { clockTime } from './words.ts'

const now = new Date('2026-03-12T14:00:00Z')
const clock = (time: Date) => clockTime(time, now, 'Europe/Berlin')

const table: [Parameters<typeof inWords>[1], string][] = [
  [{ sender: { from: null, to: '+1 ••• ••• 0100' } }, 'Sender: +1 ••• ••• 0100'],
  [{ sender: { from: null, to: `MG${'0'.repeat(28)}4f2a` } }, 'Sender: MG00…4f2a'],
  [
    { redirect: { from: true, to: false }, redirect_until: { from: now.toISOString(), to: null } },
    'Redirect switched off',
  ],
  [
    { redirect: { from: false, to: true }, redirect_until: { from: null, to: '2026-03-12T16:30:00.000Z' } },
    'Redirect switched on, Redirect ends 17:30',
  ],
  [{ redirect_until: { from: now.toISOString(), to: null } }, 'Redirect without end'],
  [{ segments_per_second: { from: 10, to: 0.5 } }, 'Pace: 0.5 segments a second'],
  [{ segments_per_second: { from: 10, to: null } }, 'Pace: no limit'],
  [{}, 'Saved without a change'],
]

for (const [changes, words] of table) {
  test(`a change is told as "${words}"`, () => assert.equal(inWords('sms_settings.changed', changes, clock), words))
}
