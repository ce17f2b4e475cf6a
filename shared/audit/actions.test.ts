import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ACTIONS } from './actions.ts'
import { actionsOf, tellEntry, titleOf } from './tell.ts'

const sources = globSync('server/**/*.ts')
  .filter((path) => !path.includes('.test.') && !path.includes('/testing'))
  .map((path) => readFileSync(path, 'utf8'))

/** Whatever stands in quotes after `action`, both ends of a choice included. */
const actionsIn = (text: string) =>
  [...text.matchAll(/\baction:((?:[^,;{}'\n]|'[^']*')*)/g)].flatMap(([, expression]) =>
    [...expression!.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, action]) => action!),
  )

test('every action that the code records has words', () => {
  const recorded = sources.filter((text) => /\brecord(Change|Everywhere)\(/.test(text)).flatMap(actionsIn)
  assert.ok(new Set(recorded).size > 20, `only ${recorded.length} actions were found`)
  assert.deepEqual(
    recorded.filter((action) => !Object.hasOwn(ACTIONS, action)),
    [],
  )
})

test('no words are kept for what nothing records', () => {
  const isRecorded = (action: string) =>
    sources.some((text) => text.includes(`'${action}'`) || text.includes(`\`${action.replace(/[a-z]+$/, '')}\${`))
  assert.deepEqual(
    Object.keys(ACTIONS).filter((action) => !isRecorded(action)),
    [],
  )
})

for (const action of Object.keys(ACTIONS)) {
  test(`${action} is told in a sentence, even where an older version recorded less`, () => {
    const told = tellEntry({ actor: 'Dana', action, target: 'thing_1', changes: {} })
    assert.match(told, /^Dana [a-z]/)
    assert.doesNotMatch(told, /undefined|\[object|null/)
  })
}

const SENTENCES: [action: string, changes: Record<string, { from: unknown; to: unknown }>, sentence: string][] = [
  [
    'sms_settings.changed',
    { sender: { from: '+44•••••123', to: 'ACME' } },
    'Dana changed the sender from +44•••••123 to ACME',
  ],
  [
    'sms_settings.changed',
    { auth_token: { from: 'set', to: 'replaced' }, name_in_texts: { from: null, to: 'Acme Ltd' } },
    'Dana replaced the Auth Token and set the name in texts to “Acme Ltd”',
  ],
  ['sms_settings.changed', { enabled: { from: true, to: false } }, 'Dana switched SMS off'],
  ['sms_settings.changed', {}, 'Dana saved the SMS settings without a change'],
  [
    'sms_settings.changed',
    Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, { from: 1, to: 2 }])),
    'Dana changed the a from 1 to 2, changed the b from 1 to 2, changed the c from 1 to 2 and changed 2 more',
  ],
  [
    'spend_cap.changed',
    { daily_cap_micros: { from: 5_000_000, to: 12_345_600 } },
    'Dana changed the daily cap from 5.00 to 12.3456',
  ],
  [
    'member.role_changed',
    { member: { from: 'Eli', to: 'Eli' }, role: { from: 'Admin', to: 'Member' } },
    'Dana changed the role of Eli from Admin to Member',
  ],
  [
    'api_key.created',
    { name: { from: null, to: 'Shop' }, permissions: { from: null, to: ['messages.send', 'sms.read'] } },
    'Dana made the API key Shop with the permissions messages.send and sms.read',
  ],
  [
    'audit.exported',
    { format: { from: null, to: 'csv' }, actor: { from: null, to: 'usr_1' } },
    'Dana exported the audit log as CSV, only actor usr_1',
  ],
  ['made.later', { x: { from: 1, to: 2 } }, 'Dana did “made later” to thing_1: changed the x from 1 to 2'],
  ['constructor', {}, 'Dana did “constructor” to thing_1'],
]

for (const [action, changes, sentence] of SENTENCES) {
  test(`"${sentence}"`, () => assert.equal(tellEntry({ actor: 'Dana', action, target: 'thing_1', changes }), sentence))
}

test('a kind stands for all actions of that kind', () => {
  assert.deepEqual(actionsOf('api_key'), ['api_key.created', 'api_key.deleted'])
  assert.deepEqual(actionsOf('api_key.created'), ['api_key.created'])
  assert.deepEqual(actionsOf('nothing'), ['nothing'])
  assert.equal(titleOf('api_key.created'), 'API key made')
})
