import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../server/config.ts'
import type { Context } from '../server/kit/context.ts'
import { INSTALLATION, newId } from '../server/kit/id.ts'
import { type Handset, start } from '../server/start.ts'
import { createApiKey } from '../server/workspaces/api-keys.ts'
import { PERMISSIONS, type Permission } from '../shared/permissions.ts'
import { scratchDatabase } from './database.ts'

/** Handset as it is started in earnest, on a database of its own and a free port. */
export interface TestServer {
  url: string
  context: Context
  /** Makes a workspace, and a caller that holds the given permissions in it (all of them when left out). */
  workspace(options?: { name?: string; permissions?: Permission[] }): Promise<TestWorkspace>
  /** A caller in the workspace that holds what belongs to the installation. */
  installation(): Promise<TestWorkspace>
  stop(): Promise<void>
}

export interface TestWorkspace {
  id: string
  key: string
  call<Answer = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Answer }>
}

export async function startTestServer(
  options: {
    role?: 'all' | 'api'
    simulatorUrl?: string
    /** False: the world cannot reach it. */
    publicAddress?: false
    /** The built pages of the console; without it only the API answers. */
    consoleDir?: string
    environment?: Record<string, string>
  } = {},
): Promise<TestServer> {
  const database = await scratchDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'handset-test-'))
  const keyFile = join(folder, 'key')
  await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  const config = readConfig({
    HANDSET_PORT: '0',
    HANDSET_ROLE: options.role ?? 'all',
    HANDSET_LOG_LEVEL: 'silent',
    HANDSET_DATA_DIR: folder,
    HANDSET_KEY_FILE: keyFile,
    DATABASE_URL: database.connection.connectionString,
    ...(options.simulatorUrl && { HANDSET_SIMULATOR_URL: options.simulatorUrl }),
    ...options.environment,
  })
  const handset = await start(config, { consoleDir: options.consoleDir ?? null })
  if (options.publicAddress !== false) await setPublicAddress(handset)
  return {
    url: handset.url,
    context: handset.context,
    workspace: (wanted = {}) => makeWorkspace(handset.url, handset.context, wanted),
    installation: () => callerIn(handset.url, handset.context, INSTALLATION, [...PERMISSIONS]),
    async stop() {
      await handset.stop()
      await database.drop()
      await rm(folder, { recursive: true })
    },
  }
}

/** Its own port is known only now. */
async function setPublicAddress({ url, context }: Handset): Promise<void> {
  await context.db.signIn((tx) => tx.updateTable('installation').set({ public_url: url }).execute())
  await context.installation.refresh()
}

export async function makeWorkspace(
  url: string,
  context: Context,
  wanted: { name?: string; permissions?: Permission[] },
): Promise<TestWorkspace> {
  const id = newId('ws')
  await context.db.signIn(async (tx) => {
    await tx
      .insertInto('workspaces')
      .values({ workspace_id: id, name: wanted.name ?? 'Acme', slug: id.slice(3) })
      .execute()
    await tx.insertInto('sms_settings').values({ workspace_id: id, revision: 0 }).execute()
  })
  return callerIn(url, context, id, wanted.permissions ?? [...PERMISSIONS])
}

async function callerIn(url: string, context: Context, id: string, permissions: Permission[]): Promise<TestWorkspace> {
  const maker = {
    workspaceId: id,
    kind: 'user' as const,
    id: 'usr_test',
    name: 'Test owner',
    email: null,
    address: null,
    operator: true,
    permissions: new Set<string>(PERMISSIONS),
  }
  const { key } = await createApiKey(context, maker, { name: 'Test key', permissions })
  return {
    id,
    key,
    async call(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      return { status: response.status, body: isJson && text ? JSON.parse(text) : {} }
    },
  }
}

/** Waits for something to become true; fails with `what` after ten seconds. */
export async function until<T>(what: string, look: () => Promise<T | false | null | undefined>): Promise<T> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`${what} did not happen within 10 seconds`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
