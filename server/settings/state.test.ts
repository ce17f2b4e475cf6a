import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headOf, reasonOf, type StateFacts, type StateStory, stateOf } from './state.ts'

const READY: StateFacts = { suspended: false, connected: true, enabled: true, waiting: false, hasSender: true }

test('each state follows from the facts, the graver ones first', () => {
  const cases: [Partial<StateFacts>, string][] = [
    [{}, 'can_run'],
    [{ hasSender: false }, 'can_create'],
    [{ waiting: true }, 'invalid'],
    [{ waiting: true, hasSender: false }, 'invalid'],
    [{ enabled: false }, 'off'],
    [{ enabled: false, waiting: true }, 'off'],
    [{ connected: false }, 'not_configured'],
    [{ connected: false, enabled: false }, 'not_configured'],
    [{ suspended: true }, 'suspended'],
    [{ suspended: true, connected: false }, 'suspended'],
  ]
  for (const [facts, state] of cases) assert.equal(stateOf({ ...READY, ...facts }), state, JSON.stringify(facts))
})

const STORY: StateStory = {
  now: new Date('2026-03-12T14:30:00Z'),
  timeZone: 'UTC',
  barred: null,
  switchedAt: new Date('2026-03-12T13:00:00Z'),
  switchedBy: 'Test Admin',
  connection: {
    provider: 'twilio',
    account_sid: 'AC12000000000000000000000000004f2a',
    credentials_kind: 'auth_token',
  },
  sender: { kind: 'phone_number', value: '+14155550100', name: null },
  offAbove: false,
  inherited: false,
  webhookHost: null,
  waiting: { reason: 'bad_credentials', code: 20003, since: new Date('2026-03-12T14:02:00Z'), texts: 214, more: false },
}

test('a paused channel says since when, how many wait, and the likely cause', () => {
  assert.equal(
    reasonOf('invalid', STORY),
    'Sending is paused: Twilio has refused our sign-in since 14:02 (20003). 214 texts wait and go out as soon as it ' +
      'works; codes expire after 10 minutes. The Auth Token was probably replaced at Twilio.',
  )
  const byKey = { ...STORY, connection: { ...STORY.connection!, credentials_kind: 'api_key' } }
  assert.match(reasonOf('invalid', byKey)!, /The API key was probably deleted at Twilio\.$/)
  const account = { ...STORY, waiting: { ...STORY.waiting!, reason: 'account', code: 20005, texts: 1 } }
  assert.match(reasonOf('invalid', account)!, /has not let this account send since 14:02 \(20005\)\. 1 text waits/)
  const many = { ...STORY, waiting: { ...STORY.waiting!, texts: 10_000, more: true } }
  assert.match(reasonOf('invalid', many)!, /More than 10,000 texts wait/)
})

test('a ready channel names sender and account to those who may see the settings, and nothing to others', () => {
  assert.equal(headOf('can_run', STORY), 'Sending from +1 415 555 0100 through Twilio account AC12…4f2a.')
  assert.equal(reasonOf('can_run', STORY), null)
})

test('off says who, when and what happens to texts; times are those of the workspace', () => {
  assert.equal(
    reasonOf('off', { ...STORY, timeZone: 'Europe/Helsinki' }),
    'Switched off 15:00 by Test Admin. Settings are kept. Texts asked for meanwhile are skipped, not stored up.',
  )
  const yesterday = { ...STORY, switchedAt: new Date('2026-03-11T13:00:00Z') }
  assert.match(reasonOf('off', yesterday)!, /^Switched off 11 Mar 13:00 by Test Admin\./)
  const lastYear = { ...STORY, switchedAt: new Date('2025-03-12T13:00:00Z') }
  assert.match(reasonOf('off', lastYear)!, /^Switched off 12 Mar 2025 13:00 by Test Admin\./)
})

test('no state is without words, but the one that needs none', () => {
  assert.match(reasonOf('not_configured', STORY)!, /^No provider connected\./)
  assert.match(reasonOf('can_create', STORY)!, /^Account accepted\. Choose a sender/)
})

test('what bars a workspace is told with whom to ask', () => {
  const told = (barred: StateStory['barred']) => reasonOf('suspended', { ...STORY, barred })
  const at = new Date('2026-03-01T00:00:00Z')
  const contact = 'it@acme.example'
  assert.equal(
    told({ by: 'suspension', at, why: 'Unpaid since January.', contact }),
    'The operator suspended SMS for this workspace on 1 Mar 2026. Their reason: Unpaid since January. Contact it@acme.example.',
  )
  assert.match(told({ by: 'suspension', at, why: null, contact: null })!, /on 1 Mar 2026\. Contact whoever runs this/)
  assert.equal(
    told({ by: 'entitlement', contact }),
    'SMS is not part of what this workspace may use. To request access, contact it@acme.example.',
  )
  assert.match(told({ by: 'deletion', at })!, /to be deleted on 1 Mar 2026\./)
})
