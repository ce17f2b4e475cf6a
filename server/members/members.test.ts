import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { signInAs } from '../../test/tenancy-people.ts'
import { INSTALLATION, newId } from '../kit/id.ts'
import type { Teammate } from './testing.ts'
import { owner, team } from './testing-team.ts'

const roleOf = async (id: string) =>
  (await owner.ask('GET', '/v1/members?limit=200')).body.items.find((one: { id: string }) => one.id === id)?.role.id

/** A role of the workspace's own. */
async function makeRole(name: string, permissions: string[]): Promise<string> {
  const { status, body } = await owner.ask('POST', '/v1/roles', { name, permissions })
  assert.equal(status, 201, JSON.stringify(body))
  return body.id
}

describe('the list of members', () => {
  test('is for everybody, and addresses are for those who manage members or read the record', async () => {
    const [member, auditor] = [await team.person('member'), await team.person('auditor')]
    const addressesSeenBy = async ({ ask, id }: Teammate) => {
      const { items } = (await ask('GET', '/v1/members?limit=200')).body
      assert.deepEqual(
        items.filter((one: { you: boolean }) => one.you).map((one: { email: string }) => one.email),
        [`${id}@acme.example`],
      )
      return items.filter((one: { email: string | null }) => one.email !== null).length
    }
    const all = (await owner.ask('GET', '/v1/members?limit=200')).body.items.length
    assert.deepEqual(
      [await addressesSeenBy(member), await addressesSeenBy(auditor), await addressesSeenBy(owner)],
      [1, all, all],
    )
  })

  test('comes in pages that hold everybody once', async () => {
    const seen: string[] = []
    let next = ''
    do {
      const { body } = await owner.ask('GET', `/v1/members?limit=1${next && `&after=${next}`}`)
      seen.push(...body.items.map((one: { id: string }) => one.id))
      next = body.next ?? ''
    } while (next)
    assert.ok(seen.length > 2)
    assert.equal(new Set(seen).size, seen.length)
    assert.equal((await owner.ask('GET', '/v1/members?after=x')).status, 422)
  })

  test('of the installation holds its operators, whom nobody changes there', async () => {
    const operator = await signInAs(team.server, {}, { operator: true })
    const headers = { ...operator.as('the operator').headers, 'handset-workspace': INSTALLATION }
    const ask = (method: string, path: string, body?: unknown) => team.stranger(method, path, body, headers)
    const { items } = (await ask('GET', '/v1/members')).body
    assert.deepEqual(
      items.map((one: { id: string; role: { name: string }; last_owner: boolean }) => [
        one.id,
        one.role.name,
        one.last_owner,
      ]),
      [[operator.userId, 'Operator', false]],
    )
    assert.deepEqual(
      (await ask('GET', '/v1/roles')).body.items.map((role: { name: string }) => role.name),
      ['Operator'],
    )
    assert.deepEqual((await ask('GET', '/v1/invitations')).body, { items: [], next: null })
    const refused = [
      await ask('PATCH', `/v1/members/${operator.userId}`, { role: 'member' }),
      await ask('DELETE', `/v1/members/${operator.userId}`),
      await ask('POST', '/v1/invitations', { email: 'a@acme.example', role: 'member' }),
      await ask('POST', '/v1/roles', { name: 'Any', permissions: ['sms.read'] }),
    ]
    assert.deepEqual(
      refused.map(({ status, body }) => [status, body.code]),
      refused.map(() => [409, 'installation_has_no_members']),
    )
  })
})

