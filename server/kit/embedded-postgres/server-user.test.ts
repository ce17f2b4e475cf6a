import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { findBinaries } from './platform.ts'
import { chooseServerUser, handOver } from './server-user.ts'

const isRoot = process.getuid?.() === 0

describe('PostgreSQL started by root', { skip: !isRoot && 'not root' }, () => {
  test('without user namespaces a start, a restart and a later start with them keep the rows', {
    skip: closedProject(),
  }, async (t) => {
    const dataDir = await makeOpenFolder(t)
    const first = startIn(dataDir, { hideUnshare: true }, 'create table kept as select 42 as answer')
    if (first.status === 77) return t.skip('may not mount here')
    assert.equal(first.stderr, '')
    assert.notEqual((await stat(join(dataDir, 'pg'))).uid, 0)
    assert.notEqual((await stat(join(dataDir, 'pg', 'base'))).uid, 0)
    assert.match(startIn(dataDir, { hideUnshare: true }, 'select answer from kept').stdout, /"answer":42/)
    const mapped = startIn(dataDir, { hideUnshare: false }, 'select answer from kept')
    assert.match(mapped.stdout, /"answer":42/, mapped.stderr)
  })

  test('it runs as a real user where namespaces are missing, who may pass through the data folder', {
    skip: closedProject(),
  }, async (t) => {
    const dataDir = await makeOpenFolder(t)
    const user = await chooseServerUser(findBinaries(), { PATH: '/nowhere' }, dataDir)
    assert.notEqual(user.ids?.uid, 0)
    assert.deepEqual(user.prefix, [])
    assert.equal((await stat(dataDir)).mode & 0o777, 0o711)
  })

  test('when that user may not come to the folder, one line says so', async (t) => {
    const closed = await makeOpenFolder(t)
    const dataDir = join(closed, 'data')
    await mkdir(dataDir)
    const refused = chooseServerUser(findBinaries(), { PATH: '/nowhere' }, dataDir)
    await assert.rejects(refused, (error: Error) => {
      assert.match(
        error.message,
        /^PostgreSQL refuses to run as root, .*start as an ordinary user, or set DATABASE_URL\.$/,
      )
      // The project itself may lie in a closed folder, which is then met first.
      const [, folder = ''] = /may not enter ([^)]+)\)/.exec(error.message) ?? []
      assert.ok(folder === closed || import.meta.filename.startsWith(`${folder}/`), error.message)
      return true
    })
  })

  test('a folder is handed over with all in it, and links are not followed', async (t) => {
    const folder = await makeOpenFolder(t)
    const outside = await makeOpenFolder(t)
    await mkdir(join(folder, 'a', 'b'), { recursive: true })
    await symlink(outside, join(folder, 'a', 'link'))
    const fileOwner = { uid: 12_345, gid: 12_345 }
    await handOver(folder, { prefix: [], ids: fileOwner, fileOwner, version: '' })
    assert.equal((await stat(join(folder, 'a', 'b'))).uid, 12_345)
    assert.equal((await stat(folder)).uid, 12_345)
    assert.equal((await stat(outside)).uid, 0)
    await chown(folder, 0, 0)
  })
})

async function makeOpenFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'handset-user-test-'))
  await chmod(folder, 0o700)
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

/** Starts, asks and stops in a process of its own, where the `unshare` command can be made to fail. */
function startIn(dataDir: string, { hideUnshare }: { hideUnshare: boolean }, sql: string) {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./start.ts', import.meta.url).href)}
    import { query } from ${JSON.stringify(new URL('./test-folder.ts', import.meta.url).href)}
    const [, dataDir, sql] = process.argv
    const { connection, stop } = await startEmbeddedPostgres({ dataDir, log: () => {} })
    console.log(JSON.stringify(await query(connection, sql)))
    await stop()`
  const start = [process.execPath, '--input-type=module-typescript', '--eval', program, dataDir, sql]
  const hide = 'mount --bind /bin/false "$(command -v unshare)" || exit 77; exec "$@"'
  const [command, ...args] = hideUnshare ? ['unshare', '--mount', 'sh', '-c', hide, 'sh', ...start] : start
  return spawnSync(command!, args, { encoding: 'utf8' })
}

/** Another user cannot run binaries that lie in a folder closed to it, so there is nothing to see there. */
function closedProject(): string | false {
  for (let folder = import.meta.dirname; folder !== '/'; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return `${folder} is closed to other users`
  }
  return false
}
