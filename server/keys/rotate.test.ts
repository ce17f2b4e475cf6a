import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer, until } from '../../test/app.ts'
import { INSTALLATION } from '../kit/id.ts'
import { fixedRing, newKey, readKeys, writtenKey } from '../kit/installation-key.ts'
import { openKeys } from '../kit/keys.ts'
import { keyCheck, keyName } from '../kit/seal.ts'
import { WRAPPING_LOCK } from '../kit/workspace-keys.ts'
import { listMails, post } from '../mail/post.ts'
import { sealMail } from '../mail/settings.ts'
import { holdKeys } from './holders.ts'
import { startLoad } from './testing-load.ts'

const WORKSPACES = 1500

let server: TestServer
let keyFile: string
before(async () => {
  server = await startTestServer({ role: 'api' })
  keyFile = server.context.installation.shown().key.file
})
after(() => server.stop())

test('killed ten times at random points under load, a rotation ends, and nothing has become unreadable', async () => {
  const { context } = server
  const old = (await readKeys(keyFile))![0]!
  const load = startLoad(context, keyFile, WORKSPACES)
  await load.isEnough()
  const hash = context.keys.hashNumber('+14155550142')
  const settings = { host: '127.0.0.1', port: 25, secure: false, user: null, password: null, from: 'a@acme.example' }
  const mail_sealed = sealMail(context.keys.installation, settings)
  await context.db.signIn((tx) => tx.updateTable('installation').set({ mail_sealed }).execute())
  const letter = { to: 'dana@acme.example', subject: 'Texts wait', text: 'For a reason.' }
  await context.db.system((tx) => post(context, tx, [letter]))
  let halfWay = 0
  for (let killed = 0; killed < 10; killed++) halfWay += await rotateAndKill(killed)
  assert.ok(halfWay >= 3, `only ${halfWay} were killed while keys were wrapped anew`)
  const told = await run('rotate')
  assert.equal(told.code, 0, told.errors)
  const sealed = await load.end()
  assert.ok(sealed.length > WORKSPACES)

  const now = (await readKeys(keyFile))!
  assert.equal(now.length, 1)
  assert.notDeepEqual(now[0], old)
  const fresh = await openKeys(context.db, now[0]!)
  let unreadable = 0
  for (const [workspaceId, value] of sealed) {
    const opened = await fresh.forWorkspace(workspaceId).then((sealer) => sealer.open('test', value), String)
    if (opened !== workspaceId) unreadable += 1
  }
  assert.equal(unreadable, 0)
  assert.deepEqual(fresh.hashNumber('+14155550142'), hash)
  assert.equal(fresh.signInSecret, context.keys.signInSecret)
  assert.equal((await listMails({ ...context, keys: fresh }, '~', 1))[0]!.text, letter.text)
  const { rows } = await context.db.pool.query(`select count(*)::int as n from workspace_keys where wrapped_by <> $1`, [
    keyCheck(now[0]!),
  ])
  assert.equal(rows[0].n, 0)

  await assert.rejects(openKeys(context.db, old), (error: Error) => {
    assert.match(error.message, new RegExp(`^The installation key ${nameOf(old)} at .* was replaced on [^\\n]*$`))
    return error.message.includes(`Give the file with key ${nameOf(now[0]!)}`)
  })
  await assert.rejects(
    openKeys(context.db, newKey()),
    /does not fit this database: at .* is \w{8}, and \w{8} is needed/,
  )
})

test('what was done to the key stands in the audit log of the installation', async () => {
  const { rows } = await server.context.db.pool.query(
    `select action, actor_name, changes from audit_entries where workspace_id = $1 and target = 'installation'
       and action like 'installation_key.%' order by at, id`,
    [INSTALLATION],
  )
  const [replaced, given] = rows.slice(-2)
  assert.deepEqual([replaced.action, given.action], ['installation_key.replaced', 'installation_key.given_up'])
  assert.equal(replaced.changes.key.to, nameOf((await readKeys(keyFile))![0]!))
  assert.equal(given.actor_name, 'Command line')
})

