import assert from 'node:assert/strict'
import { readdir, readFile, readlink, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { withClient } from './connect.ts'
import { startScratchPostgres } from './scratch.ts'
import { asSupervisor, makeTestFolder, postmasterOf, query } from './test-folder.ts'

describe('embedded PostgreSQL', { concurrency: 2 }, () => {
  test('the first start makes the database, and a later one finds its rows', async (t) => {
    const folder = await makeTestFolder(t, { empty: true })
    const first = await folder.start()
    await query(first.connection, 'create table kept as select 42 as answer')
    await first.stop()
    assert.equal(await postmasterOf(folder.dataDir), undefined)
    const second = await folder.start()
    assert.deepEqual(await query(second.connection, 'select answer from kept'), [{ answer: 42 }])
    assert.equal(second.adopted, false)
  })

  test('the owner owns the database and may make roles, but is no superuser', async (t) => {
    const folder = await makeTestFolder(t)
    const { connection } = await folder.start()
    const [role] = await query(
      connection,
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, datname, pg_get_userbyid(datdba) = current_user as owns
         from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
    )
    const rights = { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: true }
    assert.deepEqual(role, { ...rights, datname: 'handset', owns: true })
    await query(connection, 'create role application; create table t (); grant select on t to application')
    const supervisor = await asSupervisor(connection, folder.dataDir)
    assert.notEqual(supervisor.password, connection.password)
    assert.deepEqual(await query(supervisor, 'show is_superuser'), [{ is_superuser: 'on' }])
  })

  test('the database is checksummed, in UTF-8, and sorts by rules of its own', async (t) => {
    const { connection } = await (await makeTestFolder(t)).start()
    const found = await query(
      connection,
      `select pg_encoding_to_char(encoding) as encoding, datlocprovider, datlocale,
              current_setting('data_checksums') as checksums, current_setting('wal_level') as wal_level
         from pg_database where datname = current_database()`,
    )
    const locale = { encoding: 'UTF8', datlocprovider: 'b', datlocale: 'C.UTF-8' }
    assert.deepEqual(found, [{ ...locale, checksums: 'on', wal_level: 'replica' }])
  })

  test('it listens on a socket in a closed folder only, and asks for a password', async (t) => {
    const { dataDir, start } = await makeTestFolder(t)
    const { connection } = await start()
    if (process.platform === 'linux') assert.deepEqual(await tcpListeners((await postmasterOf(dataDir))!), [])
    assert.equal((await stat(connection.host)).mode & 0o777, 0o700)
    assert.equal((await stat(join(dataDir, 'password'))).mode & 0o777, 0o600)
    await assert.rejects(query({ ...connection, password: 'password' }, 'select'), { code: '28P01' })
  })

  for (const name of ['a b, "c"', 'ü'.repeat(60), 'deep/'.repeat(30)]) {
    test(`it works in a folder called ${name.slice(0, 20)}`, async (t) => {
      const { start } = await makeTestFolder(t, { name, empty: true })
      const { connection, stop } = await start()
      assert.deepEqual(await query(connection, 'select 1 as one'), [{ one: 1 }])
      const address = Buffer.byteLength(`${connection.host}/.s.PGSQL.${connection.port}`)
      assert.ok(address <= 100, `socket address of ${address} bytes`)
      assert.equal((await stat(connection.host)).mode & 0o777, 0o700)
      await stop()
      await assert.rejects(stat(connection.host), { code: 'ENOENT' })
    })
  }

  test('two folders are two databases, side by side', async (t) => {
    const one = await (await makeTestFolder(t)).start()
    const two = await (await makeTestFolder(t)).start()
    await query(one.connection, 'create table only_here ()')
    await assert.rejects(query(two.connection, 'select from only_here'), { code: '42P01' })
    await one.stop()
    assert.deepEqual(await query(two.connection, 'select 1 as one'), [{ one: 1 }])
  })

  test('a second start is refused with one line, also through another name of the folder', async (t) => {
    const { dataDir, start, startInChild } = await makeTestFolder(t)
    const { connection } = await start()
    const line = `${dataDir} is in use by process ${process.pid}: stop that one first, or choose another folder.`
    await assert.rejects(start(), { message: line })
    assert.equal((await startInChild()).answer, line)
    await symlink(dataDir, `${dataDir}-alias`)
    const { startEmbeddedPostgres } = await import('./start.ts')
    const again = startEmbeddedPostgres({ dataDir: `${dataDir}-alias`, log: () => {} })
    await assert.rejects(again, { message: line })
    assert.deepEqual(await query(connection, 'select 1 as one'), [{ one: 1 }])
  })

  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    test(`it does not run with ${setting}=off, and leaves the folder free`, async (t) => {
      const { dataDir, start } = await makeTestFolder(t)
      await assert.rejects(start({ [setting]: 'off' }), {
        message: `PostgreSQL in ${dataDir} could lose what it confirmed (${setting}=off): not started.`,
      })
      assert.equal(await postmasterOf(dataDir), undefined)
      await start()
    })
  }

  test('it does not run when its role has given durability up', async (t) => {
    const { start } = await makeTestFolder(t)
    const first = await start()
    await query(first.connection, 'alter role current_user set synchronous_commit = off')
    await first.stop()
    await assert.rejects(start(), /could lose what it confirmed \(synchronous_commit=off\)/)
  })

  test('what an interrupted first start left is removed', async (t) => {
    const { dataDir, start } = await makeTestFolder(t)
    await rename(join(dataDir, 'pg'), join(dataDir, 'pg.tmp-0badf00d'))
    await start()
    const left = (await readdir(dataDir)).filter((name) => name.startsWith('pg'))
    assert.deepEqual(left, ['pg'])
  })

  for (const [version, complaint] of [
    ['17\n', 'was made by PostgreSQL 17, and PostgreSQL 18 cannot open it.'],
    [undefined, 'is not a complete PostgreSQL data directory; nothing in it was touched.'],
  ] as const) {
    test(`a folder that ${complaint.split(/[,;]/)[0]} is refused and kept`, async (t) => {
      const { dataDir, start } = await makeTestFolder(t)
      const file = join(dataDir, 'pg', 'PG_VERSION')
      await (version ? writeFile(file, version) : rename(file, `${file}.away`))
      const before = await readdir(join(dataDir, 'pg'))
      await assert.rejects(start(), { message: `${join(dataDir, 'pg')} ${complaint}` })
      assert.deepEqual(await readdir(join(dataDir, 'pg')), before)
    })
  }

  test('when PostgreSQL cannot start, its own words are in the line', async (t) => {
    const { start } = await makeTestFolder(t)
    await assert.rejects(start({ max_connections: 'many' }), /did not start in .*FATAL:.*max_connections.*many/)
  })

  test('stopping waits for no one and rolls back what is open', async (t) => {
    const { start } = await makeTestFolder(t)
    const { connection, stop } = await start()
    await query(connection, 'create table t (n int)')
    await withClient(connection, async (client) => {
      await client.query('begin')
      await client.query('insert into t values (1)')
      await stop()
      await assert.rejects(client.query('commit'))
    })
    const again = await start()
    assert.deepEqual(await query(again.connection, 'select * from t'), [])
  })

  test('a statement that fails leaves no value of its own in the log', async (t) => {
    const { dataDir, start } = await makeTestFolder(t)
    const { connection, stop } = await start()
    await query(connection, 'create table t (phone text unique)')
    await withClient(connection, async (client) => {
      const insert = () => client.query('insert into t values ($1)', ['+15550001111'])
      await insert()
      await assert.rejects(insert(), { code: '23505' })
    })
    await stop()
    const names = await readdir(join(dataDir, 'log'))
    const text = (await Promise.all(names.map((name) => readFile(join(dataDir, 'log', name), 'utf8')))).join('')
    assert.match(text, /duplicate key/)
    assert.doesNotMatch(text, /1555000/)
  })

  test('a scratch server may make databases and leaves nothing behind', async () => {
    const { connection, stop } = await startScratchPostgres()
    await query(connection, 'create database another')
    await stop()
    await assert.rejects(stat(dirname(connection.host)), { code: 'ENOENT' })
  })
})

/** Sockets in state LISTEN (0A) among the open files of a process. */
async function tcpListeners(pid: number): Promise<string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`)
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
  const inodes = new Set(targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]))
  const tables = (await readFile(`/proc/${pid}/net/tcp`, 'utf8')) + (await readFile(`/proc/${pid}/net/tcp6`, 'utf8'))
  return tables.split('\n').filter((line) => {
    const fields = line.trim().split(/\s+/)
    return fields[3] === '0A' && inodes.has(fields[9])
  })
}
