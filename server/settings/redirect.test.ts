import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { insertMessage } from '../../test/rows.ts'
import { settingsRoutes } from './routes.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench } from './testing.ts'

const TEST_PHONE = '+14155550177'
const MASKED = '+1 ••• ••• 0177'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(settingsRoutes)
})
after(() => bench.close())

async function connected(): Promise<Admin> {
  const admin = await bench.admin()
  assert.equal((await admin.put(accountSettings(bench.simulator.full))).status, 200)
  return admin
}

async function optOut(admin: Admin, number: string, source: string): Promise<void> {
  await bench.db.tenant(admin.workspaceId, (tx) =>
    tx
      .insertInto('opt_outs')
      .values({ workspace_id: admin.workspaceId, number_hash: bench.context.keys.hashNumber(number), source })
      .execute(),
  )
}

test('redirect needs a test phone, in E.164', async () => {
  const admin = await connected()
  const cases = [
    [{ enabled: true }, 'Test phone number is missing.'],
    [{ enabled: true, phone_number: null }, 'Test phone number is missing.'],
    [{ enabled: true, phone_number: '14155550177' }, 'Add the plus: +14155550177.'],
    [
      { enabled: false, phone_number: 'mine' },
      'That is not a number. Write it with + and country code, as in +14155551234.',
    ],
  ] as const
  for (const [redirect, detail] of cases) {
    const answer = await admin.patch({ redirect })
    assert.equal(answer.status, 422)
    assert.deepEqual(answer.body.errors, [{ pointer: '/redirect/phone_number', detail }])
  }
  assert.equal((await admin.get()).body.redirect.enabled, false)
})

test('redirect is shown with its masked phone, since when, by whom and until when', async () => {
  const admin = await connected()
  const on = await admin.patch({ redirect: { enabled: true, phone_number: '+1 (415) 555-0177', ends_after_hours: 8 } })
  assert.equal(on.status, 200, JSON.stringify(on.body))
  const { redirect } = on.body
  assert.deepEqual([redirect.enabled, redirect.phone_number, redirect.by], [true, MASKED, 'Test Admin'])
  const hours = (Date.parse(redirect.until) - Date.parse(redirect.since)) / 3_600_000
  assert.ok(Math.abs(hours - 8) < 0.01, `${hours} hours`)
  assert.ok(!JSON.stringify(on.body).includes(TEST_PHONE))
})

test('redirect ends by itself', async () => {
  const admin = await connected()
  await admin.patch({ redirect: { enabled: true, phone_number: TEST_PHONE, ends_after_hours: 1 } })
  bench.clock.at = new Date(Date.now() + 3_600_001)
  const ended = (await admin.get()).body.redirect
  bench.clock.at = null
  assert.deepEqual([ended.enabled, ended.phone_number], [false, MASKED])
})

test('the masked phone that a form sends back keeps the phone, and turning off keeps it for the next time', async () => {
  const admin = await connected()
  await admin.patch({ redirect: { enabled: true, phone_number: TEST_PHONE } })
  const since = (await admin.get()).body.redirect.since
  const again = await admin.patch({ redirect: { enabled: true, phone_number: MASKED } })
  assert.equal(again.status, 200, JSON.stringify(again.body))
  assert.equal(again.body.redirect.since, since)
  await admin.patch({ redirect: { enabled: false } })
  const on = await admin.patch({ redirect: { enabled: true } })
  assert.equal(on.status, 200, JSON.stringify(on.body))
  assert.equal(on.body.redirect.phone_number, MASKED)
})

test('a phone that answered STOP cannot be the test phone', async () => {
  const admin = await connected()
  await optOut(admin, TEST_PHONE, 'keyword')
  const answer = await admin.patch({ redirect: { enabled: true, phone_number: TEST_PHONE } })
  assert.equal(answer.status, 422)
  assert.deepEqual(answer.body.errors, [
    {
      pointer: '/redirect/phone_number',
      detail: `${MASKED} answered STOP. Text START from it to +1 415 555 0100 first.`,
    },
  ])
  await optOut(admin, '+14155550178', 'admin')
  const listed = await admin.patch({ redirect: { enabled: true, phone_number: '+14155550178' } })
  assert.match(listed.body.errors[0].detail, /is on the opt-out list/)
  const elsewhere = await connected()
  assert.equal((await elsewhere.patch({ redirect: { enabled: true, phone_number: TEST_PHONE } })).status, 200)
})

test('what was redirected and what was over the limit is counted since redirect is on', async () => {
  const admin = await connected()
  await insertMessage(bench, admin.workspaceId, { status: 'sent', redirectedTo: TEST_PHONE, created_at: new Date(0) })
  await admin.patch({ redirect: { enabled: true, phone_number: TEST_PHONE } })
  const created_at = new Date(Date.now() + 1000)
  for (const status of ['sent', 'delivered']) {
    await insertMessage(bench, admin.workspaceId, { status, redirectedTo: TEST_PHONE, created_at })
  }
  await insertMessage(bench, admin.workspaceId, { status: 'skipped', skip_reason: 'redirect_limit', created_at })
  await insertMessage(bench, admin.workspaceId, { status: 'skipped', skip_reason: 'opted_out', created_at })
  const { redirected, over_limit } = (await admin.get()).body.redirect
  assert.deepEqual({ redirected, over_limit }, { redirected: 2, over_limit: 1 })
})
