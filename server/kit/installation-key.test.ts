import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './db.ts'
import { readInstallationKeys } from './installation-key.ts'
import { openKeys } from './keys.ts'

let scratch: ScratchDatabase
let db: Database
let folder: string
let path: string
before(async () => {
  scratch = await scratchDatabase()
  db = openDatabase(scratch.connection, { max: 4 })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handset-key-'))
  path = join(folder, 'key')
})
afterEach(() => rm(folder, { recursive: true }))
after(async () => {
  await db.close()
  await scratch.drop()
})

const read = (from: 'environment' | 'data_dir') => readInstallationKeys({ path, from }, db)

test('a new installation gets a key of 32 bytes that only its owner can read, and the same one ever after', async () => {
  const keys = await read('data_dir')
  assert.deepEqual(
    keys.map((key) => key.length),
    [32],
  )
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.deepEqual(await read('data_dir'), keys)
  assert.deepEqual(await read('environment'), keys)
})

test('several that start at once all get the one key that was made, and nothing half-made is left', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => read('data_dir')))
  assert.deepEqual(await readdir(folder), ['key'])
  for (const key of [...keys, await read('data_dir')]) assert.deepEqual(key, keys[0])
})

test('a key that should be there is never made: not where the environment names it, nor for a database that has one', async () => {
  await assert.rejects(read('environment'), /There is no installation key at/)
  await openKeys(db, randomBytes(32))
  await assert.rejects(read('data_dir'), /This installation's key is missing at/)
  assert.deepEqual(await readdir(folder), [])
})

const BROKEN: [string, string][] = [
  ['is empty', ''],
  ['is too short', randomBytes(31).toString('base64')],
  ['is too long', randomBytes(33).toString('base64')],
  ['is no base64', 'not a key'],
]
for (const [what, text] of BROKEN) {
  test(`a key file that ${what} is refused and left as it is`, async () => {
    await writeFile(path, text)
    await assert.rejects(read('data_dir'), /is not 32 bytes in base64/)
    assert.equal(await readFile(path, 'utf8'), text)
  })
}

test('a key file that cannot be read is told, and not replaced', async () => {
  path = folder
  await assert.rejects(read('data_dir'), /cannot be read: EISDIR/)
})
