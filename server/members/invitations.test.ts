import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../kit/id.ts'
import { openTeam, type Team, type Teammate } from './testing.ts'

let team: Team
let owner: Teammate
before(async () => {
  team = await openTeam()
  owner = await team.person('owner')
})
after(() => team.server.stop())

let invited = 0
const someone = () => `someone-${++invited}@acme.example`
const invite = (email = someone(), role = 'member', by = owner) => by.ask('POST', '/v1/invitations', { email, role })
const tokenOf = (link: string) => link.split('#')[1]!
const look = (token: string, ask = team.stranger) =>
  ask('GET', '/v1/invitation', undefined, { 'invitation-token': token })
const accept = (token: string, input = {}, ask = team.stranger) =>
  ask('POST', '/v1/invitation/accept', { token, ...input })
const newcomer = { name: 'Test newcomer', password: 'correct horse battery' }

const change = (text: string) => team.server.context.db.tenant(team.workspace.id, (tx) => tx.rows('', text, []))

describe('an invitation', () => {
  test('without a mail server is a link shown once, and only the hash of its token is kept', async () => {
    const email = someone()
    const { status, body } = await invite(email, 'auditor')
    assert.deepEqual([status, body.email, body.role.name, body.mailed], [201, email, 'Auditor', false])
    assert.ok(body.link.startsWith(`${team.server.url}/invitation#`), body.link)
    const { items } = (await owner.ask('GET', '/v1/invitations')).body
    assert.equal(items[0].id, body.id)
    assert.doesNotMatch(JSON.stringify(items), /link|token/)
    const stored = await change('select * from invitations')
    assert.ok(!JSON.stringify(stored).includes(tokenOf(body.link)))
    const days = (Date.parse(body.expires_at) - Date.parse(body.sent_at)) / 86_400_000
    assert.equal(days, 7)
    const entry = (await team.audit('member.invited')).at(-1)!
    assert.deepEqual(
      [entry.target, entry.changes.email, entry.changes.role?.to],
      [body.id, { from: null, to: email }, 'Auditor'],
    )
  })

  test('says what it is for to whoever holds the link, and to nobody else', async () => {
    const email = someone()
    const { body } = await invite(email, 'sms_configuration')
    const shown = await look(tokenOf(body.link))
    assert.deepEqual(shown.body, {
      workspace: { name: 'Acme' },
      role: { name: 'SMS configuration', permissions: ['sms.read', 'sms.configure'] },
      email,
      invited_by: 'Test person',
      expires_at: body.expires_at,
      signed_in_as: null,
    })
    assert.equal(shown.headers.get('cache-control'), 'no-store')
    for (const token of ['x', body.id, tokenOf(body.link).slice(1)]) assert.equal((await look(token)).status, 404)
  })

  test('looks alike for an address with an account and for one without', async () => {
    const known = await team.person('', {})
    const [one, other] = [await invite(known.email), await invite(someone())]
    assert.deepEqual(Object.keys(one.body), Object.keys(other.body))
    const shown = [await look(tokenOf(one.body.link)), await look(tokenOf(other.body.link))].map(({ status, body }) => {
      const { email: _, expires_at: __, ...same } = body
      return { status, same }
    })
    assert.deepEqual(shown[0], shown[1])
    const empty = [await accept(tokenOf(one.body.link)), await accept(tokenOf(other.body.link))]
    assert.deepEqual(empty[0]!.body, empty[1]!.body)
    assert.equal(empty[0]!.status, 422)
  })

  test('repeated with its key answers as before, and the kept answer holds no link', async () => {
    const ask = () =>
      owner.ask('POST', '/v1/invitations', { email: 'twice@acme.example', role: 'member' }, { 'idempotency-key': 'k1' })
    const [one, two] = [await ask(), await ask()]
    assert.deepEqual(one.body, two.body)
    assert.ok(one.body.link)
    const kept = await change('select * from idempotency_keys')
    assert.ok(!JSON.stringify(kept).includes(tokenOf(one.body.link)))
  })

  const refused: { what: string; input: object; by?: string; answers: [number, string] }[] = [
    { what: 'to no address', input: { email: 'nobody', role: 'member' }, answers: [422, '/email'] },
    { what: 'to a role that is not there', input: { email: 'r@acme.example', role: 'boss' }, answers: [422, '/role'] },
    {
      what: 'to another workspace’s role',
      input: { email: 'r@acme.example', role: newId('rol') },
      answers: [422, '/role'],
    },
    {
      what: 'to a role that holds more',
      input: { email: 'r@acme.example', role: 'owner' },
      by: 'admin',
      answers: [422, '/role'],
    },
    {
      what: 'by somebody who may not',
      input: { email: 'r@acme.example', role: 'member' },
      by: 'auditor',
      answers: [403, ''],
    },
    { what: 'with more than that', input: { email: 'r@acme.example', role: 'member', name: 'R' }, answers: [422, ''] },
  ]
  for (const { what, input, by, answers } of refused) {
    test(`${what} is refused`, async () => {
      const asking = by ? await team.person(by) : owner
      const { status, body } = await asking.ask('POST', '/v1/invitations', input)
      assert.deepEqual([status, body.errors?.[0]?.pointer ?? ''], answers, JSON.stringify(body))
    })
  }

  test('to a member, or a second one, is refused however the address is written', async () => {
    const person = await team.person('member')
    assert.equal((await invite(` ${person.email.toUpperCase()} `)).body.code, 'already_member')
    const email = someone()
    await invite(email)
    const again = await invite(email.toUpperCase())
    assert.deepEqual([again.status, again.body.code], [409, 'already_invited'])
  })
})

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
    await change(
      `insert into members (workspace_id, user_id, role) values ('${team.workspace.id}', '${person.id}', 'admin')`,
    )
    assert.equal((await accept(token, {}, person.ask)).status, 200)
    const me = await person.ask('GET', '/v1/me')
    assert.equal(me.body.role.id, 'admin')
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

