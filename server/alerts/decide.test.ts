import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payload } from './accept-events.ts'
import { decide } from './decide.ts'
import type { People, Recipient } from './recipients.ts'
import type { Recipients, Trigger } from './triggers.ts'

function person(id: string, more: Partial<Recipient> = {}): Recipient {
  return {
    id,
    external_id: null,
    active: true,
    user_id: null,
    manager_id: null,
    first_name: id,
    last_name: '',
    language: null,
    time_zone: null,
    email: `${id}@acme.example`,
    sms_on: true,
    reach: 'ok',
    phone_source: 'api',
    number_hash: null,
    number_sealed: null,
    country: null,
    mail_stopped: null,
    choices: null,
    ...more,
  }
}

function peopleOf(all: Recipient[], groups: Record<string, string[]> = {}): People {
  const find = (ref: string) => all.find(({ id, external_id }) => id === ref || external_id === ref)
  return { find, inGroup: (id) => (groups[id] ?? []).flatMap((ref) => find(ref) ?? []) }
}

const trigger = (id: string, recipients: Partial<Recipients>): Trigger => ({
  id,
  name: id,
  event_type: 'mentioned',
  conditions: null,
  template: 'mentioned',
  urgent: false,
  recipients: { roles: [], people: [], groups: [], managers_of: [], ...recipients },
})

const payload = (recipients: Payload['recipients'], actor?: string): Payload => ({
  entity: { type: 'issue', id: '1' },
  recipients,
  ...(actor && { actor }),
})

const toldOf = (decision: ReturnType<typeof decide>) =>
  decision.told.map(({ recipient, trigger: by, channels }) => [recipient.id, by.id, channels.join(' ')])

test('somebody whom several triggers mean hears once, by the first of them', () => {
  const people = peopleOf([person('ann', { external_id: 'u1' })], { team: ['ann'] })
  const triggers = [
    trigger('first', { roles: ['assignees'] }),
    trigger('second', { people: ['ann'], groups: ['team'] }),
  ]
  const decision = decide('mentioned', payload({ assignees: ['u1', 'u1', 'ann'] }), triggers, people)
  assert.deepEqual(toldOf(decision), [['ann', 'first', 'in_app email']])
})

test('who did it is not told, by whichever name the event calls them', () => {
  const people = peopleOf([person('ann', { external_id: 'u1' }), person('bob')])
  const triggers = [trigger('t', { roles: ['watchers'] })]
  const decision = decide('mentioned', payload({ watchers: ['ann', 'bob'] }, 'u1'), triggers, people)
  assert.deepEqual(toldOf(decision), [['bob', 't', 'in_app email']])
  assert.deepEqual(decision.leftOut, [{ ref: 'ann', trigger: 't', why: 'own_change' }])
})

test('somebody unknown, inactive, or who wants none of it is on record and gets nothing', () => {
  const nothing = { 'mentioned:in_app': false, 'mentioned:email': false }
  const people = peopleOf([person('off', { active: false }), person('quiet', { choices: nothing })])
  const decision = decide(
    'mentioned',
    payload({ lead: ['ghost', 'off', 'quiet'] }),
    [trigger('t', { roles: ['lead'] })],
    people,
  )
  assert.deepEqual(decision.told, [])
  assert.deepEqual(
    decision.leftOut.map(({ ref, why }) => [ref, why]),
    [
      ['ghost', 'unknown_person'],
      ['off', 'inactive'],
      ['quiet', 'preference_off'],
    ],
  )
})

test('a text goes only to who asked for texts of this event', () => {
  const people = peopleOf([
    person('ann', { choices: { 'mentioned:sms': true } }),
    person('bob', { choices: { 'comment_added:sms': true } }),
  ])
  const decision = decide('mentioned', payload({ lead: ['ann', 'bob'] }), [trigger('t', { roles: ['lead'] })], people)
  assert.deepEqual(toldOf(decision), [
    ['ann', 't', 'in_app email sms'],
    ['bob', 't', 'in_app email'],
  ])
})

test('managers of a role are told, each once, and not as somebody of the role', () => {
  const people = peopleOf([
    person('ann', { manager_id: 'max' }),
    person('bob', { manager_id: 'max' }),
    person('max'),
    person('solo'),
  ])
  const decision = decide(
    'mentioned',
    payload({ lead: ['ann', 'bob', 'solo'] }),
    [trigger('t', { managers_of: ['lead'] })],
    people,
  )
  assert.deepEqual(toldOf(decision), [['max', 't', 'in_app email']])
})

test('a role that the event does not name means nobody', () => {
  const decision = decide('mentioned', payload(undefined), [trigger('t', { roles: ['reviewers'] })], peopleOf([]))
  assert.deepEqual(decision, { told: [], leftOut: [] })
})
