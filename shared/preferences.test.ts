import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVENTS, REMINDER } from './events.ts'
import { CHANNELS, isMailStopped, isOn, isOnFromStart, TIERS } from './preferences.ts'

test('a choice wins over the start, and only where it was made', () => {
  const choices = { 'mentioned:sms': true, 'mentioned:in_app': false }
  const on = (type: string) => CHANNELS.filter((channel) => isOn(choices, type, channel))
  assert.deepEqual(
    [on('mentioned'), on('assignee_changed'), on('deploy_failed')],
    [['email', 'sms'], ['in_app', 'email'], ['in_app']],
  )
})

test('the reminder ahead of a due date comes where its end is told', () => {
  const choices = { 'due_date_passed:sms': true, 'due_date_passed:in_app': false }
  assert.deepEqual(
    CHANNELS.map((channel) => isOn(choices, REMINDER.type, channel)),
    [false, true, true],
  )
  assert.equal(isOn(null, REMINDER.type, 'email'), isOnFromStart('due_date_passed', 'email'))
})

test('mails are stopped of what was said and of nothing else, whatever an own type is called', () => {
  const stops = { due_date_passed: '2026-11-22T00:00:00Z' }
  const stopped = ['due_date_passed', REMINDER.type, 'mentioned', 'constructor'].map((type) =>
    isMailStopped(stops, type),
  )
  assert.deepEqual(stopped, [true, true, false, false])
  assert.ok(isMailStopped({ '*': '2026-11-22T00:00:00Z' }, 'constructor'))
})

test('no event stands in two tiers, and only the critical ones are texted', () => {
  const named = TIERS.flatMap(({ events }) => events)
  assert.equal(new Set(named).size, named.length)
  assert.ok(named.every((type) => type in EVENTS))
  assert.deepEqual(
    TIERS.filter(({ channels }) => channels.includes('sms')).map(({ key }) => key),
    ['critical'],
  )
})
