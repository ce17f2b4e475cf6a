import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import pg from 'pg'
import { readConfig } from '../server/config.ts'
import { asSupervisor, makeTestFolder } from '../server/kit/embedded-postgres/test-folder.ts'
import { start } from '../server/start.ts'
import { scratchDatabase } from './database.ts'

describe('start-up', () => {
  const GAPS = [
    {
      what: 'a table without row-level security',
      make: 'create table leaky (workspace_id text primary key, secret text)',
      mend: 'drop table leaky',
      says: 'Table leaky does not force row-level security.',
    },
    {
      what: 'a table whose owner is let past its policies',
      make: 'alter table messages no force row level security',
      mend: 'alter table messages force row level security',
      says: 'Table messages does not force row-level security.',
    },
    {
      what: 'a second policy that shows more',
      make: 'create policy more on messages for select to handset_tenant using (body_sealed is null)',
      mend: 'drop policy more on messages',
      says: 'Table messages shows a workspace the rows of others.',
    },
    {
      what: 'a role that is let past all policies',
      make: 'alter role handset_tenant bypassrls',
      mend: 'alter role handset_tenant nobypassrls',
      says: 'Role handset_tenant bypasses row-level security.',
    },
  ]

  test('says in one line which table lacks row-level security, and serves nothing', async (t) => {
    const fresh = await scratchDatabase()
    t.after(() => fresh.drop())
    const client = new pg.Client(fresh.connection)
    await client.connect()
    await client.query('create table leaky (workspace_id text primary key, secret text)')
    await client.end()
    const folder = await mkdtemp(join(tmpdir(), 'handset-start-'))
    t.after(() => rm(folder, { recursive: true }))
    const keyFile = join(folder, 'key')
    await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
    const { PATH } = process.env
    const started = spawn(process.execPath, ['server/main.ts', 'start'], {
      env: {
        PATH,
        HANDSET_PORT: '0',
        HANDSET_DATA_DIR: folder,
        HANDSET_KEY_FILE: keyFile,
        DATABASE_URL: fresh.connection.connectionString,
      },
    })
    t.after(() => started.kill('SIGKILL'))
    let said = ''
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => (said += chunk))
    const [code] = await once(started, 'close')
    const line =
      'Not started, because workspaces would not be kept apart: Table leaky does not force row-level security.\n'
    assert.deepEqual([code, said], [1, line])
  })

  test('refuses to serve while anything lets one workspace see another', async (t) => {
    // A server of its own: roles belong to all databases of one.
    const folder = await makeTestFolder(t)
    const { connection } = await folder.start()
    const keyFile = join(folder.dataDir, 'key')
    await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
    const { user, password, host, database } = connection
    const config = readConfig({
      HANDSET_PORT: '0',
      HANDSET_LOG_LEVEL: 'silent',
      HANDSET_KEY_FILE: keyFile,
      DATABASE_URL: `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(host)}`,
    })
    const startOnce = async () => (await start(config, { consoleDir: null })).stop()
    await startOnce()
    const supervisor = await asSupervisor(connection, folder.dataDir)
    const client = new pg.Client({ ...supervisor, database })
    await client.connect()
    for (const { what, make, mend, says } of GAPS) {
      await client.query(make)
      await assert.rejects(
        startOnce,
        {
          message: `Not started, because workspaces would not be kept apart: ${says}`,
        },
        what,
      )
      await client.query(mend)
      await startOnce()
    }
    await client.end()
  })
})
