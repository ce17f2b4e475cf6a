import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { writeOptOuts } from '../../consent/opt-outs.ts'
import { expireImports } from './claim.ts'
import { openImporting } from './run-imports.ts'
import type { ImportOut } from './schema.ts'
import { type ImportCaller, type ImportTests, openImportTests } from './testing.ts'

let tests: ImportTests
before(async () => {
  tests = await openImportTests()
})
after(() => tests.server.stop())

interface Person {
  id: string
  external_id: string | null
  first_name: string
  last_name: string
  email: string | null
  reach: string
  phone: { number: string; source: string; verified: boolean } | null
  manager: { id: string } | null
  groups: { name: string }[]
  fields: object
  active: boolean
}

/** Until nothing of anybody is left to do. */
async function runAll(run: 'checking' | 'importing'): Promise<void> {
  const { turn } = openImporting(tests.server.context, run)
  while (await turn());
}

async function importFile(caller: ImportCaller, file: string): Promise<ImportOut> {
  const { id } = await caller.sent(file)
  const started = await caller.call('POST', `/v1/imports/${id}/start`)
  assert.equal(started.status, 202, JSON.stringify(started.body))
  await runAll('importing')
  return (await caller.call<ImportOut>('GET', `/v1/imports/${id}`)).body
}

async function everybody(caller: ImportCaller): Promise<Person[]> {
  const { items } = (await caller.call<{ items: { id: string }[] }>('GET', '/v1/people?limit=200')).body
  const people = await Promise.all(items.map(({ id }) => caller.call<Person>('GET', `/v1/people/${id}`)))
  return people.map(({ body }) => body).sort((a, b) => (a.last_name < b.last_name ? -1 : 1))
}

async function problemsOf(caller: ImportCaller, id: string): Promise<[number, string][]> {
  const { body } = await caller.call<{ items: { line: number; kind: string }[] }>('GET', `/v1/imports/${id}/problems`)
  return body.items.map(({ line, kind }) => [line, kind])
}

const count = async (caller: ImportCaller, table: string) => {
  const text = `select count(*)::int as n from ${table}`
  return (await tests.server.context.db.tenant(caller.id, (tx) => tx.rows<{ n: number }>('', text, [])))[0]!.n
}

test('a row becomes a person, with number, groups, fields, and a manager who stands further down', async () => {
  const caller = await tests.workspace()
  const done = await importFile(
    caller,
    'id,first name,last name,email,mobile,manager,groups,fields.site,active,language,time zone\n' +
      'u1,Ada,Alder,ada@acme.example,+14155550101,u2,Night; On call,Oslo,yes,nb,Europe/Oslo\n' +
      'u2,Bo,Birch,BO@acme.example,0170 1234567,,night,,no,,\n' +
      ',Cy,Cedar,cy@acme.example,,bo@ACME.example,,,,,\n',
  )
  assert.deepEqual([done.state, done.rows_done, done.counts.new, done.counts.refused], ['done', 3, 3, 0])
  const [ada, bo, cy] = await everybody(caller)
  assert.deepEqual(
    [ada!.external_id, ada!.first_name, ada!.reach, ada!.phone!.source, ada!.phone!.verified, ada!.fields, ada!.active],
    ['u1', 'Ada', 'ok', 'import', true, { site: 'Oslo' }, true],
  )
  assert.deepEqual([ada!.manager!.id, cy!.manager!.id], [bo!.id, bo!.id])
  assert.deepEqual(ada!.groups.map(({ name }) => name).sort(), ['Night', 'On call'])
  assert.deepEqual([bo!.active, bo!.reach, bo!.groups.length, cy!.reach], [false, 'malformed', 1, 'no_phone'])
  assert.deepEqual(await problemsOf(caller, done.id), [[3, 'no_phone_number']])
  const found = await caller.call<{ items: Person[] }>('GET', '/v1/people?search=alder%20ada')
  assert.equal(found.body.items[0]!.external_id, 'u1')
})

test('the same file again changes nobody, and another changes those who differ', async () => {
  const caller = await tests.workspace()
  const file =
    'id,last name,email,mobile,groups,fields.site\nu1,Alder,a@acme.example,+14155550101,Night,Oslo\nu2,Birch,,12,,\n'
  await importFile(caller, file)
  assert.deepEqual((await importFile(caller, file)).counts, {
    ...{ new: 0, changed: 0, same: 2, refused: 0 },
    problems: { no_phone_number: 1 },
  })
  const other = await importFile(caller, 'id,last name,mobile\nu1,Alder,+14155550102\nu2,Beech,\nu3,Cedar,\n')
  assert.deepEqual([other.counts.new, other.counts.changed, other.counts.same], [1, 2, 0])
  const [ada, bo] = await everybody(caller)
  assert.deepEqual(
    [ada!.phone!.number, ada!.email, ada!.fields],
    ['+1 ••• ••• 0102', 'a@acme.example', { site: 'Oslo' }],
  )
  const search = async (word: string) =>
    (await caller.call<{ items: unknown[] }>('GET', `/v1/people?search=${word}`)).body.items.length
  assert.deepEqual([bo!.last_name, await search('beech'), await search('birch')], ['Beech', 1, 0])
})

