import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Permission, ROLES } from '../../shared/permissions.ts'
import { until } from '../../test/app.ts'
import { signInAs } from '../../test/tenancy-people.ts'
import { INSTALLATION } from '../kit/id.ts'
import { type Asking, someone, type Teammate } from './testing.ts'
import { owner, team } from './testing-team.ts'

const query = async (text: string, values: unknown[] = []) =>
  (await team.server.context.db.pool.query(text, values)).rows

async function keyOf(maker: Teammate, permissions: readonly Permission[] = ROLES.admin.permissions) {
  const { status, body } = await maker.ask('POST', '/v1/api-keys', { name: 'Program', permissions })
  assert.equal(status, 201, JSON.stringify(body))
  return { id: body.id as string, ask: team.program(body.key) }
}

/** It was used, so that it is believed for a moment whatever becomes of it. */
async function warm(ask: Asking): Promise<void> {
  assert.equal((await ask('GET', '/v1/me')).status, 200)
}

const POWERS: [what: string, path: string, body: () => object][] = [
  ['makes no other key', '/v1/api-keys', () => ({ name: 'Another', permissions: ['members.manage'] })],
  ['invites nobody', '/v1/invitations', () => ({ email: someone(), role: 'admin' })],
  ['makes no role', '/v1/roles', () => ({ name: 'Of a key', permissions: ['members.manage'] })],
]

for (const [what, path, body] of POWERS) {
  test(`a key that was deleted a moment ago ${what}`, async () => {
    const admin = await team.person('admin')
    const key = await keyOf(admin)
    await warm(key.ask)
    assert.equal((await admin.ask('DELETE', `/v1/api-keys/${key.id}`)).status, 204)
    assert.equal((await key.ask('POST', path, body())).status, 401)
  })

  test(`a key whose maker was removed a moment ago ${what}`, async () => {
    const admin = await team.person('admin')
    const key = await keyOf(admin)
    await warm(key.ask)
    assert.equal((await owner.ask('DELETE', `/v1/members/${admin.id}`)).status, 200)
    assert.equal((await key.ask('POST', path, body())).status, 403)
  })
}

test('a key that its maker lost power over gives no more than they may still', async () => {
  const admin = await team.person('admin')
  const key = await keyOf(admin)
  await warm(key.ask)
  const { body: role } = await owner.ask('POST', '/v1/roles', { name: 'Keys', permissions: ['api_keys.manage'] })
  assert.equal((await owner.ask('PATCH', `/v1/members/${admin.id}`, { role: role.id })).status, 204)
  const answer = await key.ask('POST', '/v1/api-keys', { name: 'Greedy', permissions: ['members.manage'] })
  assert.deepEqual([answer.status, answer.body.errors[0].pointer], [422, '/permissions/0'])
})

test('somebody who is removed while they make a key leaves none behind that hangs on nobody', async () => {
  const admin = await team.person('admin')
  const { db } = team.server.context
  const { asked } = await db.tenant(team.workspace.id, async (tx) => {
    await tx.rows('', 'update member_turns set invited = invited', [])
    await tx.rows('', `delete from members where user_id = '${admin.id}'`, [])
    const waiting = admin.ask('POST', '/v1/api-keys', { name: 'Left behind', permissions: ['members.manage'] })
    await until('it waits for its turn', async () => {
      const text = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return (await query(text)).length > 0
    })
    return { asked: waiting }
  })
  assert.equal((await asked).status, 403)
  assert.deepEqual(await query(`select id from api_keys where name = 'Left behind'`), [])
})

test('a key that a key makes hangs on the person behind the first one', async () => {
  const admin = await team.person('admin')
  const key = await keyOf(admin)
  const { body } = await key.ask('POST', '/v1/api-keys', { name: 'Child', permissions: ['sms.read'] })
  assert.deepEqual(await query('select made_by from api_keys where id = $1', [body.id]), [{ made_by: admin.id }])
})

test('a key of the installation hangs on the operator who made it, also by another key', async () => {
  const operator = await signInAs(team.server, {}, { operator: true })
  const { headers } = operator.as('the operator', INSTALLATION)
  const wanted = { name: 'Of the installation', permissions: ['api_keys.manage', 'sms.read'] }
  const first = await team.stranger('POST', '/v1/api-keys', wanted, headers)
  assert.equal(first.status, 201, JSON.stringify(first.body))
  const second = await team.program(first.body.key)('POST', '/v1/api-keys', wanted)
  assert.equal(second.status, 201, JSON.stringify(second.body))
  const rows = await query('select made_by from api_keys where id = any($1)', [[first.body.id, second.body.id]])
  assert.deepEqual(rows, [{ made_by: operator.userId }, { made_by: operator.userId }])
})

describe('deleting a key', () => {
  const keysOnly = async () => {
    const permissions = ['api_keys.manage', 'sms.read']
    const { body } = await owner.ask('POST', '/v1/roles', { name: `Keys ${++roles}`, permissions })
    return team.person(body.id)
  }
  let roles = 0

  test('that holds more is refused to whoever holds less, and it goes on', async () => {
    const key = await keyOf(owner, ['sms.read', 'workspace.delete'])
    for (const { ask } of [await keysOnly(), await team.person('admin')]) {
      const { status, body } = await ask('DELETE', `/v1/api-keys/${key.id}`)
      assert.deepEqual([status, body.code], [403, 'holds_more'])
      assert.match(body.detail, /^Program holds more than you do: .*workspace\.delete/)
    }
    await warm(key.ask)
    assert.equal((await owner.ask('DELETE', `/v1/api-keys/${key.id}`)).status, 204)
  })

  test('that holds no more is for whoever manages keys, whoever made it', async () => {
    const key = await keyOf(owner, ['sms.read'])
    assert.equal((await (await keysOnly()).ask('DELETE', `/v1/api-keys/${key.id}`)).status, 204)
  })

  test('counts what it may still do, now that its maker is gone', async () => {
    const maker = await team.person('admin')
    const key = await keyOf(maker, ['sms.read', 'members.manage'])
    const weak = await keysOnly()
    assert.equal((await weak.ask('DELETE', `/v1/api-keys/${key.id}`)).status, 403)
    assert.equal((await owner.ask('DELETE', `/v1/members/${maker.id}`)).status, 200)
    assert.equal((await weak.ask('DELETE', `/v1/api-keys/${key.id}`)).status, 204)
  })

  test('is refused to a key that was itself deleted a moment ago', async () => {
    const [first, second] = [await keyOf(owner), await keyOf(owner)]
    await warm(first.ask)
    assert.equal((await owner.ask('DELETE', `/v1/api-keys/${first.id}`)).status, 204)
    assert.equal((await first.ask('DELETE', `/v1/api-keys/${second.id}`)).status, 401)
  })
})
