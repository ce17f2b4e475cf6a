import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { takeLock } from './lock.ts'
import { findProcess } from './processes.ts'
import { memoryFolder } from './scratch.ts'

test('a lock is held once, and free again after its release', async (t) => {
  const { folder, path } = await makeLockPath(t)
  const first = await takeLock(path)
  assert.ok(first.taken)
  assert.deepEqual(await takeLock(path), { taken: false, pid: process.pid })
  await first.release()
  assert.ok((await takeLock(path)).taken)
  assert.deepEqual(await readdir(folder), ['lock'])
})

for (const [holder, content] of [
  ['a dead process', () => JSON.stringify({ pid: 4_000_000, identity: 'x', token: 'old' })],
  [
    'a process whose pid now belongs to another',
    () => JSON.stringify({ pid: process.ppid, identity: 'x', token: 'old' }),
  ],
  ['a holder that a power cut made unreadable', () => ''],
] as const) {
  test(`the lock of ${holder} is taken over`, async (t) => {
    const { folder, path } = await makeLockPath(t)
    await writeFile(path, content())
    const lock = await takeLock(path)
    assert.ok(lock.taken)
    assert.equal(JSON.parse(await readFile(path, 'utf8')).pid, process.pid)
    assert.deepEqual(await readdir(folder), ['lock'])
  })
}

test('a taking over that was killed half-way does not stand in the way', async (t) => {
  const { path } = await makeLockPath(t)
  const dead = (token: string) => JSON.stringify({ pid: 4_000_000, identity: 'x', token })
  await writeFile(path, dead('one'))
  await writeFile(`${path}.after-one`, dead('two'))
  assert.ok((await takeLock(path)).taken)
})

test('releasing a lock that another took over meanwhile leaves it alone', async (t) => {
  const { path } = await makeLockPath(t)
  const first = await takeLock(path)
  assert.ok(first.taken)
  const other = { pid: process.ppid, identity: findProcess(process.ppid)!.identity, token: 'other' }
  await writeFile(path, JSON.stringify(other))
  await first.release()
  assert.deepEqual(await takeLock(path), { taken: false, pid: process.ppid })
})

test('of many that find the lock of a dead process at once, in several processes, one gets it', async (t) => {
  const { path } = await makeLockPath(t)
  const contenders = await Promise.all(Array.from({ length: 4 }, () => spawnContender(t, path)))
  for (let round = 0; round < 50; round += 1) {
    await writeFile(path, JSON.stringify({ pid: 4_000_000, identity: 'x', token: `round-${round}` }))
    const results = await Promise.all(contenders.map((contend) => contend()))
    assert.equal(results.filter(Boolean).length, 1, `round ${round}: ${results}`)
  }
})

async function makeLockPath(t: TestContext): Promise<{ folder: string; path: string }> {
  const folder = await mkdtemp(join(memoryFolder(), 'handset-lock-test-'))
  t.after(() => rm(folder, { recursive: true }))
  return { folder, path: join(folder, 'lock') }
}

/** A process that tries at every line it reads and answers whether it got the lock. */
async function spawnContender(t: TestContext, path: string): Promise<() => Promise<boolean>> {
  const program = `
    import { takeLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
    for await (const _ of process.stdin) console.log((await takeLock(process.argv[1])).taken)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program, path])
  t.after(() => child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)
  return async () => {
    child.stdin.write('go\n')
    const [line] = (await once(lines, 'line')) as [string]
    return line === 'true'
  }
}