describe('who is meant by a row:', () => {
  const known = [
    { external_id: 'u1', last_name: 'Alder', email: 'a@acme.example' },
    { last_name: 'Birch', email: 'B@acme.example' },
    { last_name: 'Cedar', email: 'both@acme.example' },
    { last_name: 'Dogwood', email: 'both@acme.example' },
  ]
  const CASES: [what: string, row: string, counts: [added: number, changed: number], of: string | null][] = [
    ['the one with the external id, whatever the address', 'u1,New,other@acme.example', [0, 1], 'Alder'],
    ['the only one with the address', ',New,a@acme.example', [0, 1], 'Alder'],
    ['the only one with the address, in whatever case, who gets the id', 'u9,New,b@ACME.example', [0, 1], 'Birch'],
    ['somebody new where two have the address', ',New,both@acme.example', [1, 0], null],
    ['somebody new where the address is of another id', 'u9,New,a@acme.example', [1, 0], null],
  ]
  for (const [what, row, counts, of] of CASES)
    test(what, async () => {
      const caller = await tests.workspace()
      for (const person of known) await caller.call('POST', '/v1/people', person)
      const done = await importFile(caller, `id,last name,email\n${row}\n`)
      assert.deepEqual([done.counts.new, done.counts.changed], counts)
      assert.equal(
        (await everybody(caller)).some(({ last_name: name }) => name === of),
        false,
      )
    })
})

test('what comes twice is told: rows of one person are taken once, numbers as often as they stand', async () => {
  const caller = await tests.workspace()
  await caller.call('POST', '/v1/people', { last_name: 'Here', phone: '+14155550109' })
  const { id, counts } = await importFile(
    caller,
    'id,last name,email,mobile\nu1,A,a@acme.example,+14155550101\nu1,B,,\nu2,C,a@acme.example,+14155550101\n,D,A@acme.example,\n,,,+14155550102\nu3,E,,+14155550109\n',
  )
  assert.deepEqual([counts.new, counts.refused], [3, 3])
  assert.deepEqual(await problemsOf(caller, id), [
    [3, 'twice_in_file'],
    [4, 'number_twice_in_file'],
    [5, 'twice_in_file'],
    [6, 'nothing_to_know_by'],
    [7, 'number_of_another'],
  ])
})

test('a dry run says what would be and writes nobody, and the import then does just that', async () => {
  const caller = await tests.workspace()
  await caller.call('POST', '/v1/people', { external_id: 'u1', last_name: 'Was' })
  const { id } = await caller.sent('id,last name,groups,manager\nu1,Is,Night,u2\nu2,New,,nobody\n,,,\nu2,Twice,,\n')
  await caller.call('POST', `/v1/imports/${id}/check`)
  await runAll('checking')
  const show = async () => (await caller.call<ImportOut>('GET', `/v1/imports/${id}`)).body
  const { state, checked } = await show()
  const { problems: _, ...counts } = checked!
  assert.deepEqual([state, counts], ['ready', { new: 1, changed: 1, same: 0, refused: 1 }])
  assert.deepEqual(await problemsOf(caller, id), [[5, 'twice_in_file']])
  assert.deepEqual([await count(caller, 'persons'), await count(caller, 'groups')], [1, 0])
  await caller.call('POST', `/v1/imports/${id}/start`)
  await runAll('importing')
  const done = await show()
  assert.deepEqual([done.counts.new, done.counts.changed, done.counts.refused], [1, 1, 1])
  assert.deepEqual(await problemsOf(caller, id), [
    [3, 'no_manager'],
    [5, 'twice_in_file'],
  ])
  assert.deepEqual([await count(caller, 'persons'), await count(caller, 'import_chunks')], [2, 0])
})

const ROWS = 6500
const manyRows = () =>
  `id,last name,mobile\n${Array.from({ length: ROWS }, (_, i) => `u${i},N${i},+1415${2000000 + i}\n`).join('')}`

/** Breaks off as a killed process does: between two transactions, its lease still held. */
async function dieMidway(importId: string): Promise<number> {
  const { context } = tests.server
  let left = 3
  const tenant: typeof context.db.tenant = (workspaceId, work) =>
    context.db.tenant(workspaceId, async (tx) => {
      const result = await work(tx)
      const [row] = await tx.rows<{ rows_done: number }>('', 'select rows_done from imports where id = $1', [importId])
      if (row && row.rows_done > 0 && left-- <= 0) throw new Error('killed')
      return result
    })
  const { turn } = openImporting({ ...context, db: { ...context.db, tenant } }, 'importing')
  await assert.rejects(turn, /killed/)
  const [row] = await context.db.system((tx) =>
    tx.rows<{ rows_done: number }>(
      '',
      `update imports set lease = 'dead', leased_until = now() + interval '1 minute' where id = $1 returning rows_done`,
      [importId],
    ),
  )
  return row!.rows_done
}

