import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import type { ImportOut } from '../server/people/import/schema.ts'
import { startTestServer, type TestServer, type TestWorkspace, until } from './app.ts'
import { type Running, startHandset } from './handset-process.ts'

const ROWS = 20_000
const KILLED_AT = 0.37
/** Of so many rows one tells of somebody told of before, one has no number that can be read, and one a manager. */
const ONE_IN = 50
const GROUPS = 7

let folder: string
/** Never imports: it takes the file and looks, while another process on the same database is killed. */
let observer: TestServer
let workspace: TestWorkspace
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handset-import-crash-'))
  await writeFile(join(folder, 'key'), randomBytes(32).toString('base64'), { mode: 0o600 })
  observer = await startTestServer({ role: 'api', environment: { HANDSET_KEY_FILE: join(folder, 'key') } })
  workspace = await observer.workspace()
})
after(async () => {
  await observer.stop()
  await rm(folder, { recursive: true })
})

async function startImporting(t: TestContext): Promise<Running> {
  const handset = await startHandset({
    HANDSET_DATA_DIR: folder,
    HANDSET_KEY_FILE: join(folder, 'key'),
    DATABASE_URL: observer.context.db.connection.connectionString!,
  })
  t.after(() => handset.end('SIGKILL'))
  return handset
}

/** Managers stand at the end, below their people. */
function fileOf(rows: number): string {
  const lines = ['external id,first name,last name,email,mobile,groups,manager']
  for (let i = 0; i < rows; i++) {
    const id = i % ONE_IN === 1 ? i - 1 : i
    const number = i % ONE_IN === 2 ? '12' : `+1415${2_000_000 + i}`
    const manager = i % ONE_IN === 3 ? `u${rows - 1}` : ''
    lines.push(`u${id},First${i % 97},Last${i % 499},user${id}@acme.example,${number},Team ${i % GROUPS},${manager}`)
  }
  return `${lines.join('\n')}\n`
}

async function beginImport(): Promise<string> {
  const { body } = await workspace.call<ImportOut>('POST', '/v1/imports', { file_name: 'people.csv' })
  const headers = { authorization: `Bearer ${workspace.key}`, 'content-type': 'text/csv' }
  const file = { method: 'PUT', headers, body: fileOf(ROWS) }
  assert.equal((await fetch(`${observer.url}/v1/imports/${body.id}/file`, file)).status, 200)
  assert.equal((await workspace.call('POST', `/v1/imports/${body.id}/start`)).status, 202)
  return body.id
}

const show = async (id: string) => (await workspace.call<ImportOut>('GET', `/v1/imports/${id}`)).body

/** Looks a tenth at a time, so that a slow machine is waited for and a standstill is not. */
async function untilShare(id: string, share: number): Promise<ImportOut> {
  for (let tenth = 0.1; tenth < share; tenth += 0.1)
    await until(`${tenth} of the rows`, async () => (await show(id)).rows_done >= tenth * ROWS)
  return until(`${share} of the rows`, async () => {
    const shown = await show(id)
    return shown.rows_done >= share * ROWS && shown
  })
}

async function stored(): Promise<Record<string, number>> {
  const [row] = await observer.context.db.tenant(workspace.id, (tx) => tx.rows<Record<string, number>>('', STORED, []))
  return row!
}

const STORED = `
select (select count(*)::int from persons) as people, (select count(distinct external_id)::int from persons) as ids,
  (select count(*)::int from phones) as phones, (select count(distinct number_hash)::int from phones) as numbers,
  (select count(*)::int from group_people) as memberships, (select count(*)::int from groups) as groups,
  (select count(*)::int from person_words) as words,
  (select coalesce(sum(cardinality(string_to_array(btrim(words), ' '))), 0)::int from persons) as words_of_people,
  (select count(*)::int from import_problems) as problems, (select count(*)::int from persons where manager_id is not null) as managed,
  (select count(*)::int from import_chunks) + (select count(*)::int from import_managers) as left_over`

/** What is written is what is said of it: no row of a set without its progress, and none of one that was cut off. */
async function killMidway(t: TestContext, id: string): Promise<void> {
  const handset = await startImporting(t)
  await untilShare(id, KILLED_AT)
  await handset.end('SIGKILL')
  const { state, rows_done: rowsDone, counts } = await show(id)
  assert.equal(state, 'importing')
  assert.ok(rowsDone >= KILLED_AT * ROWS && rowsDone < ROWS, `${rowsDone} rows were done`)
  const { people, ids, phones } = await stored()
  const twice = rowsDone / ONE_IN
  assert.deepEqual([people, ids, phones, counts.new, counts.refused], [...Array(4).fill(rowsDone - twice), twice])
}

/** As time would do. */
const endLease = () =>
  observer.context.db.system((tx) => tx.rows('', 'update imports set leased_until = now() where lease is not null', []))

test('an import whose process is killed at 37 % goes on in the next one, with every row once', async (t) => {
  const id = await beginImport()
  await killMidway(t, id)
  await endLease()
  const next = await startImporting(t)
  await untilShare(id, 1)
  const done = await until('the end', async () => {
    const shown = await show(id)
    return shown.state === 'done' && shown
  })
  assert.equal(await next.end('SIGTERM'), 0)
  const some = ROWS / ONE_IN
  assert.deepEqual(done.counts, {
    ...{ new: ROWS - some, changed: 0, same: 0, refused: some },
    problems: { twice_in_file: some, no_phone_number: some },
  })
  assert.equal(done.rows_done, ROWS)
  const { words, words_of_people: wordsOfPeople, ...rest } = await stored()
  assert.deepEqual(rest, {
    ...{ people: ROWS - some, ids: ROWS - some, phones: ROWS - some, numbers: ROWS - 2 * some },
    ...{ memberships: ROWS - some, groups: GROUPS, problems: 2 * some, managed: some, left_over: 0 },
  })
  assert.equal(words, wordsOfPeople)
})