describe('giving a role', () => {
  const cases = [
    { by: 'owner', of: 'admin', to: 'owner', answers: 204 },
    { by: 'owner', of: 'owner', to: 'member', answers: 204 },
    { by: 'admin', of: 'member', to: 'admin', answers: 204 },
    { by: 'admin', of: 'member', to: 'owner', answers: 422, pointer: '/role' },
    { by: 'admin', of: 'owner', to: 'member', answers: 403, code: 'holds_more' },
    { by: 'clerk', of: 'member', to: 'clerk', answers: 204 },
    { by: 'clerk', of: 'member', to: 'auditor', answers: 422, pointer: '/role' },
    { by: 'clerk', of: 'auditor', to: 'member', answers: 403, code: 'holds_more' },
    { by: 'campaigner', of: 'member', to: 'member', answers: 403, code: 'not_allowed' },
    { by: 'owner', of: 'member', to: 'nobody', answers: 422, pointer: '/role' },
    { by: 'owner', of: 'member', to: newId('rol'), answers: 422, pointer: '/role' },
    { by: 'owner', of: 'member', to: '', answers: 422, pointer: '/role' },
  ]
  let clerk: string
  before(async () => {
    clerk = await makeRole('Clerk', ['members.manage', 'history.read'])
  })
  for (const { by, of, to, answers, pointer, code } of cases) {
    test(`${to || 'none'} to a person with the role ${of} by one with the role ${by} answers ${answers}`, async () => {
      const named = (role: string) => (role === 'clerk' ? clerk : role)
      const [giver, person] = [await team.person(named(by)), await team.person(named(of))]
      const { status, body } = await giver.ask('PATCH', `/v1/members/${person.id}`, { role: named(to) })
      assert.equal(status, answers, JSON.stringify(body))
      if (pointer) assert.equal(body.errors[0].pointer, pointer)
      if (code) assert.equal(body.code, code)
      assert.equal(await roleOf(person.id), named(answers === 204 ? to : of))
    })
  }

  test('takes effect at the next request, and is written down', async () => {
    const person = await team.person('member')
    assert.equal((await person.ask('GET', '/v1/messages')).status, 403)
    await owner.ask('PATCH', `/v1/members/${person.id}`, { role: 'auditor' })
    assert.equal((await person.ask('GET', '/v1/messages')).status, 200)
    const entry = (await team.audit('member.role_changed')).find(({ target }) => target === person.id)!
    assert.deepEqual([entry.actor_id, entry.changes.role], [owner.id, { from: 'Member', to: 'Auditor' }])
  })

  test('to a stranger answers as to nobody', async () => {
    const theirs = await team.server.workspace()
    const { userId: foreign } = await signInAs(team.server, { [theirs.id]: 'member' })
    const answers = []
    for (const id of [foreign, newId('usr'), 'x']) {
      answers.push(await owner.ask('PATCH', `/v1/members/${id}`, { role: 'member' }))
      answers.push(await owner.ask('DELETE', `/v1/members/${id}`))
    }
    assert.deepEqual(new Set(answers.map(({ status, body }) => `${status} ${body.detail}`)).size, 1)
    assert.equal(answers[0]!.status, 404)
  })
})

describe('removing', () => {
  test('ends what somebody may do here at once, and nothing elsewhere', async () => {
    const other = await team.server.workspace()
    const person = await team.person('admin', { [other.id]: 'admin' })
    assert.equal((await owner.ask('DELETE', `/v1/members/${person.id}`)).status, 200)
    assert.equal((await person.ask('GET', '/v1/api-keys')).status, 404)
    assert.equal((await person.ask('GET', '/v1/api-keys', undefined, { 'handset-workspace': other.id })).status, 200)
    assert.ok((await team.audit('member.removed')).some(({ target }) => target === person.id))
  })

  test('says which keys of theirs remain, and withdraws the invitations that they sent', async () => {
    const person = await team.person('admin')
    const { body: key } = await person.ask('POST', '/v1/api-keys', { name: 'Nightly job', permissions: ['sms.read'] })
    await owner.ask('POST', '/v1/api-keys', { name: 'Not theirs', permissions: ['sms.read'] })
    const invite = { email: 'b@acme.example', role: 'member' }
    const { body: sent } = await person.ask('POST', '/v1/invitations', invite)
    const { body: lapsing } = await person.ask('POST', '/v1/api-keys', {
      name: 'Lapsing',
      permissions: ['members.manage'],
    })
    const byKey = { authorization: `Bearer ${lapsing.key}` }
    const answer = await team.stranger('POST', '/v1/invitations', { ...invite, email: 'c@acme.example' }, byKey)
    assert.equal(answer.status, 201)
    const { body } = await owner.ask('DELETE', `/v1/members/${person.id}`)
    assert.deepEqual(body, {
      api_keys: [
        { id: lapsing.id, name: 'Lapsing', prefix: lapsing.prefix },
        { id: key.id, name: 'Nightly job', prefix: key.prefix },
      ],
      withdrawn: ['b@acme.example', 'c@acme.example'],
    })
    const token = sent.link.split('#')[1]
    assert.equal((await team.stranger('GET', '/v1/invitation', undefined, { 'invitation-token': token })).status, 404)
  })

  test('somebody who holds more is refused', async () => {
    const [admin, other] = [await team.person('admin'), await team.person('owner')]
    const { status, body } = await admin.ask('DELETE', `/v1/members/${other.id}`)
    assert.deepEqual([status, body.code], [403, 'holds_more'])
    assert.equal(await roleOf(other.id), 'owner')
  })

  test('oneself is leaving, which takes no permission; a key removes nobody without one', async () => {
    const person = await team.person('member')
    assert.equal((await person.ask('DELETE', `/v1/members/${owner.id}`)).status, 403)
    assert.equal((await person.ask('DELETE', `/v1/members/${person.id}`)).status, 200)
    assert.deepEqual(
      (await team.audit('member.left')).map(({ actor_id, target }) => [actor_id, target]),
      [[person.id, person.id]],
    )
  })

  test('each other at the same instant works for one of two alone', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await team.person('admin'), await team.person('admin')]
      const answers = await Promise.all([
        one.ask('DELETE', `/v1/members/${two.id}`),
        two.ask('DELETE', `/v1/members/${one.id}`),
      ])
      assert.equal(answers.filter(({ status }) => status === 200).length, 1, JSON.stringify(answers))
      assert.equal([await roleOf(one.id), await roleOf(two.id)].filter(Boolean).length, 1)
    }
  })
})

