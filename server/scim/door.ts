import type { MiddlewareHandler } from 'hono'
import type { Actor, Context } from '../kit/context.ts'
import type { Env } from '../kit/route.ts'
import { hashToken } from '../kit/token.ts'
import { clientAddress } from '../workspaces/client-address.ts'
import { ScimError } from './errors.ts'
import { TOKEN_SHAPE } from './tokens.ts'

/** How long a token that was found is believed: an ended one works no longer than this. */
const BELIEVED_MS = 900
const REMEMBERED = 1000
/** A directory must not take all connections to the database from those who send. */
const MOST_AT_ONCE = 20

type Directory = Omit<Actor, 'address'>

/** Lets in whoever has a token of a workspace, into that workspace, before anything else of the request is read. */
export function letDirectoryIn(context: Context): MiddlewareHandler<Env> {
  const checkToken = openTokenCheck(context)
  const underWay = new Map<string, number>()
  return async (c, next) => {
    const token = (c.req.header('authorization') ?? '').replace(/^Bearer +/i, '')
    const directory = await checkToken(token)
    if (!directory) throw new ScimError(401, undefined, 'Send a token of SCIM as "Authorization: Bearer hscim_…".')
    const others = underWay.get(directory.id) ?? 0
    if (others >= MOST_AT_ONCE)
      throw new ScimError(429, undefined, `At most ${MOST_AT_ONCE} requests of one token at a time.`, 1)
    underWay.set(directory.id, others + 1)
    c.set('actor', { ...directory, address: clientAddress(c) })
    try {
      await next()
    } finally {
      const left = underWay.get(directory.id)! - 1
      if (left > 0) underWay.set(directory.id, left)
      else underWay.delete(directory.id)
    }
  }
}

/** The database is asked at most once a second for each token; what is remembered is its hash. */
function openTokenCheck(context: Context): (token: string) => Promise<Directory | undefined> {
  const remembered = new Map<string, { sinceMs: number; directory: Promise<Directory | undefined> }>()
  return (token) => {
    const workspace = TOKEN_SHAPE.exec(token)?.[1]
    if (!workspace) return Promise.resolve(undefined)
    const hash = hashToken(token)
    const place = hash.toString('base64')
    const known = remembered.get(place)
    // Not the context's clock: that one may be set back, and an ended token would then live on.
    const nowMs = performance.now()
    if (known && nowMs - known.sinceMs < BELIEVED_MS) return known.directory
    if (remembered.size >= REMEMBERED) remembered.clear()
    const directory = findToken(context, `ws_${workspace}`, hash)
    remembered.set(place, { sinceMs: nowMs, directory })
    directory.then(
      (found) => found ?? remembered.delete(place),
      () => remembered.delete(place),
    )
    return directory
  }
}

async function findToken(context: Context, workspaceId: string, hash: Buffer): Promise<Directory | undefined> {
  const [row] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<{ id: string; name: string }>('scim_token_used', FOUND, [workspaceId, hash]),
  )
  if (!row) return undefined
  return {
    workspaceId,
    // Whoever reads the record sees that no person did it, and which directory.
    kind: 'api_key',
    id: row.id,
    name: `of SCIM (${row.name})`,
    email: null,
    operator: false,
    permissions: new Set(['people.read', 'people.write']),
  }
}

/** Its use is noted once a minute. */
const FOUND = `
with found as (
  select id, name, coalesce(last_used_at < now() - interval '1 minute', true) as unnoted from scim_tokens
  where workspace_id = $1 and secret_hash = $2 and (expires_at is null or expires_at > now())
), noted as (
  update scim_tokens t set last_used_at = now() from found f where t.workspace_id = $1 and t.id = f.id and f.unnoted
)
select id, name from found`
