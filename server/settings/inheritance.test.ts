import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { OpenAPIHono } from '@hono/zod-openapi'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { actorIn } from '../../test/slice.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { Env } from '../kit/route.ts'
import { inheritanceRoutes } from './inheritance.ts'
import { settingsRoutes } from './routes.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench, speakAs } from './testing.ts'

let bench: SettingsBench
let operator: Admin
before(async () => {
  bench = await openSettingsBench(new OpenAPIHono<Env>().route('/', settingsRoutes).route('/', inheritanceRoutes))
  operator = speakAs(bench, actorIn(INSTALLATION, PERMISSIONS, true))
})
after(() => bench.close())
beforeEach(async () => {
  await operator.remove()
  await allowOwn(true)
})

const offer = (changes: Record<string, unknown> = {}) => operator.put(accountSettings(bench.simulator.full, changes))
const allowOwn = (own_settings_allowed: boolean) =>
  operator.call('PUT', '/v1/installation/sms', { own_settings_allowed })
const shown = async (admin: Admin) => (await admin.get()).body
const stateOf = async (admin: Admin) => {
  const { state, inherited, enabled } = await shown(admin)
  return { state, inherited, enabled }
}

const INHERITS = { state: 'can_run', inherited: true, enabled: true }
const NOTHING = { state: 'not_configured', inherited: false, enabled: false }

describe('a workspace without settings of its own', () => {
  test('sends through what the operator saves, from that moment on, and no longer than that', async () => {
    const [one, other] = [await bench.admin(), await bench.admin()]
    assert.deepEqual(await stateOf(one), NOTHING)
    assert.equal((await offer()).status, 200)
    assert.deepEqual([await stateOf(one), await stateOf(other)], [INHERITS, INHERITS])
    assert.equal((await operator.remove()).status, 200)
    assert.deepEqual(await stateOf(one), NOTHING)
  })

  test('sees that it inherits and its sender, and nothing of the account', async () => {
    await offer()
    const admin = await bench.admin()
    const answer = await admin.get()
    assert.deepEqual([answer.body.provider, answer.body.sender.phone_number], ['simulator', '+14155550100'])
    assert.deepEqual([answer.body.account_sid, answer.body.account.name, answer.body.kept], [null, null, []])
    assert.deepEqual(answer.body.credentials.auth_token, { set: true, updated_at: null, updated_by: null })
    assert.match(answer.body.state_reason, /^Uses the installation’s provider\./)
    const { sid, authToken } = bench.simulator.full
    for (const secret of [sid, authToken]) assert.ok(!JSON.stringify(answer.body).includes(secret))
  })

  test('cannot change or read the connection by any of its routes', async () => {
    await offer()
    const admin = await bench.admin()
    const before = await shown(operator)
    for (const [method, path] of [
      ['GET', '/v1/sms/senders'],
      ['POST', '/v1/sms/settings/signing-secret'],
      ['DELETE', '/v1/sms/settings/previous-token'],
    ] as const)
      assert.equal((await admin.call(method, path)).status, 409, path)
    // A part of a connection is none: nothing is completed by what is inherited.
    assert.equal((await admin.patch({ sender: { kind: 'phone_number', phone_number: '+14155550100' } })).status, 422)
    assert.equal((await admin.remove()).status, 200)
    const { revision, account_sid, sender } = await shown(operator)
    assert.deepEqual([revision, account_sid, sender], [before.revision, before.account_sid, before.sender])
  })

  test('keeps its own part: name, redirect and switch', async () => {
    await offer({ name_in_texts: 'Operator' })
    const [admin, other] = [await bench.admin(), await bench.admin()]
    const redirect = { enabled: true, phone_number: '+14155550177' }
    assert.equal((await admin.patch({ name_in_texts: 'Acme', redirect })).status, 200)
    const { name_in_texts, redirect: shownRedirect } = await shown(admin)
    assert.deepEqual([name_in_texts, shownRedirect.enabled], ['Acme', true])
    assert.deepEqual([(await shown(other)).name_in_texts, (await shown(other)).redirect.enabled], [null, false])
    assert.deepEqual(await stateOf(admin), INHERITS)
    assert.equal((await admin.patch({ enabled: false })).status, 200)
    assert.deepEqual([(await stateOf(admin)).state, (await stateOf(other)).state], ['off', 'can_run'])
    assert.equal((await admin.patch({ enabled: true })).status, 200)
    assert.deepEqual(await stateOf(admin), INHERITS)
  })
})

