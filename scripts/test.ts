// Runs the tests: npm test [-- file …]. Brings up one PostgreSQL for all of them (or uses DATABASE_URL), with a migrated
// template that each test file copies, and takes everything down again.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { buildConsole } from '../console/build.ts'
import { memoryFolder, startScratchPostgres } from '../server/kit/embedded-postgres/scratch.ts'
import { migrate } from '../server/kit/migrate.ts'
import { buildPage } from '../simulator/build-page.ts'
import { named } from '../test/database.ts'

const { positionals } = parseArgs({ allowPositionals: true, strict: false })
const files = positionals.length
  ? positionals
  : globSync('{shared,server,simulator,console,test,scripts,bench,selftest}/**/*.test.ts')
// Once, before any test needs them: two builds at once would write into each other's folder.
await buildConsole()
await buildPage()
const scratch = process.env.DATABASE_URL ? null : await startScratchPostgres({ parent: memoryFolder() })
const server = process.env.DATABASE_URL ?? urlOf(scratch!.connection)
const template = `handset_template_${process.pid}`

try {
  await onServer(`create database ${template}`)
  await migrate(named(server, template))
  process.exitCode = await run(files)
} finally {
  await onServer(`drop database if exists ${template} with (force)`)
  await scratch?.stop()
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function run(names: string[]): Promise<number> {
  const args = ['--test', '--test-concurrency=2', '--test-reporter=spec', '--test-timeout=240000', ...names]
  const env = {
    ...process.env,
    NODE_NO_WARNINGS: '1',
    HANDSET_TEST_DATABASE_URL: server,
    HANDSET_TEST_TEMPLATE: template,
  }
  const child = spawn(process.execPath, args, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

function urlOf(connection: { host: string; port: number; user: string; password: string; database: string }): string {
  const { user, password, port, database, host } = connection
  return `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
