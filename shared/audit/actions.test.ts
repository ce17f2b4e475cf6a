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

const DANA = { kind: 'user', name: 'Dana' }

for (const action of Object.keys(ACTIONS)) {
  test(`${action} is told in a sentence, even where an older version recorded less`, () => {
    const told = tellEntry({ actor: DANA, action, target: 'thing_1', changes: {} })
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
    'Dana made the API key Shop with 2 permissions',
  ],
  [
    'audit.exported',
    { format: { from: null, to: 'csv' }, actor: { from: null, to: 'usr_1' } },
    'Dana exported the audit log as CSV, only actor usr_1',
  ],
  [
    'installation.changed',
    { new_workspaces: { from: 'operator', to: 'anybody' }, deletion_grace_days: { from: 7, to: 30 } },
    'Dana changed who makes workspaces from operators of this installation to anybody who is signed in and changed the days to change one’s mind from 7 to 30',
  ],
  [
    'role.changed',
    {
      name: { from: 'Desk', to: 'Desk' },
      permissions: { from: ['sms.read', 'sms.test'], to: ['sms.read', 'spend.read'] },
    },
    'Dana added 1 permission and took 1 permission away',
  ],
  ['sso.changed', { required: { from: false, to: true } }, 'Dana required single sign-on'],
  [
    'workspace.suspended',
    { name: { from: 'Acme', to: 'Acme' }, why: { from: null, to: 'Spam.' } },
    'Dana suspended the workspace Acme: Spam.',
  ],
  ['made.later', { x: { from: 1, to: 2 } }, 'Dana did “made later” to thing_1: changed the x from 1 to 2'],
  ['constructor', {}, 'Dana did “constructor” to thing_1'],
]

for (const [action, changes, sentence] of SENTENCES) {
  test(`"${sentence}"`, () => assert.equal(tellEntry({ actor: DANA, action, target: 'thing_1', changes }), sentence))
}

test('a kind stands for all actions of that kind', () => {
  assert.deepEqual(actionsOf('api_key'), ['api_key.created', 'api_key.deleted'])
  assert.deepEqual(actionsOf('api_key.created'), ['api_key.created'])
  assert.deepEqual(actionsOf('nothing'), ['nothing'])
  assert.equal(titleOf('api_key.created'), 'API key made')
})

test('a workspace is called by its name, by its id where that is all there is, and by neither in its own log', () => {
  const id = 'ws_01m804h6stbtegh2z6whqvs399'
  const tell = (more: object) =>
    tellEntry({ actor: DANA, action: 'workspace.reactivated', target: id, changes: {}, ...more })
  assert.equal(tell({ within: id }), 'Dana reactivated the workspace')
  assert.equal(tell({}), 'Dana reactivated the workspace ws_01…s399')
  assert.equal(tell({ changes: { name: { from: 'Acme', to: 'Acme' } } }), 'Dana reactivated the workspace Acme')
})

test('that a key did it is said, whatever the key is called', () => {
  const actor = { kind: 'api_key', name: 'Demo' }
  const told = tellEntry({ actor, action: 'sms_settings.disconnected', target: 'sms_settings', changes: {} })
  assert.equal(told, 'API key Demo disconnected the provider')
})