describe('of two switches', () => {
  test('the stricter wins: off above is off below, also for a connection of one’s own', async () => {
    await offer()
    const [inheriting, own] = [await bench.admin(), await bench.admin()]
    await own.put(accountSettings(bench.simulator.other, { sender: null }))
    await operator.patch({ enabled: false })
    for (const admin of [inheriting, own]) {
      const { state, state_reason } = await shown(admin)
      assert.equal(state, 'off')
      assert.match(state_reason, /The operator switched SMS off for this installation/)
    }
    await operator.patch({ enabled: true })
    assert.deepEqual([(await stateOf(inheriting)).state, (await stateOf(own)).state], ['can_run', 'can_create'])
  })

  test('off above holds without a connection of the installation too, until the operator switches on again', async () => {
    await offer()
    const own = await bench.admin()
    await own.put(accountSettings(bench.simulator.full))
    assert.equal((await operator.patch({ enabled: false })).status, 200)
    assert.equal((await operator.remove()).status, 200)
    assert.equal((await stateOf(own)).state, 'off')
    assert.equal((await operator.patch({ enabled: true })).status, 200)
    assert.equal((await stateOf(own)).state, 'can_run')
    assert.equal((await operator.patch({ enabled: false })).status, 200)
    assert.equal((await stateOf(own)).state, 'off')
    await operator.patch({ enabled: true })
  })

  test('that the operator disconnects is no word against those with a connection of their own', async () => {
    await offer()
    const own = await bench.admin()
    await own.put(accountSettings(bench.simulator.full))
    await operator.remove()
    assert.equal((await stateOf(own)).state, 'can_run')
  })

  test('one above that nobody ever touched says nothing to those who have a connection of their own', async () => {
    const own = await bench.admin()
    await own.put(accountSettings(bench.simulator.full))
    assert.equal((await stateOf(own)).state, 'can_run')
  })
})

describe('settings of one’s own', () => {
  test('take the place of what is inherited, and go back to it', async () => {
    await offer()
    const admin = await bench.admin()
    const own = await admin.put(accountSettings(bench.simulator.trial, { sender: null }))
    assert.deepEqual([own.status, own.body.inherited, own.body.account_sid], [200, false, bench.simulator.trial.sid])
    const back = await admin.remove()
    assert.deepEqual([back.body.inherited, back.body.state, back.body.account_sid], [true, 'can_run', null])
  })

  test('leave the record of the workspace without anything of the inherited account', async () => {
    await offer()
    const admin = await bench.admin()
    await admin.patch({ name_in_texts: 'Acme' })
    await admin.put(accountSettings(bench.simulator.trial, { sender: null }))
    const rows = await bench.db.tenant(admin.workspaceId, (tx) => tx.selectFrom('audit_entries').selectAll().execute())
    assert.ok(rows.length >= 2)
    assert.ok(!JSON.stringify(rows).includes(bench.simulator.full.sid))
  })

  test('may be forbidden: nobody begins to have some, and who has some keeps them', async () => {
    await offer()
    const [before, after] = [await bench.admin(), await bench.admin()]
    await before.put(accountSettings(bench.simulator.trial, { sender: null }))
    assert.equal((await allowOwn(false)).status, 200)
    const refused = await after.put(accountSettings(bench.simulator.trial, { sender: null }))
    assert.deepEqual([refused.status, refused.body.code], [403, 'own_settings_not_allowed'])
    assert.equal((await after.patch({ name_in_texts: 'Acme' })).status, 200)
    assert.deepEqual([(await shown(before)).inherited, (await shown(after)).inherited], [false, true])
    assert.equal((await shown(after)).above.own_settings_allowed, false)
  })

  test('are forbidden by the operator alone, and on record', async () => {
    const admin = await bench.admin()
    assert.equal((await admin.call('PUT', '/v1/installation/sms', { own_settings_allowed: false })).status, 403)
    await allowOwn(false)
    const rows = await bench.db.tenant(INSTALLATION, (tx) =>
      tx.selectFrom('audit_entries').selectAll().where('action', '=', 'installation.own_settings_changed').execute(),
    )
    assert.deepEqual(rows.at(-1)!.changes, { own_settings_allowed: { from: true, to: false } })
  })
})

test('a workspace cannot write what others inherit', async () => {
  const admin = await bench.admin()
  const written = await bench.db.tenant(admin.workspaceId, (tx) =>
    tx.rows('', 'update inherited_channel set connected = true returning connected', []),
  )
  assert.deepEqual(written, [])
})
