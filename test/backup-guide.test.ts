import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { memoryFolder } from '../server/kit/embedded-postgres/scratch.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres/start.ts'
import { asSupervisor, query } from '../server/kit/embedded-postgres/test-folder.ts'
import { migrate } from '../server/kit/migrate.ts'
import { readPage } from './markdown.ts'

// Every command of the guide, as somebody types it, one after the other.

let folder: string
let postgres: EmbeddedPostgres
before(async () => {
  folder = await mkdtemp(join(memoryFolder(), 'handset-backup-guide-'))
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: () => {} })
  await migrate(postgres.connection)
  await query(postgres.connection, `insert into installation (key_check, pepper) values ('', '')`)
})
after(async () => {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const commands = readPage('docs/guides/backup.md')
  .blocks.filter(({ label }) => label === 'command')
  .map(({ text }) => text.trim().split(' '))
const command = (name: string) => commands.find((words) => words[4] === name)!
const BACKUPS = '/var/backups/handset'
const RESTORED = '/var/lib/handset-restored'

/** With the guide's folders in ours. Resolves with what it printed. */
async function run(words: string[], dataDir: string): Promise<string> {
  const backup = (await readdir(join(folder, 'backups')).catch(() => []))[0]
  const own = words.map((word) =>
    word
      .replace(RESTORED, join(folder, 'restored'))
      .replace(/^\/var\/backups\/handset\/.+/, join(folder, 'backups', `${backup}`))
      .replace(BACKUPS, join(folder, 'backups')),
  )
  const [npm, ...args] = own
  const { stdout } = await promisify(execFile)(npm!, args, { env: environmentOf(dataDir) })
  return stdout
}

function environmentOf(dataDir: string): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: '', HANDSET_DATA_DIR: join(folder, dataDir) }
}

test('the guide has a command for each thing to do, run by npm', () => {
  assert.deepEqual(
    commands.map((words) => words.slice(0, 5).join(' ')),
    ['backup', 'restore', 'restored'].map((name) => `npm run handset -- ${name}`),
  )
})

test('its backup is made beside the running database', async () => {
  assert.match(await run(command('backup'), 'data'), /Backed up to .+ read back and found whole/)
})

test('its restore brings the database to the new folder, with sending paused', async () => {
  const said = await run(command('restore'), 'data')
  assert.match(said, /Restored to .+, checked page by page/)
  assert.match(said, /It holds 0 workspaces and 0 messages/)
  assert.match(said, /Sending is paused/)
})

test('its word for what was restored by other means pauses sending from the time given on', async () => {
  assert.match(await run(command('restored'), 'data'), /Sending is paused/)
  const supervisor = { ...(await asSupervisor(postgres.connection, join(folder, 'data'))), database: 'handset' }
  const [row] = await query<{ why: string; restored_from: Date }>(
    supervisor,
    'select sending_paused_why as why, restored_from from installation',
  )
  assert.deepEqual(row, { why: 'restored', restored_from: new Date(command('restored').at(-1)!) })
  const [entry] = await query<object>(
    supervisor,
    `select actor_name, action, changes->'paused' as paused from audit_entries`,
  )
  assert.deepEqual(entry, {
    actor_name: 'Handset',
    action: 'installation.sending_paused',
    paused: { from: null, to: 'restored' },
  })
})

const MISUSES: [what: string, args: string[], code: number, line: RegExp][] = [
  ['a restore from nowhere', ['restore', '--data-dir', 'x'], 2, /--from is missing/],
  ['a restore to nowhere', ['restore', '--from', 'x'], 2, /--data-dir is missing/],
  ['an option that is not known', ['backup', '--too', 'x'], 2, /Unknown option '--too'/],
  ['a time that is none', ['restored', '--at', 'noon'], 2, /noon is no time/],
  ['a pause of what is not there', ['restored'], 1, /There is no database in /],
  ['a restore of what is no backup', ['restore', '--from', '/', '--data-dir', 'x'], 1, /is no backup/],
  ['a backup to an empty name', ['backup', '--to', ''], 2, /--to is empty/],
  ['a command that does not exist', ['back-up'], 1, /no command back-up\. Known: .*backup/],
  ['a command by the name of what every object has', ['constructor'], 1, /no command constructor\. Known: .*backup/],
]
for (const [what, args, code, line] of MISUSES) {
  test(`${what} ends with ${code} and says why`, async () => {
    const running = promisify(execFile)(process.execPath, ['server/main.ts', ...args], { env: environmentOf('none') })
    await assert.rejects(
      running,
      (error: { code: number; stderr: string }) => error.code === code && line.test(error.stderr),
    )
  })
}
