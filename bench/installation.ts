import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '../server/config.ts'
import { startScratchPostgres } from '../server/kit/embedded-postgres/scratch.ts'
import { newId } from '../server/kit/id.ts'
import { type Handset, start } from '../server/start.ts'
import { createApiKey } from '../server/workspaces/api-keys.ts'
import { PERMISSIONS } from '../shared/permissions.ts'
import { parentOf } from './cpu.ts'

export const ACCOUNT = `AC${'0'.repeat(32)}`
export const TOKEN = '0'.repeat(32)

/** A scratch installation for one benchmark: database, key, and an API process of our own to fill it with. */
export interface BenchInstallation {
  handset: Handset
  /** For child processes that run Handset on the same database. */
  environment: Record<string, string>
  connection: pg.ClientConfig
  postgresPid: number
  workspaces: { id: string; key: string }[]
  close(): Promise<void>
}

export async function openInstallationFor(options: {
  providerUrl: string
  workspaces: number
  optOuts: number
}): Promise<BenchInstallation> {
  const postgres = await startScratchPostgres()
  const folder = await mkdtemp(join(tmpdir(), 'handset-bench-'))
  const keyFile = join(folder, 'key')
  await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  const { user, password, port, database, host } = postgres.connection
  const environment = {
    DATABASE_URL:
      process.env.DATABASE_URL ??
      `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    HANDSET_KEY_FILE: keyFile,
    HANDSET_SIMULATOR_URL: options.providerUrl,
    HANDSET_PUBLIC_URL: 'http://127.0.0.1:1',
    HANDSET_PORT: '0',
    HANDSET_LOG_LEVEL: 'warn',
  }
  const handset = await start(readConfig({ ...environment, HANDSET_ROLE: 'api' }), { consoleDir: null })
  const connection = { connectionString: environment.DATABASE_URL }
  const workspaces = []
  for (let i = 0; i < options.workspaces; i++) workspaces.push(await makeSendingWorkspace(handset, i))
  await fillOptOuts(connection, workspaces[0]!.id, options.optOuts)
  return {
    handset,
    environment,
    connection,
    postgresPid: await postmasterPid(connection),
    workspaces,
    async close() {
      await handset.stop()
      await postgres.stop()
      await rm(folder, { recursive: true })
    },
  }
}

/** Connected, switched on, with a sender and a cap that is far away but looked at. */
async function makeSendingWorkspace({ context }: Handset, i: number): Promise<{ id: string; key: string }> {
  const id = newId('ws')
  const connectionId = newId('con')
  await context.db.signIn((tx) =>
    tx
      .insertInto('workspaces')
      .values({ workspace_id: id, name: `Bench ${i}`, slug: id.slice(3) })
      .execute(),
  )
  const sealer = await context.keys.forWorkspace(id)
  await context.db.tenant(id, async (tx) => {
    const secrets = sealer.seal(`connections.secrets|${connectionId}`, JSON.stringify({ auth_token: TOKEN }))
    await tx
      .insertInto('connections')
      .values({
        workspace_id: id,
        id: connectionId,
        provider: 'simulator',
        account_sid: ACCOUNT,
        account_kind: 'full',
        credentials_kind: 'auth_token',
        secrets_sealed: secrets,
        checked_at: new Date(),
      })
      .execute()
    await tx
      .insertInto('senders')
      .values({
        workspace_id: id,
        id: newId('snd'),
        connection_id: connectionId,
        kind: 'phone_number',
        value: '+14155550100',
        country: 'US',
        is_default: true,
      })
      .execute()
    await tx
      .insertInto('sms_settings')
      .values({ workspace_id: id, connection_id: connectionId, enabled: true })
      .execute()
    await tx.insertInto('spend_caps').values({ workspace_id: id, daily_micros: 10_000_000_000 }).execute()
  })
  const maker = {
    workspaceId: id,
    kind: 'user' as const,
    id: 'usr_bench',
    name: 'Bench',
    email: null,
    address: null,
    operator: true,
    permissions: new Set<string>(PERMISSIONS),
  }
  const { key } = await createApiKey(context, maker, { name: 'Bench', permissions: [...PERMISSIONS] })
  return { id, key }
}

async function fillOptOuts(connection: pg.ClientConfig, workspaceId: string, count: number): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  await client.query(`begin; set local role handset_tenant; set local handset.workspace = '${workspaceId}'`)
  await client.query(
    `insert into opt_outs (workspace_id, number_hash, source) select $1, sha256(convert_to('stopped ' || i, 'UTF8')), 'import' from generate_series(1, $2::int) i`,
    [workspaceId, count],
  )
  await client.query('commit')
  await client.query('analyze opt_outs')
  await client.end()
}

async function postmasterPid(connection: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(connection)
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = parentOf(rows[0]!.pid)
  await client.end()
  return pid
}
