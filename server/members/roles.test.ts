import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PERMISSIONS, ROLES } from '../../shared/permissions.ts'
import { newId } from '../kit/id.ts'
import { owner, team } from './testing-team.ts'

const inWorkspace = (text: string) => team.server.context.db.tenant(team.workspace.id, (tx) => tx.rows('', text, []))

let made = 0
const make = (input: object = {}, by = owner) =>
  by.ask('POST', '/v1/roles', { name: `Role ${++made}`, permissions: ['history.read'], ...input })
const listed = async (id: string) =>
  (await owner.ask('GET', '/v1/roles')).body.items.find((one: { id: string }) => one.id === id)

describe('roles', () => {
  test('are listed with what they hold and how many have them, the built-in ones first', async () => {
    const { body: role } = await make({ permissions: ['audit.read', 'sms.read', 'sms.read'] })
    const person = await team.person(role.id)
    const { items } = (await person.ask('GET', '/v1/roles')).body
    assert.deepEqual(
      items.slice(0, 6).map((one: { id: string; permissions: string[] }) => [one.id, one.permissions]),
      Object.entries(ROLES).map(([id, { permissions }]) => [id, permissions]),
    )
    const { id, permissions, built_in, members } = items.find((one: { id: string }) => one.id === role.id)
    assert.deepEqual([id, permissions, built_in, members], [role.id, ['sms.read', 'audit.read'], false, 1])
  })

  test('allow what is ticked, and nothing else, from the next request on', async () => {
    const { body: role } = await make({ permissions: ['history.read'] })
    const person = await team.person(role.id)
    const may = async () => [
      (await person.ask('GET', '/v1/messages')).status,
      (await person.ask('GET', '/v1/spend')).status,
      (await person.ask('GET', '/v1/me')).body.role.name,
    ]
    assert.deepEqual(await may(), [200, 403, role.name])
    const { status, body } = await owner.ask('PATCH', `/v1/roles/${role.id}`, {
      name: 'Bookkeeper',
      permissions: ['spend.read'],
    })
    assert.deepEqual([status, body.name, body.permissions], [200, 'Bookkeeper', ['spend.read']])
    assert.deepEqual(await may(), [403, 200, 'Bookkeeper'])
    const { changes } = (await team.audit('role.changed')).at(-1)!
    assert.deepEqual(changes, {
      name: { from: role.name, to: 'Bookkeeper' },
      permissions: { from: ['history.read'], to: ['spend.read'] },
    })
  })

  test('changed to what they are already leave no line in the record', async () => {
    const { body: role } = await make()
    const before = (await team.audit('role.changed')).length
    await owner.ask('PATCH', `/v1/roles/${role.id}`, { name: role.name, permissions: role.permissions })
    assert.equal((await team.audit('role.changed')).length, before)
  })

  const refused: { what: string; input: object; by?: string; answers: [number, string] }[] = [
    { what: 'without a name', input: { name: ' ' }, answers: [422, '/name'] },
    { what: 'with a long name', input: { name: 'x'.repeat(61) }, answers: [422, '/name'] },
    { what: 'with a built-in name', input: { name: 'owner' }, answers: [422, '/name'] },
    { what: 'without a permission', input: { permissions: [] }, answers: [422, '/permissions'] },
    { what: 'with a permission nobody knows', input: { permissions: ['all'] }, answers: [422, '/permissions/0'] },
    {
      what: 'with more than its maker holds',
      input: { permissions: ['sms.read', 'workspace.delete'] },
      by: 'admin',
      answers: [422, '/permissions/1'],
    },
    { what: 'by somebody who may not', input: {}, by: 'auditor', answers: [403, ''] },
  ]
  for (const { what, input, by, answers } of refused) {
    test(`${what} are refused, new or changed`, async () => {
      const asking = by ? await team.person(by) : owner
      const { body: role } = await make()
      const whole = { name: `Refused ${what}`, permissions: ['history.read'], ...input }
      for (const answer of [await make(whole, asking), await asking.ask('PATCH', `/v1/roles/${role.id}`, whole)])
        assert.deepEqual([answer.status, answer.body.errors?.[0]?.pointer ?? ''], answers, JSON.stringify(answer.body))
    })
  }

  test('have a name that no other has, however it is written', async () => {
    const [one, two] = [await make({ name: 'Night desk' }), await make()]
    assert.equal((await make({ name: 'NIGHT DESK' })).body.errors[0].pointer, '/name')
    assert.equal((await owner.ask('PATCH', `/v1/roles/${two.body.id}`, { name: 'night desk' })).status, 422)
    assert.equal((await owner.ask('PATCH', `/v1/roles/${one.body.id}`, { name: 'Night Desk' })).status, 200)
  })

  test('that hold more than somebody are neither changed nor deleted by them, also not downwards', async () => {
    const { body: role } = await make({ permissions: [...PERMISSIONS] })
    const admin = await team.person('admin')
    for (const answer of [
      await admin.ask('PATCH', `/v1/roles/${role.id}`, { permissions: ['sms.read'] }),
      await admin.ask('DELETE', `/v1/roles/${role.id}`),
    ])
      assert.deepEqual([answer.status, answer.body.code], [403, 'holds_more'])
  })

  test('built in stay as they are; foreign, missing and odd ones answer alike', async () => {
    for (const method of ['PATCH', 'DELETE'])
      assert.equal(
        (await owner.ask(method, '/v1/roles/admin', method === 'PATCH' ? {} : undefined)).body.code,
        'built_in_role',
      )
    const theirs = await team.server.workspace()
    const foreign = await theirs.call<{ id: string }>('POST', '/v1/roles', {
      name: 'Theirs',
      permissions: ['sms.read'],
    })
    const answers = []
    for (const id of [foreign.body.id, newId('rol'), 'x', 'toString']) {
      answers.push(await owner.ask('PATCH', `/v1/roles/${id}`, { name: 'Ours' }))
      answers.push(await owner.ask('DELETE', `/v1/roles/${id}`))
    }
    const said = new Set(answers.map(({ status, body }) => `${status} ${body.detail}`))
    assert.deepEqual([...said], ['404 No such role in this workspace.'])
  })

  test('repeated with a key are made once', async () => {
    const ask = () =>
      owner.ask('POST', '/v1/roles', { name: 'Once', permissions: ['sms.read'] }, { 'idempotency-key': 'once' })
    assert.deepEqual((await ask()).body, (await ask()).body)
  })
})

