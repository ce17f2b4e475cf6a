import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newcomer, someone, tokenOf } from './testing.ts'
import { accept, change, invite, look, owner, team } from './testing-team.ts'

/** As a workspace's own provider lets people in. */
const comeIn = (id: string, role: string) =>
  change(`insert into members (workspace_id, user_id, role) values ('${team.workspace.id}', '${id}', '${role}')`)

describe('accepting', () => {
  test('somebody new sets name and password, is signed in and belongs', async () => {
    const email = someone()
    const { body } = await invite(email, 'auditor')
    const answer = await accept(tokenOf(body.link), newcomer)
    assert.deepEqual([answer.status, answer.body], [200, { workspace: { id: team.workspace.id, name: 'Acme' } }])
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const me = await team.stranger('GET', '/v1/me', undefined, { cookie })
    assert.deepEqual([me.body.user.email, me.body.role.name], [email, 'Auditor'])
    const entry = (await team.audit('member.joined')).at(-1)!
    assert.deepEqual(
      [entry.actor_id, entry.target, entry.changes.role?.to],
      [me.body.user.id, me.body.user.id, 'Auditor'],
    )
    assert.ok(
      !(await owner.ask('GET', '/v1/invitations')).body.items.some((one: { email: string }) => one.email === email),
    )
  })

  test('with a link that somebody handed over does not prove the address', async () => {
    const email = someone()
    await accept(tokenOf((await invite(email)).body.link), newcomer)
    const [row] = await team.server.context.db.signIn((tx) =>
      tx.rows<{ email_verified: boolean }>('', 'select email_verified from auth_users where email = $1', [email]),
    )
    assert.equal(row!.email_verified, false)
  })

  test('works once, also for two at the same instant', async () => {
    const token = tokenOf((await invite()).body.link)
    const answers = await Promise.all(Array.from({ length: 4 }, () => accept(token, newcomer)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404, 404, 404])
    assert.equal((await accept(token, newcomer)).body.code, 'invitation_over')
  })

  test('somebody with an account signs in first, then accepts as they are', async () => {
    const other = await team.server.workspace({ name: 'Elsewhere' })
    const known = await team.person('', { [other.id]: 'member' })
    const token = tokenOf((await invite(known.email, 'campaigner')).body.link)
    const unsigned = await accept(token, newcomer)
    assert.deepEqual([unsigned.status, unsigned.body.code], [409, 'sign_in_first'])
    assert.equal((await look(token, known.ask)).body.signed_in_as, known.email)
    assert.equal((await accept(token, {}, known.ask)).status, 200)
    const me = await known.ask('GET', '/v1/me', undefined, { 'handset-workspace': team.workspace.id })
    assert.deepEqual([me.body.role.id, me.body.workspaces.length], ['campaigner', 2])
  })

  test('works for a person who belongs to no workspace any more', async () => {
    const gone = await team.person('member')
    await owner.ask('DELETE', `/v1/members/${gone.id}`)
    const token = tokenOf((await invite(gone.email)).body.link)
    const bare = (method: string, path: string, body?: unknown, headers = {}) =>
      team.stranger(method, path, body, { ...gone.person.as('').headers, ...headers })
    assert.equal((await look(token, bare)).body.signed_in_as, gone.email)
    assert.equal((await accept(token, {}, bare)).status, 200)
  })

  test('by somebody signed in with another address is refused, and uses nothing up', async () => {
    const other = await team.person('member')
    const token = tokenOf((await invite()).body.link)
    const answer = await accept(token, newcomer, other.ask)
    assert.deepEqual([answer.status, answer.body.code], [403, 'other_address'])
    assert.equal((await accept(token, newcomer)).status, 200)
  })

  test('by another page than ours is refused', async () => {
    const token = tokenOf((await invite()).body.link)
    const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
    const answer = await team.stranger('POST', '/v1/invitation/accept', { token, ...newcomer }, foreign)
    assert.deepEqual([answer.status, answer.body.code], [403, 'wrong_origin'])
  })

  test('of somebody who became a member meanwhile leaves them their role', async () => {
    const person = await team.person('', {})
    const token = tokenOf((await invite(person.email, 'member')).body.link)
    await comeIn(person.id, 'admin')
    assert.equal((await accept(token, {}, person.ask)).status, 200)
    const me = await person.ask('GET', '/v1/me')
    assert.equal(me.body.role.id, 'admin')
  })

  test('of somebody who came in by another door meanwhile raises them to what they were invited to', async () => {
    const person = await team.person('', {})
    const token = tokenOf((await invite(person.email, 'auditor')).body.link)
    await comeIn(person.id, 'member')
    assert.equal((await accept(token, {}, person.ask)).status, 200)
    assert.equal((await person.ask('GET', '/v1/me')).body.role.id, 'auditor')
    const entry = (await team.audit('member.role_changed')).at(-1)!
    assert.deepEqual([entry.target, entry.changes.role], [person.id, { from: 'Member', to: 'Auditor' }])
  })

  for (const what of ['given another role', 'removed'])
    test(`of somebody who was ${what} meanwhile is over`, async () => {
      const person = await team.person('', {})
      const token = tokenOf((await invite(person.email, 'admin')).body.link)
      await comeIn(person.id, 'member')
      const path = `/v1/members/${person.id}`
      const { status } = await (what === 'removed'
        ? owner.ask('DELETE', path)
        : owner.ask('PATCH', path, { role: 'auditor' }))
      assert.ok(status < 300)
      assert.equal((await accept(token, {}, person.ask)).status, 404)
    })

  test('with a password is refused where people at the domain sign in by their organisation, but for owners', async () => {
    await change(`insert into sso_connections (workspace_id, issuer, client_id, client_secret_sealed, client_secret_by, role, required)
      values ('${team.workspace.id}', 'https://id.corp.example', 'handset', '', 'Test person', 'member', true)`)
    await change(`insert into sso_domains (workspace_id, domain) values ('${team.workspace.id}', 'corp.example')`)
    const tokens = {
      member: tokenOf((await invite('member@corp.example')).body.link),
      owner: tokenOf((await invite('owner@corp.example', 'owner')).body.link),
      other: tokenOf((await invite('member@elsewhere.example')).body.link),
    }
    const { db } = team.server.context
    await db.signIn((tx) =>
      tx.rows('', `update sso_domains set confirmed_at = now(), confirmed_by = 'Test operator'`, []),
    )
    assert.equal((await look(tokens.member)).body.single_sign_on, true)
    const refused = await accept(tokens.member, newcomer)
    assert.deepEqual([refused.status, refused.body.code], [409, 'sign_in_first'])
    assert.deepEqual(
      [(await accept(tokens.owner, newcomer)).status, (await accept(tokens.other, newcomer)).status],
      [200, 200],
    )
  })

  const inputs: [string, object, string][] = [
    ['no name', { password: newcomer.password }, '/name'],
    ['no password', { name: 'N' }, '/password'],
    ['a short password', { name: 'N', password: 'short' }, '/password'],
    ['a name of blanks', { name: '  ', password: newcomer.password }, '/name'],
    ['a name of two lines', { name: 'a\nb', password: newcomer.password }, '/name'],
  ]
  for (const [what, input, pointer] of inputs) {
    test(`with ${what} is refused at its field`, async () => {
      const { status, body } = await accept(tokenOf((await invite()).body.link), input)
      assert.deepEqual([status, body.errors[0].pointer], [422, pointer])
    })
  }
})
