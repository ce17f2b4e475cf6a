import type { Actor, Context } from '../kit/context.ts'
import { sameBytes } from '../kit/seal.ts'
import { hashToken } from '../kit/token.ts'
import { KEY_SHAPE } from './api-keys.ts'
import { hangsOnMaker, lapsedOf, readMakers } from './key-makers.ts'

/** Without from where: that is said by each request. */
type KeyActor = Omit<Actor, 'address'>

/** How long a key that was found is believed: a deleted one works no longer than this. */
const BELIEVED_MS = 900
/** Enough for any number of keys in use at once; a flood of made-up ones must not fill the memory. */
const REMEMBERED = 10_000

/**
 * Who a key speaks for. The database is asked at most once a second for each key, however many requests carry it, and
 * what is remembered is its hash, never the key.
 */
export function openKeyCheck(context: Context): (key: string) => Promise<KeyActor | undefined> {
  const remembered = new Map<string, { sinceMs: number; actor: Promise<KeyActor | undefined> }>()
  return (key) => {
    const prefix = KEY_SHAPE.exec(key)?.[1]
    if (!prefix) return Promise.resolve(undefined)
    const hash = hashToken(key)
    const place = hash.toString('base64')
    const known = remembered.get(place)
    // Not the context's clock: that one may be set back, and a deleted key would then live on.
    const nowMs = performance.now()
    if (known && nowMs - known.sinceMs < BELIEVED_MS) return known.actor
    if (remembered.size >= REMEMBERED) remembered.clear()
    const actor = findKey(context, prefix, hash)
    remembered.set(place, { sinceMs: nowMs, actor })
    actor.then(
      (found) => found ?? remembered.delete(place),
      () => remembered.delete(place),
    )
    return actor
  }
}

interface Found {
  workspace_id: string
  id: string
  name: string
  secret_hash: Buffer
  permissions: string[]
  made_by: string | null
  unnoted: boolean
}

async function findKey(context: Context, prefix: string, hash: Buffer): Promise<KeyActor | undefined> {
  const [row] = await context.db.signIn((tx) =>
    tx.rows<Found>(
      'find_api_key',
      `select workspace_id, id, name, secret_hash, permissions, made_by,
              coalesce(last_used_at < now() - interval '1 minute', true) as unnoted
       from api_keys where prefix = $1 and (expires_at is null or expires_at > now())`,
      [prefix],
    ),
  )
  if (!row || !sameBytes(row.secret_hash, hash)) return undefined
  if (row.unnoted) noteUse(context, row)
  const makers = hangsOnMaker(row) ? await readMakers(context, row.workspace_id, [row.made_by!]) : new Map()
  const lapsed = new Set<string>(lapsedOf(row, makers))
  return {
    workspaceId: row.workspace_id,
    kind: 'api_key',
    id: row.id,
    name: row.name,
    email: null,
    operator: false,
    permissions: new Set(row.permissions.filter((permission) => !lapsed.has(permission))),
  }
}

/** Beside the request, which need not wait for it and does not fail with it. */
function noteUse(context: Context, { workspace_id, id }: Found): void {
  context.db
    .signIn((tx) =>
      tx
        .updateTable('api_keys')
        .set({ last_used_at: context.now() })
        .where('workspace_id', '=', workspace_id)
        .where('id', '=', id)
        .execute(),
    )
    .catch((error: Error) => context.log.warn({ err: error, key: id }, 'the use of an API key was not noted'))
}
