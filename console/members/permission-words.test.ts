import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { permissionGroups, permissionWords, sentenceOf, withSettingsSeen } from './permission-words.ts'

test('every permission stands under one heading, in the order of all permissions', () => {
  assert.deepEqual(
    permissionGroups.flatMap(({ permissions }) => permissions),
    [...PERMISSIONS],
  )
})

test('every permission has words of its own that need no code to be understood', () => {
  const words = PERMISSIONS.map(sentenceOf)
  assert.equal(new Set(words).size, PERMISSIONS.length)
  for (const permission of PERMISSIONS) assert.doesNotMatch(permissionWords[permission], /[._]|\.$|^[A-Z]/)
  assert.equal(sentenceOf('sms.test'), 'Send test texts')
})

for (const [ticked, held, given] of [
  [['sms.test'], ['sms.test', 'sms.read'], ['sms.test', 'sms.read']],
  [
    ['sms.configure', 'sms.read'],
    ['sms.configure', 'sms.read'],
    ['sms.configure', 'sms.read'],
  ],
  [['sms.configure'], ['sms.configure'], ['sms.configure']],
  [['history.read'], ['history.read', 'sms.read'], ['history.read']],
] as const)
  test(`ticking ${ticked.join(' and ')}, holding ${held.join(' and ')}, ticks ${given.join(' and ')}`, () =>
    assert.deepEqual(withSettingsSeen([...ticked], held), given))