describe('the last owner', () => {
  const ownersOf = (workspaceId: string) =>
    team.server.context.db.tenant(workspaceId, (tx) =>
      tx.rows<{ user_id: string }>('test_owners', `select user_id from members where role = 'owner'`, []),
    )

  test('can neither be removed nor demoted nor leave, and is marked as such', async () => {
    const workspace = await team.server.workspace()
    const inThere = { 'handset-workspace': workspace.id }
    const [only, key] = [await team.person('', { [workspace.id]: 'owner' }), workspace]
    const answers = [
      await only.ask('DELETE', `/v1/members/${only.id}`, undefined, inThere),
      await only.ask('PATCH', `/v1/members/${only.id}`, { role: 'admin' }, inThere),
      await key.call('DELETE', `/v1/members/${only.id}`),
      await key.call('PATCH', `/v1/members/${only.id}`, { role: 'member' }),
    ]
    assert.deepEqual(
      answers.map(({ status, body }) => [status, (body as { code: string }).code]),
      answers.map(() => [409, 'last_owner']),
    )
    const marks = async () =>
      (await only.ask('GET', '/v1/members', undefined, inThere)).body.items.map(
        (one: { last_owner: boolean }) => one.last_owner,
      )
    assert.deepEqual(await marks(), [true])
    await team.person('', { [workspace.id]: 'owner' })
    assert.deepEqual(await marks(), [false, false])
  })

  test('stays, whatever owners do to themselves and each other at the same instant', async () => {
    const what = fc.constantFrom('demote', 'remove')
    const move = fc.record({ by: fc.nat(2), of: fc.nat(2), what })
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 2, maxLength: 8 }), async (moves) => {
        const workspace = await team.server.workspace()
        const inThere = { 'handset-workspace': workspace.id }
        const owners: Teammate[] = []
        for (let i = 0; i < 3; i++) owners.push(await team.person('', { [workspace.id]: 'owner' }))
        const answers = await Promise.all(
          moves.map(({ by, of, what }) =>
            what === 'remove'
              ? owners[by]!.ask('DELETE', `/v1/members/${owners[of]!.id}`, undefined, inThere)
              : owners[by]!.ask('PATCH', `/v1/members/${owners[of]!.id}`, { role: 'member' }, inThere),
          ),
        )
        assert.deepEqual(
          answers.filter(({ status }) => status >= 500),
          [],
        )
        assert.ok((await ownersOf(workspace.id)).length >= 1)
      }),
      { numRuns: 12 },
    )
  })
})

test('a key with members.manage manages, within what it holds', async () => {
  const { body: key } = await owner.ask('POST', '/v1/api-keys', { name: 'Directory', permissions: ['members.manage'] })
  const person = await team.person('member')
  const call = (role: string) =>
    team.stranger('PATCH', `/v1/members/${person.id}`, { role }, { authorization: `Bearer ${key.key}` })
  const narrow = await makeRole('Door keeper', ['members.manage'])
  assert.deepEqual([(await call(narrow)).status, (await call('auditor')).status], [204, 422])
  assert.ok(PERMISSIONS.includes('members.manage'))
})
