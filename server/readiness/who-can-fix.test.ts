import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { actorIn } from '../../test/slice.ts'
import { INSTALLATION, newId } from '../kit/id.ts'
import { openSettingsBench, type SettingsBench } from '../settings/testing.ts'
import { readinessRoutes } from './routes.ts'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(readinessRoutes)
})
after(() => bench.close())

async function whoCanFix(workspaceId: string): Promise<string> {
  const actor = actorIn(workspaceId, workspaceId === INSTALLATION ? PERMISSIONS : [])
  return (await bench.call(actor, 'GET', '/v1/sms/readiness')).body.who_can_fix
}

const make = (workspaceId: string, name: string, permissions: string[]) =>
  bench.db.tenant(workspaceId, (tx) =>
    tx
      .insertInto('roles')
      .values({ workspace_id: workspaceId, id: newId('rol'), name, permissions })
      .execute(),
  )

test('who can mend it counts the roles of the workspace that may, and no others', async () => {
  const [workspace, other] = [await bench.workspace(), await bench.workspace()]
  assert.equal(await whoCanFix(workspace), 'Owner, Admin, or SMS configuration')
  await make(workspace, 'Desk', ['sms.read', 'history.read'])
  await make(workspace, 'Night shift', ['sms.read', 'sms.configure'])
  await make(other, 'Elsewhere', ['sms.configure'])
  assert.equal(await whoCanFix(workspace), 'Owner, Admin, SMS configuration, or Night shift')
})

test('of many the first few are named', async () => {
  const workspace = await bench.workspace()
  for (const name of ['alpha', 'Beta', 'Gamma', 'Delta']) await make(workspace, name, ['sms.configure'])
  assert.equal(await whoCanFix(workspace), 'Owner, Admin, SMS configuration, alpha, Beta, or another role')
})

test('the installation has no roles: its operator can', async () => {
  assert.equal(await whoCanFix(INSTALLATION), 'The operator of this installation')
})
