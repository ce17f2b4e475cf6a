import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import type { Asked, Connection, ReplyRoute, SenderKind } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { readReplyAddress } from './reply-address.ts'
import { type KnownRoute, readRoutes, sealSetting } from './reply-rows.ts'
import { openConnection, type SealedConnection } from './secrets.ts'

const EVERY_MINUTES = 15
/** What could not be asked is asked again soon. */
const AGAIN_MINUTES = 1
const AT_ONCE = 10

/**
 * Asks providers where replies go, for connections that were not looked at for a quarter of an hour or were saved since.
 * The look is booked before the question is put, so several workers never ask the same.
 */
export async function lookAtRepliesDue(context: Context): Promise<boolean> {
  const due = await context.db.system((tx) =>
    tx.rows<Due>('replies_due', take(IS_DUE, `limit ${AT_ONCE} for update of c skip locked`), []),
  )
  await Promise.all(due.map((one) => look(context, one)))
  return due.length === AT_ONCE
}

/** Asks now, if it is due: for whoever opens the page right after a save. */
export async function lookAtRepliesIfDue(context: Context, workspaceId: string): Promise<void> {
  const [due] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Due>('replies_if_due', take(`s.workspace_id = $1 and ${IS_DUE}`, 'for update of c skip locked'), [
      workspaceId,
    ]),
  )
  if (due) await look(context, due)
}

/** Asks now in any case. @returns why the provider did not say; null where it did. */
export async function lookAtReplies(context: Context, workspaceId: string): Promise<string | null> {
  const [due] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Due>('replies_now', take('s.workspace_id = $1', 'for update of c'), [workspaceId]),
  )
  return due ? look(context, due) : null
}

interface Due extends SealedConnection {
  workspace_id: string
  /** Which look this is: what a later one stored is not overwritten by it. */
  stamp: string
  sender_kind: SenderKind | null
  sender_value: string | null
}

const IS_DUE = `s.waiting is null and (c.replies_looked_at is null or c.replies_looked_at < s.changed_at
  or c.replies_looked_at < now() - make_interval(mins => case when c.replies_trouble is null then ${EVERY_MINUTES} else ${AGAIN_MINUTES} end))`

function take(which: string, and: string): string {
  return `
with due as (
  select c.workspace_id, c.id, e.kind as sender_kind, e.value as sender_value
  from sms_settings s
  join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
  left join senders e on e.workspace_id = c.workspace_id and e.connection_id = c.id and e.is_default
  where c.provider <> 'webhook' and ${which}
  ${and}
)
update connections c set replies_looked_at = clock_timestamp() from due d
where c.workspace_id = d.workspace_id and c.id = d.id
returning c.workspace_id, c.id, c.provider, c.account_sid, c.credentials_kind, c.api_key_sid, c.secrets_sealed,
  c.webhook_url_sealed, c.drops_repeats, c.replies_looked_at::text as stamp, d.sender_kind, d.sender_value`
}

async function look(context: Context, due: Due): Promise<string | null> {
  const { workspace_id: workspaceId, id } = due
  const sealer = await context.keys.forWorkspace(workspaceId)
  const connection = openConnection(sealer, due, context)
  const ofOurs = (await context.db.tenant(workspaceId, (tx) => readRoutes(tx, sealer, workspaceId))).filter(
    ({ connectionId }) => connectionId === id,
  )
  const { seen, trouble } = await ask(context, connection, due, ofOurs)
  const shared = await Promise.all(seen.map((route) => isShared(context, due, route)))
  await context.db.tenant(workspaceId, async (tx) => {
    const [mine] = await tx.rows(
      'replies_looked',
      `update connections set replies_trouble = $4
       where workspace_id = $1 and id = $2 and replies_looked_at = $3::timestamptz returning id`,
      [workspaceId, id, due.stamp, trouble],
    )
    if (mine && trouble === null)
      await store(
        tx,
        sealer,
        due,
        seen.map((route, n) => ({ ...route, shared: shared[n]! })),
      )
  })
  return trouble
}

type Seen = ReplyRoute & { inUse: boolean }

/** The routes of the sender in use, and those that it left behind pointed here. */
async function ask(
  context: Context,
  connection: Connection,
  due: Due,
  known: KnownRoute[],
): Promise<{ seen: Seen[]; trouble: string | null }> {
  const adapter = adapterFor(connection.provider)
  const { http } = context.egress
  const asked: Asked<ReplyRoute[]> =
    due.sender_kind === null
      ? { kind: 'found', value: [] }
      : await adapter.replies(http, connection, { kind: due.sender_kind, value: due.sender_value! })
  const trouble = troubleOf(asked, due)
  if (asked.kind !== 'found' || trouble !== null) return { seen: [], trouble }
  const seen: Seen[] = asked.value.map((route) => ({ ...route, inUse: true }))
  const left = known.filter(({ before, sid }) => before !== null && !seen.some((route) => route.sid === sid))
  for (const one of left) {
    const again = await adapter.replies(http, connection, one)
    if (again.kind === 'missing') continue
    const route = again.kind === 'found' ? again.value.find(({ sid }) => sid === one.sid) : undefined
    seen.push({ ...(route ?? one), inUse: false })
  }
  return { seen, trouble: null }
}

/** A token may read everything: what is refused to it is no matter of permission. */
function troubleOf(asked: Asked<ReplyRoute[]>, { credentials_kind }: Due): string | null {
  if (asked.kind === 'unreachable') return asked.detail
  if (asked.kind === 'refused') return asked.refusal.cause
  if (asked.kind === 'missing') return 'the sender is not on the account'
  const isHidden = credentials_kind === 'auth_token' && asked.value.some(({ goes }) => goes === 'unreadable')
  return isHidden ? 'it refused the question' : null
}

/** One number may serve several workspaces; the provider calls one address for all of them, and any that works is right. */
async function isShared(context: Context, due: Due, { setting }: ReplyRoute): Promise<boolean> {
  const place = setting?.url ? readReplyAddress(context.keys, setting.url) : null
  if (!place?.ours || place.connectionId === due.id) return false
  const rows = await context.db.system((tx) =>
    tx.rows('replies_shared', SHARED, [place.workspaceId, place.connectionId, due.provider, due.account_sid]),
  )
  return rows.length > 0
}

const SHARED = `select from connections where workspace_id = $1 and id = $2 and provider = $3 and account_sid = $4`

async function store(tx: Tx, sealer: Sealer, due: Due, seen: (Seen & { shared: boolean })[]): Promise<void> {
  const key = { workspace_id: due.workspace_id, connection_id: due.id }
  for (const route of seen) {
    const { sid, kind, value, name, numbers, goes, application, shared, inUse: in_use } = route
    const setting_sealed = sealSetting(sealer, 'setting', { connectionId: due.id, sid }, route.setting)
    const said = { kind, value, name, numbers, goes, application, shared, in_use, setting_sealed }
    await tx
      .insertInto('reply_routes')
      .values({ ...key, sid, ...said })
      .onConflict((on) => on.columns(['workspace_id', 'connection_id', 'sid']).doUpdateSet(said))
      .execute()
  }
  // What the account no longer has cannot be put back either.
  await tx.rows(
    'replies_forget',
    'delete from reply_routes where workspace_id = $1 and connection_id = $2 and sid <> all($3::text[])',
    [due.workspace_id, due.id, seen.map(({ sid }) => sid)],
  )
}
