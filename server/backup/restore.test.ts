import assert from 'node:assert/strict'
import { cp, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { asSupervisor, query } from '../kit/embedded-postgres/test-folder.ts'
import { type Manifest, readManifest, writeManifest } from './manifest.ts'
import { restore } from './restore.ts'
import { describeFile } from './sink.ts'
import { backUpTo, flipByte, makeInstallation, quiet } from './testing.ts'

describe('a restore', { concurrency: 2 }, () => {
  let good: string
  let parent: string
  const undo: (() => Promise<void>)[] = []
  before(async () => {
    const { folder, server, out } = await makeInstallation({ after: (work: () => Promise<void>) => undo.push(work) })
    await query(server.connection, 'create table kept as select generate_series(1, 1000) as n')
    good = (await backUpTo(folder, out)).folder
    await server.stop()
    parent = dirname(out)
  })
  after(async () => {
    for (const work of undo) await work()
  })

  type Spoil = [what: string, spoil: (backup: string) => Promise<unknown>, message: RegExp]
  const spoils: Spoil[] = [
    ['has no manifest', (backup) => rm(join(backup, 'manifest.json')), /is no backup, or not a whole one/],
    ['has nothing in its manifest', (backup) => writeFile(join(backup, 'manifest.json'), 'null'), /json was changed/],
    ['has half a manifest', (backup) => truncate(join(backup, 'manifest.json'), 100), /manifest\.json was changed/],
    [
      'has another manifest',
      (backup) => changeText(join(backup, 'manifest.json'), '"1.2.3"', '"1.2.4"'),
      /was changed/,
    ],
    ['lacks the archive', (backup) => rm(join(backup, 'base.tar')), /not whole: base\.tar is missing/],
    ['has half the archive', (backup) => truncate(join(backup, 'base.tar'), 1e6), /base\.tar is not what was written/],
    [
      'has one byte changed',
      (backup) => flipByte(join(backup, 'base.tar'), 20_000_000),
      /base\.tar is not what was written/,
    ],
    ['has one byte of the log changed', spoilLog, /base\.tar is not what was written\./],
    ['arrived otherwise than PostgreSQL read it', spoilOnTheWay, /It begins at base\//],
    ['has one byte of a name changed', (backup) => flipByte(join(backup, 'base.tar'), 0), /damaged/],
    ['has another password', (backup) => flipByte(join(backup, 'password'), 3), /password is not what was written/],
    ['has another list', (backup) => flipByte(join(backup, 'backup_manifest'), 500), /backup_manifest is not what/],
    ['is of another PostgreSQL', (backup) => rewrite(backup, { postgres: '17.9' }), /is of PostgreSQL 17/],
    [
      'is of a newer Handset',
      (backup) => rewrite(backup, { migrations: ['9999_from_the_future.sql'] }),
      /made by a newer Handset \(1\.2\.3; 9999_from_the_future\.sql\)/,
    ],
    ['is of another format', (backup) => rewrite(backup, { format: 2 as 1 }), /made by a newer Handset/],
    ['belongs to another manifest', (backup) => rewrite(backup, { system_identifier: '7' }), /another database/],
  ]
  for (const [what, spoil, message] of spoils) {
    test(`refuses a backup that ${what}, and leaves nothing to start`, async () => {
      const backup = join(parent, `spoilt ${what}`)
      await cp(good, backup, { recursive: true })
      await spoil(backup)
      const target = join(parent, `target ${what}`)
      await assert.rejects(restore(backup, target, quiet), (error: Error) => message.test(error.message))
      assert.deepEqual(await readdir(target).catch(() => []), [])
    })
  }

  test('refuses a folder that holds anything, and leaves it as it is', async () => {
    const target = join(parent, 'used')
    await mkdir(target)
    await writeFile(join(target, 'mine'), 'mine')
    await assert.rejects(restore(good, target, quiet), {
      message: `${target} is not empty. Restore to a new folder; nothing was touched.`,
    })
    assert.deepEqual(await readdir(target), ['mine'])
    await rename(join(target, 'mine'), join(target, 'restoring'))
    await assert.rejects(restore(good, target, quiet), /what a restore that was killed left behind/)
  })

  test('finds damage that was in the database before the backup', async (t) => {
    const { folder, server, out } = await makeInstallation(t)
    await query(
      server.connection,
      'create table listed as select generate_series(1, 3000) as n; create index listed_n on listed (n)',
    )
    const supervisor = await asSupervisor(server.connection, folder.dataDir)
    // The index loses what it says of some rows: no checksum shows that.
    const lie = `set allow_system_table_mods = on; update pg_index set indisready = false, indislive = false where indexrelid = 'listed_n'::regclass`
    await query({ ...supervisor, database: 'handset' }, lie)
    await query(server.connection, 'insert into listed select generate_series(5000, 5100)')
    await query({ ...supervisor, database: 'handset' }, lie.replaceAll('false', 'true'))
    const { folder: backup } = await backUpTo(folder, out)
    const target = join(parent, 'lying')
    await assert.rejects(
      restore(backup, target, quiet),
      /The restored database is damaged:\nlisted_n: heap tuple .* lacks matching index tuple/,
    )
    assert.deepEqual(await readdir(target), [])
  })
})

/** PostgreSQL's list does not name the files of the log. */
async function spoilLog(backup: string): Promise<void> {
  const archive = await readFile(join(backup, 'base.tar'))
  await flipByte(join(backup, 'base.tar'), archive.indexOf('pg_wal/0000') + 1000)
}

async function spoilOnTheWay(backup: string): Promise<void> {
  const path = join(backup, 'base.tar')
  const archive = await readFile(path)
  await flipByte(path, archive.indexOf('base/1/1259') + 1000)
  const { files } = await readManifest(backup)
  await rewrite(backup, { files: { ...files, 'base.tar': await describeFile(path) } })
}

async function truncate(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+')
  await file.truncate(bytes).finally(() => file.close())
}

async function changeText(path: string, from: string, to: string): Promise<void> {
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to))
}

/** Whole in itself: what it says is what is wrong. */
async function rewrite(backup: string, change: Partial<Manifest>): Promise<void> {
  const { name, text } = writeManifest({ ...(await readManifest(backup)), ...change })
  await writeFile(join(backup, name), text)
}
