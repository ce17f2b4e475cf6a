import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { backupCommand, restoreCommand } from '../server/backup/commands.ts'
import { type Config, readConfig } from '../server/config.ts'
import { memoryFolder } from '../server/kit/embedded-postgres/scratch.ts'
import { until as eventually } from '../server/kit/embedded-postgres/test-folder.ts'
import { type Handset, start } from '../server/start.ts'
import { releaseSending, showSending } from '../server/workspaces/release-sending.ts'
import { type Simulator, startSimulator } from '../simulator/start.ts'
import { makeWorkspace, type TestWorkspace, until } from './app.ts'
import { fullAccount } from './carrier.ts'
import { actorIn } from './slice.ts'

// Handset with its embedded database, backed up while it sends, lost, and restored; then its folder moved and copied.

let folder: string
let simulator: Simulator
let original: Handset
let workspace: TestWorkspace
const running = new Set<Handset>()

before(async () => {
  folder = await mkdtemp(join(memoryFolder(), 'handset-restore-test-'))
  await writeFile(join(folder, 'key'), randomBytes(32).toString('base64'), { mode: 0o600 })
  simulator = await startSimulator({ port: 0 })
  original = await startHandset('original')
  workspace = await makeWorkspace(original.url, original.context, {})
  const saved = await workspace.call('PUT', '/v1/sms/settings', fullAccount(simulator))
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
})
after(async () => {
  for (const handset of running) await handset.stop()
  await simulator.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function configOf(name: string): Config {
  return readConfig({
    HANDSET_PORT: '0',
    HANDSET_LOG_LEVEL: 'silent',
    HANDSET_DATA_DIR: join(folder, name),
    HANDSET_KEY_FILE: join(folder, 'key'),
    HANDSET_SIMULATOR_URL: simulator.url,
    // Two looks at the provider's list, minutes apart, within seconds.
    HANDSET_SIMULATOR_SPEED: '100',
  })
}

async function startHandset(name: string): Promise<Handset> {
  const handset = await start(configOf(name), { consoleDir: null })
  running.add(handset)
  return handset
}

async function stopHandset(handset: Handset): Promise<void> {
  running.delete(handset)
  await handset.stop()
}

async function post(handset: Handset, body: string): Promise<string> {
  const response = await fetch(`${handset.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to: '+14155550142', body }),
  })
  assert.equal(response.status, 202)
  return ((await response.json()) as { id: string }).id
}

async function statusOf(handset: Handset, id: string): Promise<string> {
  const [row] = await handset.context.db.system((tx) =>
    tx.rows<{ status: string }>('', 'select status from messages where id = $1', [id]),
  )
  return row?.status ?? 'missing'
}

/** Texts wait as long as the provider's account is said to be at fault. */
function hold(handset: Handset, held: boolean): Promise<unknown> {
  const waiting = held ? "'account', waiting_next_look_at = 'infinity'" : 'null'
  return handset.context.db.system((tx) => tx.rows('', `update sms_settings set waiting = ${waiting}`, []))
}

test('after a restore nothing is sent before the release; what was sent since is found at the provider, the rest is sent once', async () => {
  await hold(original, true)
  const [lost, ...sent] = await Promise.all(['One', 'Two', 'Three', 'Four'].map((body) => post(original, body)))
  const out = join(folder, 'backups')
  assert.equal(await backupCommand(['--to', out], configOf('original')), 0)
  // All that the backup does not know of: three were sent, and one never was.
  await original.context.db.system((tx) => tx.rows('', 'delete from queue where id = $1', [lost]))
  await hold(original, false)
  await until('what waited being sent', async () => simulator.state.acceptedCount === sent.length)
  await stopHandset(original)

  const [backup] = await readdir(out)
  assert.equal(await restoreCommand(['--from', join(out, backup!), '--data-dir', join(folder, 'restored')]), 0)
  const restored = await startHandset('restored')
  await hold(restored, false)
  const inDoubt = async () => (await showSending(restored.context)).in_doubt
  assert.equal(await inDoubt(), 4)
  const later = await post(restored, 'Accepted after the restore')
  const actor = actorIn(workspace.id, [], true)
  await assert.rejects(releaseSending(restored.context, actor, { force: false }), { code: 'texts_in_doubt' })
  await eventually(async () => (await inDoubt()) === 0, 60_000)
  const statuses = await Promise.all([...sent, lost!, later].map((id) => statusOf(restored, id)))
  assert.deepEqual(statuses.slice(3), ['queued', 'queued'])
  assert.ok(
    statuses.slice(0, 3).every((status) => ['sent', 'delivered'].includes(status)),
    statuses.join(),
  )
  assert.equal(simulator.state.acceptedCount, sent.length)

  await releaseSending(restored.context, actor, { force: false })
  for (const id of [lost!, later])
    await until('what waited being sent', async () => (await statusOf(restored, id)) !== 'queued')
  assert.equal(simulator.state.acceptedCount, sent.length + 2)
  assert.equal(simulator.state.doubles, 0)
  await stopHandset(restored)
})

test('the same folder starts again without a pause, also under another name', async () => {
  await stopHandset(await startHandset('original'))
  await rename(join(folder, 'original'), join(folder, 'renamed'))
  const again = await startHandset('renamed')
  assert.equal((await showSending(again.context)).why, null)
  await stopHandset(again)
})

test('a copy of the folder pauses itself, until somebody says that no other one ran', async () => {
  await cp(join(folder, 'renamed'), join(folder, 'copy'), { recursive: true })
  const copy = await startHandset('copy')
  assert.equal((await showSending(copy.context)).why, 'copied')
  const id = await post(copy, 'In the copy')
  assert.equal(await statusOf(copy, id), 'queued')
  await releaseSending(copy.context, actorIn(workspace.id, [], true), { force: false, other_ran: false })
  await until('the text being sent', async () => (await statusOf(copy, id)) !== 'queued')
  await stopHandset(copy)
  const again = await startHandset('copy')
  assert.equal((await showSending(again.context)).why, null)
  await stopHandset(again)
})

test('where a restore was killed nothing is begun anew', async () => {
  const draft = join(folder, 'killed', 'restoring')
  await mkdir(draft, { recursive: true })
  const message = `A restore to ${join(folder, 'killed')} is under way or was killed. If it was, remove ${draft} and restore again.`
  await assert.rejects(start(configOf('killed'), { consoleDir: null }), { message })
  assert.deepEqual(await readdir(join(folder, 'killed')), ['restoring'])
})