test('a worker that dies midway is followed by another, which goes on there and doubles nobody', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent(manyRows())
  await caller.call('POST', `/v1/imports/${id}/start`)
  const doneBefore = await dieMidway(id)
  assert.ok(doneBefore > 0 && doneBefore < ROWS, `${doneBefore}`)
  await runAll('importing')
  const show = async () => (await caller.call<ImportOut>('GET', `/v1/imports/${id}`)).body
  const held = await show()
  assert.deepEqual([held.state, held.rows_done], ['importing', doneBefore], 'the lease still holds')
  await tests.server.context.db.system((tx) =>
    tx.rows('', `update imports set leased_until = now() where id = $1`, [id]),
  )
  assert.deepEqual([held.at_work, (await show()).at_work], [true, false])
  await runAll('importing')
  const done = await show()
  assert.deepEqual([done.state, done.rows_done, done.counts.new, done.counts.same], ['done', ROWS, ROWS, 0])
  assert.deepEqual([await count(caller, 'persons'), await count(caller, 'phones')], [ROWS, ROWS])
})

test('one that is cancelled midway keeps whom it wrote, loses its file, and is on record once', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent(manyRows())
  await caller.call('POST', `/v1/imports/${id}/start`)
  const doneBefore = await dieMidway(id)
  for (let i = 0; i < 2; i++)
    assert.equal((await caller.call('POST', `/v1/imports/${id}/cancel`)).body.state, 'cancelled')
  await runAll('importing')
  assert.deepEqual([await count(caller, 'persons'), await count(caller, 'import_chunks')], [doneBefore, 0])
  const { items } = (await caller.call<{ items: { action: string; sentence: string }[] }>('GET', '/v1/audit')).body
  const told = items.filter(({ action }) => action === 'people.imported')
  assert.equal(told.length, 1)
  assert.match(told[0]!.sentence, new RegExp(`cancelled midway: ${doneBefore} new, 0 changed, 0 rows refused`))
  assert.equal((await caller.call('POST', `/v1/imports/${id}/start`)).status, 409)
})

test('one that fails at the same row each time is given up, and says where', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent('last name\nA\n')
  await caller.call('POST', `/v1/imports/${id}/start`)
  await tests.server.context.db.system((tx) => tx.rows('', 'update imports set tries = 5 where id = $1', [id]))
  await runAll('importing')
  const { state, trouble } = (await caller.call<ImportOut>('GET', `/v1/imports/${id}`)).body
  assert.equal(state, 'failed')
  assert.match(trouble!, /after row 0/)
})

test('a process that is going lets go at once, and the next goes on', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent(manyRows())
  await caller.call('POST', `/v1/imports/${id}/start`)
  const { turn, stop } = openImporting(tests.server.context, 'importing')
  const turning = turn()
  stop()
  await turning
  assert.equal((await caller.call<ImportOut>('GET', `/v1/imports/${id}`)).body.state, 'importing')
  await runAll('importing')
  assert.equal(await count(caller, 'persons'), ROWS)
})

test('a number that said STOP stays silent when it is imported, and one that was confirmed stays confirmed', async () => {
  const caller = await tests.workspace()
  const { context } = tests.server
  const numberHash = context.keys.hashNumber('+14155550101')
  await context.db.tenant(caller.id, (tx) =>
    writeOptOuts(tx, [{ workspaceId: caller.id, numberHash, source: 'keyword', note: null }]),
  )
  await importFile(caller, 'last name,email,mobile\nA,a@acme.example,+14155550101\n')
  assert.equal((await everybody(caller))[0]!.reach, 'opted_out')
})

test('the problems are a file whose cells no spreadsheet takes for formulas', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent('last name,=HYPERLINK()\nA,12\n')
  await caller.call('PATCH', `/v1/imports/${id}`, { columns: [{ to: 'last_name' }, { to: 'phone' }] })
  await caller.call('POST', `/v1/imports/${id}/check`)
  await runAll('checking')
  const headers = { authorization: `Bearer ${caller.key}` }
  const response = await fetch(`${tests.server.url}/v1/imports/${id}/problems/export`, { headers })
  const text = await response.text()
  assert.match(response.headers.get('content-type')!, /text\/csv/)
  assert.match(text, /^line,column,refused,what,kind\r\n2,'=HYPERLINK\(\),no,/)
})

test('a file that nobody imports is gone after a day', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent('last name\nA\n')
  await tests.server.context.db.system((tx) =>
    tx.rows('', `update imports set created_at = now() - interval '25 hours' where id = $1`, [id]),
  )
  await expireImports(tests.server.context)
  assert.equal((await caller.call<ImportOut>('GET', `/v1/imports/${id}`)).body.state, 'expired')
  assert.equal(await count(caller, 'import_chunks'), 0)
})

test('it is not started where nobody could be made of its columns', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent('mobile,remarks\n+14155550101,x\n')
  assert.equal((await caller.call('POST', `/v1/imports/${id}/start`)).status, 422)
})
