import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { migrate } from '../kit/migrate.ts'
import { createOwner, makeSetupToken } from './setup.ts'
import { type Browser, openSite, type Site } from './testing.ts'

const DANA = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse' }

let site: Site
let fresh: Site
let operator: Browser
let workspaceId: string
before(async () => {
  site = await openSite()
  fresh = await openSite()
  workspaceId = (await createOwner(site.context, { ...DANA, workspaceName: 'Acme' })).workspaceId
  operator = site.browser()
  await operator.call('POST', '/auth/sign-in/email', { email: DANA.email, password: DANA.password })
})
after(async () => {
  await site.close()
  await fresh.close()
})

const UNFIT: [what: string, name: string][] = [
  ['an abbreviation that PostgreSQL does not know', 'ECT'],
  ['another one', 'SST'],
  ['an abbreviation that means something else to each', 'CST'],
  ['one of India here and of Israel there', 'IST'],
  ['an offset that PostgreSQL does not know', '+0530'],
  ['an offset that PostgreSQL takes the other way round', '+05:00'],
  ['a name that only the server knows', 'US/Pacific-New'],
  ['a name that only the server takes in small letters', 'europe/berlin'],
  ['a name that only PostgreSQL knows', 'posix/Europe/Berlin'],
  ['the zone that is none', 'Etc/Unknown'],
  ['a city of nowhere', 'Mars/Olympus'],
]
for (const [what, name] of UNFIT)
  test(`${what} (${name}) is refused at the field, wherever a time zone is written`, async () => {
    const token = await makeSetupToken(fresh.context)
    for (const refused of [
      await operator.call('PATCH', '/v1/workspace', { time_zone: name }),
      await operator.call('POST', '/v1/workspaces', { name: 'North', time_zone: name }),
      await fresh.browser().call('POST', '/v1/setup', { ...DANA, token, workspace_name: 'A', time_zone: name }),
    ]) {
      assert.deepEqual([refused.status, refused.body.errors?.[0].pointer], [422, '/time_zone'])
      assert.match(refused.body.errors[0].detail, /as in Europe\/Berlin, or UTC/)
    }
  })

for (const name of ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'Etc/GMT+6'])
  test(`${name} is taken`, async () => {
    assert.equal((await operator.call('PATCH', '/v1/workspace', { time_zone: name })).status, 200)
    assert.equal((await operator.call('GET', '/v1/workspace')).body.time_zone, name)
  })

test('past all checks of the server, the database takes no zone that it does not know', async () => {
  const { db } = site.context
  for (const name of ['ECT', '+0530', 'CST', '']) {
    const change = db.tenant(workspaceId, (tx) => tx.updateTable('workspaces').set({ time_zone: name }).execute())
    await assert.rejects(change, { constraint: 'workspaces_time_zone_known' })
    const values = { workspace_id: 'ws_1', name: 'A', slug: 'a', time_zone: name }
    const make = db.signIn((tx) => tx.insertInto('workspaces').values(values).execute())
    await assert.rejects(make, { constraint: 'workspaces_time_zone_known' })
  }
})

test('what an earlier version let in is turned into UTC, and the rest stays', async () => {
  const { pool, connection } = fresh.context.db
  await pool.query(`
    drop trigger time_zone_known_of_new on workspaces;
    drop trigger time_zone_known on workspaces;
    drop trigger erasing_as_it_must on workspaces;
    drop function refuse_unknown_time_zone, refuse_false_erasing;
    delete from migrations where name like '0018_%'`)
  for (const zone of ['ECT', '+0530', 'Asia/Tokyo', 'UTC'])
    await fresh.context.db.signIn((tx) =>
      tx
        .insertInto('workspaces')
        .values({ workspace_id: `ws_${zone}`, name: zone, slug: zone, time_zone: zone })
        .execute(),
    )
  await migrate(connection)
  const rows = await fresh.context.db.signIn((tx) =>
    tx.selectFrom('workspaces').select(['name', 'time_zone']).where('slug', '<>', 'installation').execute(),
  )
  assert.deepEqual(Object.fromEntries(rows.map((row) => [row.name, row.time_zone])), {
    ECT: 'UTC',
    '+0530': 'UTC',
    'Asia/Tokyo': 'Asia/Tokyo',
    UTC: 'UTC',
  })
})
