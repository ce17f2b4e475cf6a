import type { Context } from '../server/kit/context.ts'
import { newId } from '../server/kit/id.ts'
import { createApiKey } from '../server/workspaces/api-keys.ts'
import { PERMISSIONS } from '../shared/permissions.ts'
import type { Stage } from './stage.ts'

/** A workspace of one scenario's own, connected to the simulator, and its key. */
export interface Workspace {
  id: string
  /** The same, spoken to through another process. */
  at(url: string): Workspace
  call<Answer = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Answer }>
}

export async function makeWorkspace(stage: Stage, name: string): Promise<Workspace> {
  const id = newId('ws')
  const { db } = stage.postgres
  await db.signIn((tx) =>
    tx
      .insertInto('workspaces')
      .values({ workspace_id: id, name, slug: id.slice(3) })
      .execute(),
  )
  const maker = {
    workspaceId: id,
    kind: 'user' as const,
    id: 'usr_selftest',
    name: 'Self-test',
    email: null,
    address: null,
    operator: true,
    permissions: new Set<string>(PERMISSIONS),
  }
  const context: Pick<Context, 'db' | 'now'> = { db, now: () => new Date() }
  const { key } = await createApiKey(context, maker, { name: 'Self-test', permissions: [...PERMISSIONS] })
  const at = (url: string): Workspace => ({ id, at, call: (...request) => callApi(url, key, ...request) })
  return at(stage.apiUrl)
}

export async function connect(workspace: Workspace, settings: Record<string, unknown>): Promise<void> {
  const saved = await workspace.call('PUT', '/v1/sms/settings', { enabled: true, ...settings })
  if (saved.status !== 200) throw new Error(`the settings were not saved: ${JSON.stringify(saved.body)}`)
}

export function simulatorSettings({ carrier }: Stage, phoneNumber = '+14155550100'): Record<string, unknown> {
  return {
    provider: 'simulator',
    account_sid: carrier.account.sid,
    credentials: { kind: 'auth_token', auth_token: carrier.account.authToken },
    sender: { kind: 'phone_number', phone_number: phoneNumber },
  }
}

const PATIENCE_MS = 5000

async function callApi<Answer>(
  url: string,
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Answer }> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : {} }
}