describe('deleting a role', () => {
  test('that nobody has needs no more', async () => {
    const { body: role } = await make()
    assert.equal((await owner.ask('DELETE', `/v1/roles/${role.id}`)).status, 204)
    assert.equal(await listed(role.id), undefined)
    assert.ok((await team.audit('role.deleted')).some(({ target }) => target === role.id))
  })

  test('in use says who has it, and makes them Members when told to', async () => {
    const { body: role } = await make()
    const person = await team.person(role.id)
    await owner.ask('POST', '/v1/invitations', { email: 'soon@acme.example', role: role.id })
    await inWorkspace(`insert into sso_connections (workspace_id, issuer, client_id, client_secret_sealed, client_secret_by, role)
      values ('${team.workspace.id}', 'https://id.acme.example', 'handset', '', 'Test person', '${role.id}')`)
    const refused = await owner.ask('DELETE', `/v1/roles/${role.id}`)
    assert.deepEqual([refused.status, refused.body.code], [409, 'role_in_use'])
    assert.deepEqual(refused.body.members, [{ id: person.id, name: 'Test person' }])
    assert.deepEqual(refused.body.invited, ['soon@acme.example'])
    assert.equal(refused.body.newcomers, true)
    assert.ok(await listed(role.id))

    assert.equal((await owner.ask('DELETE', `/v1/roles/${role.id}?move=member`)).status, 204)
    assert.equal((await person.ask('GET', '/v1/me')).body.role.id, 'member')
    const { items } = (await owner.ask('GET', '/v1/invitations')).body
    assert.equal(items.find((one: { email: string }) => one.email === 'soon@acme.example').role.id, 'member')
    assert.deepEqual(await inWorkspace('select role from sso_connections'), [{ role: 'member' }])
    const entry = (await team.audit('member.role_changed')).find(({ target }) => target === person.id)!
    const name = 'Test person'
    const become = { from: role.name, to: 'Member' }
    assert.deepEqual(entry.changes, { member: { from: name, to: name }, role: become })
    const email = { from: 'soon@acme.example', to: 'soon@acme.example' }
    const id = items.find((one: { email: string }) => one.email === email.to).id
    assert.deepEqual(await team.audit('invitation.role_changed'), [
      { actor_id: owner.id, target: id, changes: { email, role: become } },
    ])
    assert.deepEqual(await team.audit('sso.changed'), [
      { actor_id: owner.id, target: team.workspace.id, changes: { role: become } },
    ])
  })

  test('while it is being given leaves nobody with a role that is gone', async () => {
    for (let round = 0; round < 5; round++) {
      const { body: role } = await make()
      const person = await team.person('member')
      await Promise.all([
        owner.ask('DELETE', `/v1/roles/${role.id}?move=member`),
        owner.ask('PATCH', `/v1/members/${person.id}`, { role: role.id }),
        owner.ask('POST', '/v1/invitations', { email: `round-${round}@acme.example`, role: role.id }),
      ])
      const { body } = await person.ask('GET', '/v1/me')
      assert.equal(body.role.id, 'member')
      const { items } = (await owner.ask('GET', '/v1/invitations')).body
      assert.ok(!items.some((one: { role: { id: string } }) => one.role.id === role.id))
    }
  })
})

test('somebody whose role this version does not know may do nothing, and can be given another', async () => {
  const person = await team.person(newId('rol'))
  const me = await person.ask('GET', '/v1/me')
  assert.deepEqual([me.body.role.name, me.body.permissions], ['No role', []])
  assert.equal((await owner.ask('PATCH', `/v1/members/${person.id}`, { role: 'member' })).status, 204)
})