test('values that a workspace’s new key seals open in a process that ran before, and old values stay open', async () => {
  const { context } = server
  const { id } = await server.workspace()
  const before = await context.keys.forWorkspace(id)
  const first = before.seal('test', 'first')
  const told = await run('rotate', '--data-keys')
  assert.equal(told.code, 0, told.errors)
  await context.db.pool.query('update workspace_keys set seal_from = now() where workspace_id = $1', [id])
  const fresh = await openKeys(context.db, (await readKeys(keyFile))![0]!)
  const second = (await fresh.forWorkspace(id)).seal('test', 'second')
  assert.deepEqual([first[0], second[0]], [1, 2])
  assert.throws(() => before.open('test', second), /not known here/)
  const again = await context.keys.forWorkspace(id)
  assert.deepEqual([again.open('test', first), again.open('test', second)], ['first', 'second'])
  assert.equal((await fresh.forWorkspace(id)).open('test', first), 'first')
})

test('while a process runs that cannot know the new key, nothing is wrapped with it', async () => {
  const { context } = server
  const old = (await readKeys(keyFile))![0]!
  const elsewhere = await holdKeys(context.db, fixedRing([old]))
  const rotating = start('rotate')
  const lines = createInterface({ input: rotating.stdout! })
  for await (const line of lines) if (line.startsWith('The new key is')) break
  await assert.rejects(
    run('rotate').then(({ code, errors }) => assert.equal(code, 0, errors)),
    /under way already/,
  )
  const [held, next] = (await readKeys(keyFile))!
  assert.deepEqual(held, old)
  await assert.rejects(
    openKeys(context.db, old),
    new RegExp(`is being replaced right now, and .* lacks the new key ${nameOf(next!)}`),
  )
  const inUse = async () => (await context.db.pool.query('select key_check from installation')).rows[0].key_check
  assert.deepEqual(await inUse(), keyCheck(old))
  await elsewhere.leave()
  const [code] = await once(rotating, 'close')
  assert.equal(code, 0)
  assert.deepEqual(await inUse(), keyCheck(next!))
})

