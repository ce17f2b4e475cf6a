import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { openChaining } from '../server/audit/chain.ts'
import { writeHead } from '../server/audit/heads-text.ts'
import { record, someoneIn } from '../server/audit/testing.ts'
import { openDatabase } from '../server/kit/db.ts'
import { memoryFolder } from '../server/kit/embedded-postgres/scratch.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres/start.ts'
import { migrate } from '../server/kit/migrate.ts'
import { readPage } from './markdown.ts'

// Every command of the guide, as somebody types it, on the embedded database while it runs and while it rests.

let folder: string
let postgres: EmbeddedPostgres
before(async () => {
  folder = await mkdtemp(join(memoryFolder(), 'handset-audit-guide-'))
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: () => {} })
  await migrate(postgres.connection)
  const db = openDatabase(postgres.connection)
  const actor = await someoneIn(db)
  await record(db, actor, [{}, {}])
  const turn = openChaining({ db })
  while (await turn());
  const [last] = await db.tenant(actor.workspaceId, (tx) =>
    tx.selectFrom('audit_chain').selectAll().where('seq', '=', 2).execute(),
  )
  await db.close()
  const { workspace_id: workspaceId, seq, hash, chained_at } = last!
  const head = writeHead({ workspaceId, seq, hash: hash.toString('hex'), at: chained_at.toISOString() })
  await writeFile(join(folder, 'heads.txt'), `${head}\n`)
})
after(async () => {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const commands = readPage('docs/guides/audit.md')
  .blocks.filter(({ label }) => label === 'command')
  .map(({ text }) => text.trim().split(' '))

async function run(words: string[]): Promise<string> {
  const [npm, ...args] = words.map((word) => word.replace('heads.txt', join(folder, 'heads.txt')))
  const env = { ...process.env, DATABASE_URL: '', HANDSET_DATA_DIR: join(folder, 'data') }
  return (await promisify(execFile)(npm!, args, { env })).stdout
}

test('the guide verifies with heads and without', () => {
  assert.deepEqual(
    commands.map((words) => words.slice(3, 7).join(' ')),
    ['-- audit verify', '-- audit verify --heads'],
  )
})

test('its commands find a sound log beside the running database', async () => {
  const [alone, withHeads] = [await run(commands[0]!), await run(commands[1]!)]
  assert.match(alone, /Sound: 2 workspaces with 2 chained entries\./)
  assert.match(withHeads, /Compared with 1 head kept outside\./)
})

test('they start the database for as long as they need it where it does not run', async () => {
  await postgres.stop()
  const said = await run(commands[1]!)
  assert.match(said, /its database is started for as long as this takes/)
  assert.match(said, /Sound: 2 workspaces with 2 chained entries\./)
})
