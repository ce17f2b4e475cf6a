import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALARM_NAMES, alarmsIn } from './alarms.ts'
import type { Facts } from './facts.ts'

const now = new Date('2026-03-12T14:02:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

/** All goes well, and there is nothing to do. */
const QUIET: Facts = {
  now,
  workers: 2,
  lastSeenAt: ago(3),
  lastClaimAt: null,
  lastLookAt: null,
  claimableSince: null,
  doubtSince: null,
  pausedSince: null,
  pausedWhy: null,
  restoredFrom: null,
  calledBack: 0,
  asked: 0,
  refused: 0,
  publicUrl: 'https://sms.acme.example',
  unchainedSince: null,
  headsTroubleSince: null,
  headsTrouble: null,
}
const STUCK = { claimableSince: ago(121), lastClaimAt: ago(130) }

const CASES: [what: string, facts: Partial<Facts>, alarms: string[]][] = [
  ['an idle installation', {}, []],
  ['no worker', { workers: 0 }, ['no_worker']],
  ['no worker, though texts are due', { workers: 0, ...STUCK }, ['no_worker']],
  ['texts due, none claimed for two minutes', STUCK, ['nothing_claimed']],
  ['texts due, none ever claimed', { ...STUCK, lastClaimAt: null }, ['nothing_claimed']],
  ['texts due for a shorter time', { ...STUCK, claimableSince: ago(119) }, []],
  ['a backlog that is being worked off', { ...STUCK, lastClaimAt: ago(2) }, []],
  ['nothing to claim for a day', { lastClaimAt: ago(86_400) }, []],
  ['paused since a restore', { pausedSince: ago(60), pausedWhy: 'restored', ...STUCK }, ['sending_paused']],
  ['paused because it is a copy', { pausedSince: ago(60), pausedWhy: 'copied' }, ['sending_paused']],
  ['in doubt, never looked at', { doubtSince: ago(200) }, ['doubts_not_looked_at']],
  ['in doubt, looked at long ago', { doubtSince: ago(900), lastLookAt: ago(121) }, ['doubts_not_looked_at']],
  ['in doubt, looked at just now', { doubtSince: ago(900), lastLookAt: ago(5) }, []],
  ['in doubt since a moment ago', { doubtSince: ago(60) }, []],
  ['asked for, and never called back', { asked: 3 }, ['receipts_missing']],
  ['asked for twice', { asked: 2 }, []],
  ['asked for, and called back too', { asked: 50, calledBack: 1 }, []],
  ['an audit entry chained a moment from now', { unchainedSince: ago(1) }, []],
  ['an audit entry not chained for two minutes', { unchainedSince: ago(121) }, ['audit_not_chained']],
  ['an audit entry that nobody is there to chain', { unchainedSince: ago(121), workers: 0 }, ['no_worker']],
  ['heads not sent once', { headsTroubleSince: ago(60), headsTrouble: 'HTTP 500' }, []],
  [
    'heads not sent for two minutes',
    { headsTroubleSince: ago(121), headsTrouble: 'HTTP 500' },
    ['audit_heads_not_sent'],
  ],
  ['asked for without a public address', { asked: 50, publicUrl: null }, []],
]

for (const [what, facts, alarms] of CASES) {
  test(`${what}: ${alarms.join(', ') || 'no alarm'}`, () => {
    assert.deepEqual(
      alarmsIn({ ...QUIET, ...facts }).map(({ name }) => name),
      alarms,
    )
  })
}

test('each alarm is raised by one of these cases', () => {
  assert.deepEqual(new Set(CASES.flatMap(([, , alarms]) => alarms)), new Set(ALARM_NAMES))
})

test('missing receipts name the address, and refused ones the likelier cause', () => {
  const [silent] = alarmsIn({ ...QUIET, asked: 9 })
  assert.match(silent!.cause, /No callback came to https:\/\/sms\.acme\.example/)
  const [refused] = alarmsIn({ ...QUIET, asked: 9, refused: 12 })
  assert.match(refused!.cause, /12 callbacks came to https:\/\/sms\.acme\.example whose signature did not fit/)
})

test('a copy is told to stop the other one first, a restore to wait until nothing is in doubt', () => {
  const remedyOf = (pausedWhy: Facts['pausedWhy']) => alarmsIn({ ...QUIET, pausedSince: ago(60), pausedWhy })[0]!.remedy
  assert.match(remedyOf('copied'), /other one is stopped/)
  assert.match(remedyOf('restored'), /nothing is in doubt/)
})