test('the new key comes into use only once nobody is wrapping with the old one any more', async () => {
  const { pool } = server.context.db
  const inUse = async () => (await pool.query('select key_check from installation')).rows[0].key_check
  const before = await inUse()
  const wrapping = await pool.connect()
  await wrapping.query('begin')
  await wrapping.query('select pg_advisory_xact_lock_shared($1)', [WRAPPING_LOCK])
  const rotating = run('rotate')
  await until('it waits', async () => {
    const { rowCount } = await pool.query(
      `select from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    )
    return rowCount === 1
  })
  assert.deepEqual(await inUse(), before)
  await wrapping.query('commit')
  wrapping.release()
  assert.equal((await rotating).code, 0)
  assert.notDeepEqual(await inUse(), before)
})

test('a half-done rotation without its old key is told at start in one line', async () => {
  const { context } = server
  const old = (await readKeys(keyFile))![0]!
  const killed = start('rotate')
  for await (const line of createInterface({ input: killed.stdout! })) if (line.endsWith('is in use.')) break
  killed.kill('SIGKILL')
  await once(killed, 'close')
  const { rows } = await context.db.pool.query('select done_at from former_keys where done_at is null')
  if (rows.length === 0) return assert.fail('it had ended already')
  const both = await readFile(keyFile, 'utf8')
  await writeFile(
    keyFile,
    both
      .split('\n')
      .filter((line) => line && line !== writtenKey(old).trim())
      .join('\n'),
  )
  const lone = (await readKeys(keyFile))![0]!
  await assert.rejects(openKeys(context.db, lone), new RegExp(`lacks the old key ${nameOf(old)}`))
  const refused = await run('rotate')
  assert.deepEqual([refused.code, refused.errors.trim().split('\n').length], [1, 1])
  await writeFile(keyFile, both)
  assert.equal((await run('rotate')).code, 0)
})

test('a key file that cannot be replaced is told before anything is changed; one that holds the new key already will do', async () => {
  const old = (await readKeys(keyFile))![0]!
  // A draft beside it has a longer name than there may be.
  const fixed = join(dirname(keyFile), 'k'.repeat(250))
  await copyFile(keyFile, fixed)
  const refused = await run('rotate', '--key', fixed)
  assert.equal(refused.code, 1)
  assert.match(
    refused.errors,
    /cannot be replaced \(ENAMETOOLONG\)\. Nothing was changed\. Put a new key there as a second/,
  )
  const next = newKey()
  await writeFile(fixed, writtenKey(old) + writtenKey(next))
  await writeFile(keyFile, writtenKey(old) + writtenKey(next))
  const done = await run('rotate', '--key', fixed)
  assert.equal(done.code, 1)
  assert.match(done.errors, new RegExp(`^Nothing needs key ${nameOf(old)} any more, but [^\\n]+\\n$`))
  const tidied = await run('rotate')
  assert.equal(tidied.code, 0, tidied.errors)
  assert.deepEqual(await readKeys(keyFile), [next])
})

test('the old key is kept where somebody asks for it, the file keeps its mode, and sessions end where asked', async () => {
  const { context } = server
  const old = (await readKeys(keyFile))![0]!
  await context.db.pool.query(
    `insert into auth_users (id, name, email) values ('usr_1', 'Dana', 'dana@acme.example') on conflict do nothing;
     insert into auth_sessions (id, user_id, token, expires_at) values ('ses_1', 'usr_1', 'token', now() + interval '1 day')`,
  )
  const kept = join(dirname(keyFile), 'old-key')
  const told = await run('rotate', '--keep-old', kept, '--sign-out')
  assert.equal(told.code, 0, told.errors)
  assert.deepEqual(await readKeys(kept), [old])
  for (const path of [kept, keyFile]) assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await context.db.pool.query('select from auth_sessions')).rowCount, 0)
  const shown = await run('show')
  assert.equal(shown.output, `${nameOf((await readKeys(keyFile))![0]!)}  in use\n`)
  const odd = await run('rotate', '--data-key')
  assert.deepEqual([odd.code, /Usage/.test(odd.errors)], [2, true])
})

function nameOf(key: Buffer): string {
  return keyName(keyCheck(key))
}

function start(what: string, ...more: string[]): ChildProcess {
  const at = more.indexOf('--key')
  const [, file] = at < 0 ? [] : more.splice(at, 2)
  const env = {
    ...process.env,
    DATABASE_URL: server.context.db.connection.connectionString!,
    HANDSET_KEY_FILE: file ?? keyFile,
  }
  return spawn(process.execPath, ['server/main.ts', 'keys', what, ...more], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function run(what: string, ...more: string[]) {
  const child = start(what, ...more)
  let [output, errors] = ['', '']
  child.stdout!.on('data', (data) => (output += data))
  child.stderr!.on('data', (data) => (errors += data))
  const [code] = await once(child, 'close')
  return { code: code as number, output, errors }
}

/** At a point of chance: after so many lines of what it says, and a moment more. */
async function rotateAndKill(turn: number): Promise<number> {
  const child = start('rotate')
  const ended = once(child, 'close')
  let linesLeft = turn % 5
  const lines = createInterface({ input: child.stdout! })
  const reached = new Promise<void>((resolve) => {
    lines.on('line', () => {
      linesLeft -= 1
      if (linesLeft <= 0) resolve()
    })
    if (linesLeft === 0) setTimeout(resolve, 400 + Math.random() * 600)
  })
  await Promise.race([reached, ended])
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 30))
  child.kill('SIGKILL')
  await ended
  const { rows } = await server.context.db.pool.query(
    `select count(*)::int as n from former_keys where done_at is null
       and exists (select from installation i join workspace_keys k on k.wrapped_by <> i.key_check)`,
  )
  return rows[0].n
}
