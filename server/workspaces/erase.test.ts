import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { INSTALLATION, newId } from '../kit/id.ts'
import { eraseTurn } from './erase.ts'
import { createOwner } from './setup.ts'
import { type Browser, openSite, type Site, until } from './testing.ts'
import { createWorkspace } from './workspace.ts'

const MESSAGES = 9000

let site: Site
let owner: pg.Client
let operator: Browser
let ownerId: string
let going: string
let staying: string

before(async () => {
  site = await openSite()
  const dana = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse', workspaceName: 'Acme' }
  const made = await createOwner(site.context, dana)
  ownerId = made.userId
  staying = made.workspaceId
  operator = site.browser()
  await operator.call('POST', '/auth/sign-in/email', { email: dana.email, password: dana.password })
  owner = new pg.Client(site.context.db.connection)
  await owner.connect()
  await loosen()
  await fill(staying, 1)
})
beforeEach(async () => {
  going = await createWorkspace(site.context, { name: 'Going', ownerId })
  await fill(going, MESSAGES)
})
after(async () => {
  await owner.end()
  await site.close()
})

/** The owner of the tables may then fill any of them with anything that has the right type. */
async function loosen(): Promise<void> {
  const { rows } = await owner.query<{ statement: string }>(
    `select format('alter table %I no force row level security', relname) as statement from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relforcerowsecurity
     union all select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace`,
  )
  for (const { statement } of rows) await owner.query(statement)
}

async function tables(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  )
  return rows.map(({ name }) => name)
}

/** Rows in each table that a workspace may have rows in: a new table is among them by itself. */
async function fill(workspaceId: string, messages: number): Promise<void> {
  const word = chanceWord()
  await owner.query('insert into auth_users (id, name, email) values ($1, $1, $1)', [word])
  const left = (await tables()).filter((name) => name !== 'workspaces')
  // Whatever others point at is tried again until it is there.
  for (let rounds = 0; left.length > 0; rounds++) {
    assert.ok(rounds < 20, `no row could be made in ${left.join(', ')}`)
    for (const name of left.splice(0)) {
      const many = name === 'messages' ? messages : 1
      if (!(await fillTable(name, workspaceId, word, many))) left.push(name)
    }
  }
}

const chanceWord = () => newId('w').slice(2)

async function fillTable(name: string, workspaceId: string, word: string, many: number): Promise<boolean> {
  const { rows: columns } = await owner.query<{ name: string; type: string; key: boolean }>(
    `select a.attname as name, format_type(a.atttypid, null) as type, exists (
       select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any(i.indkey)) as key
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.attnotnull and d.adbin is null`,
    [name],
  )
  const values = columns.map(({ name: column, type, key }) => {
    if (column === 'workspace_id') return '$1'
    return `${sampleOf(type, key && many > 1)}::${type}`
  })
  const into = columns.map(({ name: column }) => `"${column}"`).join(', ')
  const statement = `insert into ${name} (${into}) select ${values.join(', ')} from generate_series(1, $3::int) n
    where $2::text is not null on conflict do nothing`
  return owner.query(statement, [workspaceId, word, many]).then(
    () => true,
    (error: pg.DatabaseError) => {
      if (error.code === '23503') return false
      throw error
    },
  )
}

function sampleOf(type: string, numbered: boolean): string {
  if (type === 'text') return numbered ? `$2 || n` : '$2'
  if (type === 'bytea') return `convert_to($2, 'UTF8')`
  if (type === 'boolean') return 'false'
  if (type === 'jsonb') return `'{}'`
  if (type === 'date' || type.startsWith('timestamp')) return 'now()'
  if (type.endsWith('[]')) return `'{}'`
  return '1'
}

async function counts(workspaceId: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const name of await tables()) {
    const { rows } = await owner.query(`select count(*)::int as count from ${name} where workspace_id = $1`, [
      workspaceId,
    ])
    found[name] = rows[0].count
  }
  return found
}

/** As if its days of grace were over, and whoever was in it had left. */
async function letGo(workspaceId: string, waitedSeconds = 301): Promise<void> {
  await owner.query(`update workspaces set delete_after = now() - interval '1 second' where workspace_id = $1`, [
    workspaceId,
  ])
  await eraseTurn(site.context)
  await owner.query(`update workspaces set erasing_since = now() - make_interval(secs => $2) where workspace_id = $1`, [
    workspaceId,
    waitedSeconds,
  ])
}

