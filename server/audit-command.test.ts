import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, mock, test } from 'node:test'
import { type ScratchDatabase, scratchDatabase } from '../test/database.ts'
import { openChaining } from './audit/chain.ts'
import { writeHead } from './audit/heads-text.ts'
import { recordChange } from './audit/record.ts'
import { record, type Someone, someoneIn, tamper } from './audit/testing.ts'
import { auditCommand } from './audit-command.ts'
import { type Database, openDatabase } from './kit/db.ts'
import { INSTALLATION, newId } from './kit/id.ts'

let scratch: ScratchDatabase
let db: Database
let folder: string
let sound: Someone
let heads: string
before(async () => {
  scratch = await scratchDatabase()
  db = openDatabase(scratch.connection)
  folder = await mkdtemp(join(tmpdir(), 'handset-audit-'))
  sound = await someoneIn(db)
  await record(db, sound, [{}, {}, {}])
  await chainAll()
  const head = await db.tenant(sound.workspaceId, (tx) =>
    tx.selectFrom('audit_chain').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow(),
  )
  heads = writeHead({
    workspaceId: sound.workspaceId,
    seq: head.seq,
    hash: head.hash.toString('hex'),
    at: head.chained_at.toISOString(),
  })
})
after(async () => {
  await db.close()
  await scratch.drop()
  await rm(folder, { recursive: true })
})

test('sound logs are said to be sound, and what only heads could show is said too', async () => {
  const { code, said } = await run('verify')
  assert.equal(code, 0)
  assert.match(said, /^Sound: 2 workspaces with 3 chained entries\./)
  assert.match(said, /shows only with --heads FILE/)
})

test('one workspace is looked at alone, with the head of its chain', async () => {
  const { code, said } = await run('verify', '--workspace', sound.workspaceId)
  assert.equal(code, 0)
  assert.match(
    said,
    new RegExp(`^${sound.workspaceId} \\(Acme\\): ends at number 3, [0-9a-f]{64}\nSound: 1 workspace `),
  )
})

test('what waits to be chained is told, and is nothing wrong', async () => {
  const actor = await someoneIn(db)
  await record(db, actor, [{}])
  const { code, said } = await run('verify')
  assert.equal(code, 0)
  assert.match(said, /Not chained yet: 1 entry, the oldest of 20\d\d-/)
  await chainAll()
})

test('heads kept outside agree with a sound log', async () => {
  const { code, said } = await run('verify', '--heads', await fileOf(heads))
  assert.equal(code, 0)
  assert.match(said, /Compared with 1 head kept outside\./)
})

test('a log that was changed is told with the entry, and the exit code says so', async () => {
  const actor = await someoneIn(db)
  await record(db, actor, [{}, {}])
  await chainAll()
  await tamper(db, [`update audit_entries set actor_name = 'Eve' where workspace_id = '${actor.workspaceId}'`])
  const { code, said } = await run('verify')
  assert.equal(code, 1)
  assert.match(said, new RegExp(`^${actor.workspaceId} \\(Acme\\): ends at number 2`))
  assert.match(said, / {2}changed {4}Number 1 \(aud_\w+: sms_settings.changed by Eve/)
  assert.match(said, /NOT SOUND: 2 findings in 1 of /)
  await tamper(db, [`update audit_entries set actor_name = 'Dana' where workspace_id = '${actor.workspaceId}'`])
})

test('a workspace that is gone with its log is missed, unless the installation’s log says that it was deleted', async () => {
  const gone = newId('ws')
  const file = await fileOf(`${heads}\n${heads.replace(sound.workspaceId, gone)}`)
  const missed = await run('verify', '--heads', file)
  assert.equal(missed.code, 1)
  assert.match(missed.said, /truncated {2}The whole log is gone with its workspace: 3 entries/)
  const operator = { ...sound, workspaceId: INSTALLATION }
  await db.tenant(INSTALLATION, (tx) => recordChange(tx, operator, { action: 'workspace.erased', target: gone }))
  assert.equal((await run('verify', '--heads', file)).code, 0)
})

test('a workspace that is being deleted is named as not verified, and not called sound', async () => {
  const { workspaceId } = await someoneIn(db)
  const only = ['verify', '--workspace', workspaceId]
  assert.match((await run(...only)).said, /nothing is chained\nSound: 1 workspace /)
  const others = /(Sound: .*)\n/.exec((await run('verify')).said)![1]!
  await tamper(db, [
    'alter table workspaces no force row level security',
    `update workspaces set delete_after = now(), erasing_since = now() where workspace_id = '${workspaceId}'`,
    'alter table workspaces force row level security',
  ])
  const { code, said } = await run('verify')
  assert.equal(code, 0)
  assert.ok(said.includes(`${workspaceId} (Acme): being deleted, not verified\n`), said)
  assert.match(said, /^Not verified: 1 workspace being deleted, named above\.$/m)
  assert.ok(!said.includes(others), 'it counts among the sound ones')
  const alone = await run(...only)
  assert.equal(alone.code, 1)
  assert.match(alone.said, /being deleted, not verified\nNothing was verified\.$/)
})

test('what is not understood is told with how it is used', async () => {
  for (const args of [[], ['check'], ['verify', '--all']]) {
    const { code, said } = await run(...args)
    assert.equal(code, 2)
    assert.match(said, /Usage: npm run handset -- audit verify/)
  }
  const nothing = await fileOf('nothing of the kind')
  for (const args of [
    ['--heads', join(folder, 'nowhere')],
    ['--heads', nothing],
    ['--workspace', 'ws_nobody'],
  ]) {
    const { code, said } = await run('verify', ...args)
    assert.equal(code, 1, said)
    assert.match(said, /cannot be read|holds no heads|There is no workspace ws_nobody/)
  }
})

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const spies = [mock.method(console, 'log', say), mock.method(console, 'error', say)]
  const config = { dataDir: folder, databaseUrl: scratch.connection.connectionString! }
  const code = await auditCommand(args, config)
  for (const spy of spies) spy.mock.restore()
  return { code, said: lines.join('\n') }
}

async function fileOf(text: string): Promise<string> {
  const path = join(folder, `${newId('file')}.txt`)
  await writeFile(path, text)
  return path
}

async function chainAll(): Promise<void> {
  const turn = openChaining({ db })
  while (await turn());
}
