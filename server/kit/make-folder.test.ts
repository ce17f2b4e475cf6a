import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { makeFolder } from './make-folder.ts'

async function makePlace(t: TestContext): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'handset-folder-'))
  t.after(() => rm(place, { recursive: true }))
  return place
}

test('a folder is made with those above it, closed to others, and one that is there stays as it is', async (t) => {
  const folder = join(await makePlace(t), 'a', 'b')
  await makeFolder(folder)
  await makeFolder(folder)
  assert.equal((await stat(folder)).mode & 0o777, 0o700)
})

test('a file in the way is told in words', async (t) => {
  const file = join(await makePlace(t), 'file')
  await writeFile(file, '')
  await assert.rejects(makeFolder(file), { message: `${file} cannot be made: a file is in the way.` })
  const below = join(file, 'a', 'b')
  await assert.rejects(makeFolder(below), { message: `${below} cannot be made: a file is in the way.` })
})

test('a place that takes no folders is refused, not tried for ever', {
  skip: process.platform !== 'linux',
}, async () => {
  await assert.rejects(makeFolder('/proc/handset/a'), { message: /^\/proc\/handset cannot be made: / })
})
