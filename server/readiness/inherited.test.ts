import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { actorIn } from '../../test/slice.ts'
import { INSTALLATION, newId } from '../kit/id.ts'
import { newRoutes } from '../kit/route.ts'
import { settingsRoutes } from '../settings/routes.ts'
import { accountSettings, openSettingsBench, type SettingsBench, speakAs } from '../settings/testing.ts'
import { reserve } from '../spend/caps.ts'
import { readinessRoutes } from './routes.ts'
import type { ReadinessOut } from './schema.ts'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(newRoutes().route('/', settingsRoutes).route('/', readinessRoutes))
})
after(() => bench.close())

test('of what it inherits a workspace is told who can mend it, and nothing of the operator', async () => {
  const operator = speakAs(bench, actorIn(INSTALLATION, PERMISSIONS, true))
  assert.equal((await operator.put(accountSettings(bench.simulator.full, { sender: null }))).status, 200)
  const admin = await bench.admin()
  const readiness = (await admin.get('/v1/sms/readiness')).body as ReadinessOut
  const row = (id: string) => readiness.checks.find((check) => check.id === id)!
  assert.deepEqual([readiness.state, readiness.who_can_fix], ['can_create', 'The operator of this installation'])
  assert.deepEqual([row('sender').remedy, row('sender').href], ['The operator of this installation can mend it.', null])
  assert.match(row('tested').reason, /since the operator changed the connection/)
  assert.ok(!JSON.stringify(readiness).includes(operator.actor.name))
  assert.equal((await admin.post('/v1/sms/readiness/check')).body.code, 'inherited')
})

test('what the operator allows a day stands on the list of who inherits, and blocks once it is used up', async (t) => {
  const operator = speakAs(bench, actorIn(INSTALLATION, PERMISSIONS, true))
  assert.equal((await operator.put(accountSettings(bench.simulator.full))).status, 200)
  const allow = (micros: number | null) =>
    bench.db.tenant(INSTALLATION, (tx) =>
      tx.updateTable('inherited_channel').set({ daily_cap_micros: micros }).execute(),
    )
  t.after(() => allow(null))
  const admin = await bench.admin()
  const row = async () =>
    ((await admin.get('/v1/sms/readiness')).body as ReadinessOut).checks.find(({ id }) => id === 'operator_cap')
  assert.equal(await row(), undefined)
  await allow(50_000_000)
  const { status, reason, blocks } = (await row())!
  assert.deepEqual([status, reason, blocks], ['ok', 'The operator allows $50.00 a day.', 'nothing'])
  await bench.db.system((tx) => {
    const { workspaceId } = admin
    const wanted = {
      workspaceId,
      messageId: newId('msg'),
      micros: 50_000_000,
      segments: 1,
      exempt: false,
      inherited: true,
    }
    return reserve(tx, [wanted])
  })
  const used = (await row())!
  assert.deepEqual(
    [used.status, used.blocks, used.remedy],
    ['fail', 'send', 'The operator of this installation can allow more.'],
  )
  assert.match(
    used.reason,
    /^The operator allows \$50.00 a day, and that is used up until .+\. Codes go all the same\.$/,
  )
  assert.equal((await admin.put(accountSettings(bench.simulator.full))).status, 200)
  assert.equal(await row(), undefined, 'its own connection is its own affair')
})
