import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../../test/app.ts'
import { type Directory, directoryOf, user } from '../../scim/testing.ts'
import { type Claim, claimImport } from './claim.ts'
import { openImporting } from './run-imports.ts'
import type { ImportOut } from './schema.ts'
import { type ImportCaller, type ImportTests, openImportTests } from './testing.ts'

let tests: ImportTests
before(async () => {
  tests = await openImportTests()
})
after(() => tests.server.stop())

const ROWS = 2500
const number = (i: number) => `+1415${2_000_000 + i}`
const file = (rows = ROWS) =>
  `id,last name,email,mobile,groups,manager\n${Array.from({ length: rows }, (_, i) => `e${i},Row${i},p${i}@acme.example,${number(i)},Team ${i % 7},e${(i * 7) % rows}\n`).join('')}`

async function start(caller: ImportCaller): Promise<string> {
  const { id } = await caller.sent(file())
  assert.equal((await caller.call('POST', `/v1/imports/${id}/start`)).status, 202)
  return id
}

async function run(): Promise<void> {
  const { turn } = openImporting(tests.server.context, 'importing')
  while (await turn());
}

/** As the directory has row `i`. */
const scimUser = (i: number, more: object = {}) =>
  user(`p${i}@acme.example`, {
    externalId: `e${i}`,
    emails: [{ value: `p${i}@acme.example` }],
    phoneNumbers: [{ type: 'mobile', value: number(i + ROWS) }],
    ...more,
  })

/** Several hands at one list of work. */
async function together<T>(count: number, work: (i: number) => Promise<T>, hands = 6): Promise<T[]> {
  const done: T[] = []
  let next = 0
  const hand = async () => {
    while (next < count) done.push(await work(next++))
  }
  await Promise.all(Array.from({ length: hands }, hand))
  return done
}

async function finished(caller: ImportCaller, id: string): Promise<ImportOut> {
  return (await caller.call<ImportOut>('GET', `/v1/imports/${id}`)).body
}

function rows<Row extends object>(caller: ImportCaller, text: string): Promise<Row[]> {
  return tests.server.context.db.tenant(caller.id, (tx) => tx.rows<Row>('', text, []))
}

const DOUBLED = 'select external_id from persons group by 1 having count(*) > 1'

async function assertWhole(caller: ImportCaller): Promise<void> {
  assert.deepEqual(await rows(caller, DOUBLED), [])
  // What is kept with a person agrees with the numbers they have.
  const text = `select p.id from persons p where p.phone_source is distinct from (
    select f.source from phones f where f.workspace_id = p.workspace_id and f.person_id = p.id
    order by f.source = 'scim' desc limit 1)`
  assert.deepEqual(await rows(caller, text), [])
}

test('a file and a directory that bring the same people at the same time make each of them once', async () => {
  const caller = await tests.workspace()
  const directory: Directory = await directoryOf(tests.server, caller)
  const id = await start(caller)
  const brought = together(120, async (i) => (await directory.ask('POST', '/Users', scimUser(i * 20))).status)
  const [, statuses] = await Promise.all([run(), brought])
  assert.deepEqual([...new Set(statuses)], [201])
  const { state, counts } = await finished(caller, id)
  assert.deepEqual([state, counts.refused], ['done', 0])
  assert.deepEqual(await rows(caller, 'select count(*)::int as count from persons'), [{ count: ROWS }])
  await assertWhole(caller)
})

test('people are erased, changed and grouped while a file of them is imported, and nobody fails', async () => {
  const caller = await tests.workspace()
  const directory: Directory = await directoryOf(tests.server, caller)
  const made = await together(90, async (i) => (await directory.ask('POST', '/Users', scimUser(i * 25))).body.id)
  const { body: team } = await directory.ask('POST', '/Groups', { displayName: 'team 3' })
  const id = await start(caller)
  const changing = together(90, async (i) => {
    const one = made[i]
    const path = `/v1/people/${one}`
    if (i % 3 === 0) return (await caller.call('DELETE', path)).status
    if (i % 3 === 1) return (await caller.call('PATCH', path, { groups: [team.id], phone: number(i + 9000) })).status
    const join = [{ op: 'add', path: 'members', value: [{ value: one }] }]
    return (await directory.ask('PATCH', `/Groups/${team.id}`, { schemas: [], Operations: join })).status
  })
  const [, statuses] = await Promise.all([run(), changing])
  assert.ok(
    statuses.every((status) => status < 300),
    statuses.join(' '),
  )
  const { state, counts } = await finished(caller, id)
  assert.deepEqual([state, counts.refused], ['done', 0])
  assert.deepEqual(await rows(caller, DOUBLED), [])
})

test('a database that goes away again and again is not the file’s fault', async () => {
  const caller = await tests.workspace()
  const id = await start(caller)
  const { context } = tests.server
  for (let outage = 0; outage < 8; outage++) {
    let calls = 0
    const tenant: typeof context.db.tenant = (workspaceId, work) =>
      ++calls === 2
        ? Promise.reject(new Error('Connection terminated unexpectedly'))
        : context.db.tenant(workspaceId, work)
    const { turn } = openImporting({ ...context, db: { ...context.db, tenant } }, 'importing')
    await assert.rejects(turn, /terminated/)
  }
  await run()
  assert.equal((await finished(caller, id)).state, 'done')
})

const WAITING = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

test('of one workspace one file is imported at a time, though two workers look at the same moment', async () => {
  const [caller, other] = [await tests.workspace(), await tests.workspace()]
  const [first, second] = [await start(caller), await start(caller)]
  const { context } = tests.server
  const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const holding: typeof context.db.system = (work) =>
    context.db.system(async (tx) => {
      const claimed = await work(tx)
      held.resolve()
      await release.promise
      return claimed
    })
  const claiming = claimImport({ ...context, db: { ...context.db, system: holding } }, 'importing')
  await held.promise
  const atOnce = claimImport(context, 'importing')
  const waits = until(
    'the second worker waiting for the first',
    async () => (await context.db.pool.query(WAITING)).rows[0],
  )
  await Promise.race([atOnce, waits])
  const elsewhere = await start(other)
  release.resolve()
  const claims = await Promise.all([claiming, atOnce])
  assert.deepEqual(
    claims.map((claim) => claim?.importId),
    [first, elsewhere],
  )
  // Whoever was killed is followed first, though another file waits beside it.
  const dead = `update imports set leased_until = now() - interval '1 second' where lease is not null`
  assert.equal(await claimImport(context, 'importing'), null)
  await rows(caller, dead)
  assert.equal((await claimImport(context, 'importing'))?.importId, first)
  assert.equal(await claimImport(context, 'importing'), null)
  await caller.call('POST', `/v1/imports/${first}/cancel`)
  assert.equal((await claimImport(context, 'importing'))?.importId, second)
  for (const id of [second, elsewhere]) await caller.call('POST', `/v1/imports/${id}/cancel`)
})

test('many workers at once never import two files of one workspace', async () => {
  const callers = await Promise.all(Array.from({ length: 3 }, () => tests.workspace()))
  for (const caller of [...callers, ...callers, ...callers]) await start(caller)
  const claims = await Promise.all(Array.from({ length: 12 }, () => claimImport(tests.server.context, 'importing')))
  const workspaces = claims.filter((claim): claim is Claim => claim !== null).map(({ workspaceId }) => workspaceId)
  assert.deepEqual(workspaces.sort(), callers.map(({ id }) => id).sort())
})