async function listOf(workspaceId: string): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ changes: Record<string, { from: unknown }>; actor_name: string }>(
    `select changes, actor_name from audit_entries
     where workspace_id = $1 and action = 'workspace.erased' and target = $2`,
    [INSTALLATION, workspaceId],
  )
  assert.equal(rows.length, 1)
  const { changes, actor_name } = rows[0]!
  const { name, slug, ...went } = changes
  assert.deepEqual([actor_name, name?.from, typeof slug?.from], ['Handset', 'Going', 'string'])
  return Object.fromEntries(Object.entries(went).map(([table, { from }]) => [table, Number(from)]))
}

test('everything of a workspace goes, of every table there is, and no other loses a row', async () => {
  const had = await counts(going)
  const others = await counts(staying)
  assert.equal(had.messages, MESSAGES)
  for (const [table, count] of Object.entries(had)) assert.ok(count > 0, `${table} is empty before`)
  for (const [table, count] of Object.entries(others)) assert.ok(count > 0, `${table} of the other is empty`)
  await letGo(going)
  while (await eraseTurn(site.context));
  assert.deepEqual(await counts(going), Object.fromEntries(Object.keys(had).map((table) => [table, 0])))
  assert.deepEqual(await counts(staying), others)
  const { workspaces: _, ...went } = had
  assert.deepEqual(await listOf(going), went)
})

test('nobody gets in any more while the rest waits until whoever was in is out', async () => {
  const inside = { 'handset-workspace': going }
  assert.equal((await operator.call('GET', '/v1/me', undefined, inside)).status, 200)
  await letGo(going, 10)
  const left = await counts(going)
  assert.deepEqual([left.members, left.api_keys, left.messages, left.workspace_keys], [0, 0, MESSAGES, 1])
  assert.equal((await operator.call('GET', '/v1/me', undefined, inside)).status, 404)
  assert.equal(await eraseTurn(site.context), false)
  assert.equal((await counts(going)).messages, MESSAGES)
})

test('until deleting began it can be kept, although its days are over, and then no more', async () => {
  const inside = { 'handset-workspace': going }
  await owner.query(`update workspaces set delete_after = now() - interval '1 second' where workspace_id = $1`, [going])
  assert.equal((await operator.call('POST', '/v1/workspace/keep', undefined, inside)).status, 200)
  await eraseTurn(site.context)
  assert.equal((await counts(going)).messages, MESSAGES)

  await owner.query(
    `update workspaces set delete_after = now() - interval '1 second', erasing_since = now() where workspace_id = $1`,
    [going],
  )
  const late = await operator.call('POST', '/v1/workspace/keep', undefined, inside)
  assert.deepEqual([late.status, late.body.code], [409, 'being_deleted'])
})

test('killed in the middle again and again, it goes on where it was, and counts every row once', async () => {
  const had = await counts(going)
  await letGo(going)
  for (let kills = 0; kills < 3; kills++) {
    const before = (await counts(going)).messages!
    const child = eraseElsewhere()
    await until('the child erased some', async () => (await counts(going)).messages! < before)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  assert.ok((await counts(going)).messages! > 0, 'all was gone before the last kill')
  while (await eraseTurn(site.context));
  const { workspaces: _, ...went } = had
  assert.deepEqual(await listOf(going), went)
})

/** Another process at the same work, one batch at a time with a breath in between. */
function eraseElsewhere(): ChildProcess {
  const { connectionString } = site.context.db.connection
  const code = `
    import { openDatabase } from '${new URL('../kit/db.ts', import.meta.url)}'
    import { eraseTurn } from '${new URL('./erase.ts', import.meta.url)}'
    const db = openDatabase({ connectionString: ${JSON.stringify(connectionString)} })
    for (;;) {
      await eraseTurn({ db })
      await new Promise((done) => setTimeout(done, 300))
    }`
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' })
}

test('the role that erases reaches nothing of a workspace that is to stay', async () => {
  for (const name of await tables()) {
    const reached = await site.context.db.erase(staying, (tx) => tx.rows('', `select 1 from ${name}`, []))
    assert.deepEqual(reached, [], name)
    await assert.rejects(
      site.context.db.erase(staying, (tx) => tx.rows('', `insert into ${name} default values`, [])),
      /permission denied/,
      name,
    )
  }
})