describe('an invitation ends', () => {
  const dead = async (token: string) => [(await look(token)).status, (await accept(token, newcomer)).status]

  test('after seven days, and is shown as such', async () => {
    const { body } = await invite()
    await change(`update invitations set expires_at = now() where id = '${body.id}'`)
    assert.deepEqual(await dead(tokenOf(body.link)), [404, 404])
    const { items } = (await owner.ask('GET', '/v1/invitations')).body
    assert.equal(items.find((one: { id: string }) => one.id === body.id).expired, true)
    assert.equal((await invite(body.email)).status, 201)
  })

  test('when it is withdrawn', async () => {
    const { body } = await invite()
    assert.equal((await owner.ask('DELETE', `/v1/invitations/${body.id}`)).status, 204)
    assert.deepEqual(await dead(tokenOf(body.link)), [404, 404])
    assert.ok((await team.audit('invitation.withdrawn')).some(({ target }) => target === body.id))
  })

  test('in its old link when it is sent again, whose new one works', async () => {
    const { body } = await invite()
    const again = await owner.ask('POST', `/v1/invitations/${body.id}/resend`)
    assert.deepEqual([again.status, again.body.id], [200, body.id])
    assert.deepEqual(await dead(tokenOf(body.link)), [404, 404])
    assert.equal((await accept(tokenOf(again.body.link), newcomer)).status, 200)
  })

  test('a foreign, missing or odd one answers alike', async () => {
    const theirs = await team.server.workspace()
    const made = await theirs.call<{ id: string }>('POST', '/v1/invitations', { email: someone(), role: 'member' })
    const answers = []
    for (const id of [made.body.id, newId('inv'), 'x']) {
      answers.push(await owner.ask('DELETE', `/v1/invitations/${id}`))
      answers.push(await owner.ask('POST', `/v1/invitations/${id}/resend`))
    }
    assert.deepEqual(
      [...new Set(answers.map(({ status, body }) => `${status} ${body.detail}`))],
      ['404 No such invitation in this workspace.'],
    )
  })

  test('one to a role that holds more is neither sent again nor withdrawn by a lesser person', async () => {
    const { body } = await invite(someone(), 'owner')
    const admin = await team.person('admin')
    assert.equal((await admin.ask('POST', `/v1/invitations/${body.id}/resend`)).status, 422)
    assert.equal((await admin.ask('DELETE', `/v1/invitations/${body.id}`)).status, 422)
  })
})

test('a workspace sends a hundred a day and no more, and goes on the next day', async () => {
  const theirs = await team.server.workspace()
  const send = () => theirs.call('POST', '/v1/invitations', { email: someone(), role: 'member' })
  assert.equal((await send()).status, 201)
  const { db } = team.server.context
  const set = (day: string, count: number) =>
    db.tenant(theirs.id, (tx) =>
      tx
        .updateTable('member_turns')
        .set({ invited_on: sql`${sql.raw(day)}`, invited: count })
        .execute(),
    )
  await set('current_date', 98)
  const answers = await Promise.all([send(), send(), send(), send()])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 429, 429])
  await set('current_date - 1', 100)
  assert.equal((await send()).status, 201)
})
