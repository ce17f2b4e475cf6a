import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import pg from 'pg'
import { clusterTag } from '../kit/embedded-postgres/cluster.ts'
import { takeLock } from '../kit/embedded-postgres/lock.ts'
import { listProcesses } from '../kit/embedded-postgres/processes.ts'
import { asSupervisor, kill, makeTestFolder, query } from '../kit/embedded-postgres/test-folder.ts'
import { readManifest } from './manifest.ts'
import { restore } from './restore.ts'
import { backUpTo, flipByte, makeInstallation, quiet, startOn, VERSION } from './testing.ts'

describe('a backup', { concurrency: 2 }, () => {
  test('taken while rows are written holds every row that was committed before it began', async (t) => {
    const { folder, server, out } = await makeInstallation(t)
    await query(server.connection, 'create table written (n integer primary key)')
    const committed: number[] = []
    let writing = true
    const pool = new pg.Pool({ ...server.connection, max: 4 })
    const writers = [0, 1, 2, 3].map(async (writer) => {
      for (let n = writer; writing; n += 4) {
        await pool.query('insert into written values ($1)', [n])
        committed.push(n)
      }
    })
    while (committed.length < 200) await new Promise(setImmediate)
    const before = [...committed]
    const { folder: backup, manifest } = await backUpTo(folder, out)
    const during = committed.length - before.length
    writing = false
    await Promise.all(writers)
    await pool.end()
    assert.ok(during > 0, 'nothing was written during the backup')

    const target = join(dirname(folder.dataDir), 'restored')
    const restored = await restore(backup, target, quiet)
    assert.deepEqual(restored.migrated, [])
    const { connection } = await startOn(t, target)
    const rows = await query<{ n: number }>(connection, 'select n from written')
    const found = new Set(rows.map(({ n }) => n))
    assert.deepEqual(
      before.filter((n) => !found.has(n)),
      [],
    )
    const [installation] = await query(
      connection,
      `select sending_paused_since is not null as paused, sending_paused_why, restored_from, doubted_at, place from installation`,
    )
    assert.deepEqual(installation, {
      paused: true,
      sending_paused_why: 'restored',
      restored_from: new Date(manifest.started.at),
      doubted_at: null,
      place: null,
    })
    // The original goes on as before.
    assert.deepEqual(await query(server.connection, 'select sending_paused_since from installation'), [
      { sending_paused_since: null },
    ])
  })

  test('needs no server that runs, tells what it is, and is closed to others', async (t) => {
    const { folder, server, out } = await makeInstallation(t)
    const supervisor = await asSupervisor(server.connection, folder.dataDir)
    const [control] = await query<{ id: string }>(
      supervisor,
      'select system_identifier::text as id from pg_control_system()',
    )
    await server.stop()
    const { folder: backup } = await backUpTo(folder, out)
    const manifest = await readManifest(backup)
    assert.deepEqual(
      {
        ...manifest,
        files: Object.keys(manifest.files),
        started: null,
        stopped: null,
        migrations: manifest.migrations.length,
      },
      {
        format: 1,
        handset: VERSION,
        postgres: '18.4',
        system_identifier: control!.id,
        timeline: 1,
        migrations: (await readdir(new URL('../../migrations', import.meta.url))).length,
        started: null,
        stopped: null,
        key: { inside: false, was_at: join(folder.dataDir, 'key') },
        files: ['base.tar', 'backup_manifest', 'password'],
      },
    )
    assert.ok(manifest.started.at < manifest.stopped.at)
    for (const name of ['.', ...(await readdir(backup))])
      assert.equal((await stat(join(backup, name))).mode & 0o777, name === '.' ? 0o700 : 0o600, name)
    assert.deepEqual(await readdir(out), [backup.slice(out.length + 1)])
    await (await folder.start()).stop()
  })

  test('carries the key only when that is asked for', async (t) => {
    const { folder, out } = await makeInstallation(t)
    const { folder: backup } = await backUpTo(folder, out, { withKey: true })
    assert.deepEqual((await readManifest(backup)).key, { inside: true })
    const target = join(dirname(folder.dataDir), 'restored')
    await restore(backup, target, quiet)
    assert.equal(await readFile(join(target, 'key'), 'utf8'), 'the key\n')
    assert.deepEqual((await readdir(target)).sort(), ['key', 'password', 'pg'])
  })

  test('carries the key that was given up meanwhile as well: the copy may need it', async (t) => {
    const { folder, out } = await makeInstallation(t)
    const key = join(folder.dataDir, 'key')
    const rotating = { ...quiet, start: () => () => writeFileSync(key, 'the new key\n') }
    const { folder: backup } = await backUpTo(folder, out, { withKey: true, progress: rotating })
    assert.equal(await readFile(join(backup, 'key'), 'utf8'), 'the new key\nthe key\n')
    await restore(backup, join(dirname(folder.dataDir), 'restored'), quiet)
  })

  test('is refused while another is under way, and for a folder without a database', async (t) => {
    const { folder, out } = await makeInstallation(t)
    const lock = await takeLock(join(folder.dataDir, 'backup.lock'))
    assert.ok(lock.taken)
    await assert.rejects(backUpTo(folder, out), {
      message: `A backup of ${folder.dataDir} is under way already (process ${process.pid}).`,
    })
    await lock.release()
    const empty = await makeTestFolder(t, { empty: true })
    await assert.rejects(backUpTo(empty, out), {
      message: `There is no database in ${empty.dataDir}: nothing to back up.`,
    })
  })

  test('that is interrupted leaves nothing that looks like one', async (t) => {
    const { folder, out } = await makeInstallation(t)
    const tag = await clusterTag(join(folder.dataDir, 'pg'))
    // At the first bytes, before any more of them are read.
    const killServer = () => {
      for (const { pid, command } of listProcesses()) if (command.includes(tag)) kill(pid)
    }
    await assert.rejects(backUpTo(folder, out, { progress: { ...quiet, start: () => killServer } }), {
      message: 'PostgreSQL was stopped during the backup: nothing was kept of it.',
    })
    assert.deepEqual(await readdir(out), [])
  })

  test('of a damaged database is refused', async (t) => {
    const { folder, server, out } = await makeInstallation(t)
    await query(server.connection, 'create table spoilt as select generate_series(1, 10000) as n')
    const [file] = await query<{ path: string }>(server.connection, `select pg_relation_filepath('spoilt') as path`)
    await server.stop()
    await flipByte(join(folder.dataDir, 'pg', file!.path), 8192 + 4000)
    await folder.start()
    await assert.rejects(backUpTo(folder, out), /The database is damaged, nothing was kept of this backup/)
    assert.deepEqual(await readdir(out), [])
  })
})
