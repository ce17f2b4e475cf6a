import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { linkLibraries } from './links.ts'
import { findBinaries } from './platform.ts'
import { memoryFolder } from './scratch.ts'

test('where npm has no PostgreSQL, one line says what to do', () => {
  const message = 'npm installed no PostgreSQL for win32-x64: set DATABASE_URL to a PostgreSQL 16 or newer.'
  assert.throws(() => findBinaries('win32', 'x64'), { message })
})

test('links are made in the package, again where they point elsewhere, and need no environment', async (t) => {
  const { binaries, spare } = await makePackage(t)
  const link = join(binaries.libraryFolder, 'libx.so.1')
  assert.deepEqual(await linkLibraries(binaries, spare), {})
  assert.equal(await readlink(link), 'libx.so.1.2')
  await rm(link)
  await symlink('libx.so.1.1', link)
  await linkLibraries(binaries, spare)
  assert.equal(await readFile(link, 'utf8'), 'library')
})

test('several starts at once do not disturb one another', async (t) => {
  const { binaries, spare } = await makePackage(t)
  await Promise.all(Array.from({ length: 20 }, () => linkLibraries(binaries, spare)))
  assert.deepEqual((await readdir(binaries.libraryFolder)).sort(), ['libx.so.1', 'libx.so.1.2'])
})

const readOnlyFolder = '/sys/kernel'
const onlyLinux = { skip: process.platform !== 'linux' && 'needs a folder that even root cannot write to' }

test('a read-only package gets its links in the data folder', onlyLinux, async (t) => {
  const { binaries, spare } = await makePackage(t, readOnlyFolder)
  const environment = await linkLibraries(binaries, spare)
  assert.deepEqual(environment, { LD_LIBRARY_PATH: `${spare}:${binaries.libraryFolder}` })
  assert.equal(await readlink(join(spare, 'libx.so.1')), join(binaries.libraryFolder, 'libx.so.1.2'))
})

async function makePackage(t: TestContext, libraryFolder?: string) {
  const top = await mkdtemp(join(memoryFolder(), 'handset-links-test-'))
  t.after(() => rm(top, { recursive: true }))
  const native = join(top, 'native')
  await mkdir(native)
  const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }]
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  const lib = join(native, 'lib')
  if (libraryFolder) await symlink(libraryFolder, lib)
  else await mkdir(lib).then(() => writeFile(join(lib, 'libx.so.1.2'), 'library'))
  const binaries = { packageFolder: top, libraryFolder: lib, postgres: '', initdb: '' }
  return { binaries, spare: join(top, 'spare') }
}
