import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Connection, InboundText, ListedMessage } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { providersToPoll } from '../settings/reply-address.ts'
import { openConnection, type SealedConnection } from '../settings/secrets.ts'
import { openAcceptance } from './accept.ts'
import { receiveInbound } from './inbound.ts'
import { answerInbound } from './inbound-answer.ts'

const EVERY_SECONDS = 60
/** More numbers than this are asked about less often, so that their account is left the rest of its requests. */
const NUMBERS_A_MINUTE = 60
/** The provider's list lags, and its clock is not ours: what was heard of already is not heard of twice. */
const OVERLAP_MINUTES = 5
/** How far back the first look goes at most, where a connection is older than it. */
const FIRST_HOURS = 24
const MOST_TEXTS = 4000
const AT_ONCE = 10
/** An answer that comes later is none any more (see inbound-answer.ts). */
const ANSWERED_WITHIN_MS = 300_000

interface Due extends SealedConnection {
  workspace_id: string
  numbers: string[]
  since: Date
  until: string
}

/**
 * Where Handset has no public address, asks providers what came in, so that STOP works there too. What one of them lists
 * goes the way of what is brought: the same text by both ways is one text. The next look is booked before the question is
 * put; how far it was heard moves on only once all was taken in.
 */
export function openPolling(context: Context): () => Promise<boolean> {
  const accept = openAcceptance(context)
  return async () => {
    const providers = providersToPoll(context)
    if (providers.length === 0) return false
    const due = await context.db.system((tx) => takeDue(context, tx, providers))
    await Promise.all(due.map((one) => poll(context, accept, one)))
    return due.length === AT_ONCE
  }
}

async function poll(context: Context, accept: ReturnType<typeof openAcceptance>, due: Due): Promise<void> {
  const { workspace_id: workspaceId, id: connectionId } = due
  const connection = openConnection(await context.keys.forWorkspace(workspaceId), due, context)
  const listed = await listAll(context, connection, due)
  if (listed === null) return
  const { provider } = connection
  const account = 'accountSid' in connection ? connection.accountSid : null
  // In the order in which they were sent: START after STOP is another thing than STOP after START.
  for (const { text, createdAt } of listed) {
    const arrival = { workspaceId, connectionId, provider, account }
    const received = await receiveInbound(context, arrival, { ...text, proof: 'asked_again' })
    const isFresh = context.now().getTime() - Date.parse(createdAt) < ANSWERED_WITHIN_MS
    if (received?.answer && isFresh) await answerInbound(context, accept, received, received.answer, text.from)
  }
  await context.db.system((tx) => tx.rows('replies_polled', HEARD, [workspaceId, connectionId, due.until]))
}

interface Listed {
  text: InboundText
  createdAt: string
}

/** Null where not all of it could be had: then it is asked for again. */
async function listAll(context: Context, connection: Connection, due: Due): Promise<Listed[] | null> {
  const adapter = adapterFor(connection.provider)
  const found: Listed[] = []
  for (const to of due.numbers) {
    const wanted = { to, since: due.since.toISOString(), most: MOST_TEXTS }
    const listed = await adapter.list(context.egress.http, connection, wanted)
    const about = { workspace: due.workspace_id }
    if (listed.kind !== 'listed') {
      context.log.warn({ ...about, answer: listed.kind }, 'texts that came in could not be asked for; they are again')
      return null
    }
    if (!listed.complete) context.log.warn(about, `more than ${MOST_TEXTS} texts came in; the oldest are left out`)
    found.push(...listed.messages.flatMap((message) => asInbound(adapter, message)))
  }
  // Times are whole seconds; of those of one second the list, whose newest stands first, tells which was before which.
  return found.reverse().sort((a, b) => a.createdAt.localeCompare(b.createdAt))
}

function asInbound(adapter: ReturnType<typeof adapterFor>, message: ListedMessage): Listed[] {
  const text = adapter.received(message)
  return text ? [{ text, createdAt: message.createdAt }] : []
}

function takeDue({ simulatorSpeed }: Context, tx: Tx, providers: string[]): Promise<Due[]> {
  return tx.rows<Due>('replies_poll', TAKE, [providers, AT_ONCE, simulatorSpeed])
}

/** Also where texts are switched off: who says STOP has said it. */
const TAKE = `
with due as (
  select c.workspace_id, c.id, n.numbers,
    coalesce(c.replies_polled_to, greatest(c.changed_at, now() - interval '${FIRST_HOURS} hours'))
      - interval '${OVERLAP_MINUTES} minutes' as since
  from sms_settings s
  join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
  cross join lateral (
    select array(select distinct unnest(r.numbers) from reply_routes r
      where r.workspace_id = c.workspace_id and r.connection_id = c.id and r.in_use
      union select e.value from senders e where e.workspace_id = c.workspace_id and e.connection_id = c.id
        and e.kind in ('phone_number', 'short_code')) as numbers) n
  where c.provider = any($1::text[]) and s.waiting is null and (c.replies_poll_at is null or c.replies_poll_at <= now())
  order by c.replies_poll_at nulls first
  limit $2 for update of c skip locked
)
update connections c set replies_poll_at = now() + make_interval(secs => ${EVERY_SECONDS}
  * greatest(1, ceil(cardinality(d.numbers) / ${NUMBERS_A_MINUTE}.0))
  / case c.provider when 'simulator' then $3::float else 1 end)
from due d where c.workspace_id = d.workspace_id and c.id = d.id
returning c.workspace_id, c.id, c.provider, c.account_sid, c.credentials_kind, c.api_key_sid, c.secrets_sealed,
  c.webhook_url_sealed, c.drops_repeats, d.numbers, d.since, now()::text as until`

const HEARD = `
update connections set replies_polled_to = $3::timestamptz where workspace_id = $1 and id = $2
  and (replies_polled_to is null or replies_polled_to < $3::timestamptz)`
