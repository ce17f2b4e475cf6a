import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { actorIn } from '../../test/slice.ts'
import { INSTALLATION } from '../kit/id.ts'
import { newRoutes } from '../kit/route.ts'
import { settingsRoutes } from '../settings/routes.ts'
import { accountSettings, openSettingsBench, type SettingsBench, speakAs } from '../settings/testing.ts'
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
