import { PERMISSIONS, type Permission } from '../../shared/permissions.ts'
import { newId } from '../kit/id.ts'
import { createApiKey } from './api-keys.ts'
import { type Answer, actorIn, type Site, until } from './testing.ts'

export interface Caller {
  workspaceId: string
  key: string
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
}

type WithKey = (
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>

export type Callers = [
  caller: (permissions?: Permission[]) => Promise<Caller>,
  withKey: WithKey,
  waitForUse: (key: string) => Promise<void>,
]

/** Programs with a key, before a site. */
export function callersOf(site: Site): Callers {
  /** A program, so nothing that a browser would add. */
  const withKey: WithKey = (key, method, path, body, headers = {}) => {
    const bare = { origin: undefined, 'sec-fetch-site': undefined, 'x-forwarded-for': undefined }
    return site.browser().call(method, path, body, { ...bare, authorization: `Bearer ${key}`, ...headers })
  }
  /** A workspace of its own, spoken for by a first key. */
  const caller = async (permissions: Permission[] = [...PERMISSIONS]): Promise<Caller> => {
    const workspaceId = newId('ws')
    const row = { workspace_id: workspaceId, name: 'Acme', slug: workspaceId }
    await site.context.db.signIn((tx) => tx.insertInto('workspaces').values(row).execute())
    const maker = actorIn(workspaceId, PERMISSIONS)
    const { key } = await createApiKey(site.context, maker, { name: 'First', permissions })
    return { workspaceId, key, call: (method, path, body, headers) => withKey(key, method, path, body, headers) }
  }
  const waitForUse = async (key: string) => {
    await withKey(key, 'GET', '/v1/me')
    await until('the use was noted', async () => {
      const text = 'select last_used_at from api_keys where prefix = $1'
      const { rows } = await site.context.db.pool.query(text, [key.slice(0, 15)])
      return rows[0].last_used_at !== null
    })
  }
  return [caller, withKey, waitForUse]
}
