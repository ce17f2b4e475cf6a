import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../kit/id.ts'
import { newcomer, someone, tokenOf } from './testing.ts'
import { accept, change, invite, look, owner, team } from './testing-team.ts'

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
      single_sign_on: false,
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
