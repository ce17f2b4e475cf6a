import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { actorIn } from '../../test/slice.ts'
import { INSTALLATION } from '../kit/id.ts'
import { newRoutes } from '../kit/route.ts'
import { peopleRoutes } from '../people/routes.ts'
import { peopleIn } from '../people/testing.ts'
import { openSettingsBench, type SettingsBench } from '../settings/testing.ts'
import { readinessRoutes } from './routes.ts'
import type { ReadinessOut } from './schema.ts'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(newRoutes().route('/', peopleRoutes).route('/', readinessRoutes))
})
after(() => bench.close())

async function row(actor = actorIn(INSTALLATION, PERMISSIONS, true)) {
  const { body } = await bench.call(actor, 'GET', '/v1/sms/readiness')
  return (body as ReadinessOut).checks.find(({ id }) => id === 'phone_data')
}

test('without anybody in the directory nothing is amiss', async () => {
  const { admin } = await peopleIn(bench)
  const { status, blocks, reason, href } = (await row(admin))!
  assert.deepEqual([status, blocks, reason, href], ['off', 'nothing', 'Nobody is in the directory yet.', null])
})

test('everybody who is active counts, and who stopped is no fault', async () => {
  const { admin, add, stop } = await peopleIn(bench)
  await add({ last_name: 'Reached', phone: '+447700900123' })
  await add({ last_name: 'Gone', active: false })
  assert.partialDeepStrictEqual(await row(admin), { status: 'ok', reason: '1 of 1 people can be texted.', href: null })
  await add({ last_name: 'Stopped', phone: '+447700900124' })
  await stop('+447700900124')
  const { status, reason } = (await row(admin))!
  assert.deepEqual([status, reason], ['ok', '1 of 2 people can be texted: 1 opted out.'])
})

test('numbers that somebody can mend are a warning that leads to the report and blocks nothing', async () => {
  const { admin, add, give, stop } = await peopleIn(bench)
  await add({ last_name: 'Reached', phone: '+447700900123' })
  for (const last_name of ['Missing', 'Missing too']) await add({ last_name })
  await add({ last_name: 'Typed', phone: '+447700900125' }, admin)
  await give((await add({ last_name: 'Malformed' })).id, '0171 1234567')
  await add({ last_name: 'Stopped', phone: '+447700900124' })
  await stop('+447700900124')
  const { status, blocks, reason, href } = (await row(admin))!
  assert.deepEqual(
    [status, blocks, reason, href],
    [
      'warn',
      'nothing',
      '1 of 6 people can be texted: 2 no number, 1 not verified, 1 malformed, 1 opted out.',
      '/people/phone-quality',
    ],
  )
})

test('who may not see people is told nothing of them, and the installation has none', async () => {
  const { id, add } = await peopleIn(bench)
  await add({ last_name: 'Missing' })
  const permissions = PERMISSIONS.filter((one) => one !== 'people.read')
  assert.equal(await row(actorIn(id, permissions)), undefined)
  assert.equal(await row(), undefined)
})
