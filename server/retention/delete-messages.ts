import { sealPurpose } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { HOLD_ATTEMPTS, IS_OVER } from '../messages/erase-texts.ts'
import type { Deleted } from './schema.ts'

/** The messages among these that are over, and all that hangs on them. Opt-out links live on without the text. */
export async function deleteMessages(
  context: Pick<Context, 'keys'>,
  tx: Tx,
  workspaceId: string,
  ids: string[],
): Promise<Partial<Deleted>> {
  // Attempts before messages and in order, as whoever files receipts.
  await tx.rows('retention_hold', HOLD_ATTEMPTS, [workspaceId, ids])
  const gone = await tx.rows<Gone>('retention_messages', DELETE, [workspaceId, ids])
  if (gone.length === 0) return {}
  await keepNumbersOfOptOuts(context, tx, workspaceId, gone)
  const values = [workspaceId, gone.map(({ id }) => id)]
  const people = gone.map(({ person_id }) => person_id)
  const receipts = await tx.rows('retention_receipts', RECEIPTS, values)
  const attempts = await tx.rows('retention_attempts', ATTEMPTS, values)
  const entries = await tx.rows('retention_inbox', INBOX, [...values, people])
  const calls = await deleteCalls(tx, workspaceId, gone)
  const links = await tx.rows('retention_links', LINKS, [
    workspaceId,
    gone.map(({ group_id }) => group_id),
    gone.map(({ event_id }) => event_id),
    people,
  ])
  return {
    messages: gone.length,
    attempts: attempts.length,
    receipts: receipts.length,
    inbox_entries: entries.length,
    links: links.length,
    webhook_calls: calls,
  }
}

interface Gone {
  id: string
  group_id: string | null
  event_id: string | null
  person_id: string | null
  to_hash: Buffer | null
  to_sealed: Buffer | null
}

/** What endpoints were told about them. */
export async function deleteCalls(tx: Tx, workspaceId: string, gone: { id: string }[]): Promise<number> {
  const calls = await tx.rows('retention_calls', CALLS, [workspaceId, gone.map(({ id }) => id)])
  return calls.length
}

/** Nothing that a webhook still has to tell goes before it is told. */
export const IS_TOLD = (subject: string) => `not exists (
    select from webhook_deliveries d where d.workspace_id = $1 and d.subject = ${subject} and d.state = 'waiting')`

export const DELETE = `
delete from messages m
where m.workspace_id = $1 and m.id = any($2::text[]) and ${IS_OVER} and m.status <> 'sending'
  and not exists (select from queue q where q.workspace_id = $1 and q.id = m.id)
  and not exists (select from message_mails l where l.workspace_id = $1 and l.message_id = m.id)
  and not (m.urgent and m.fell_to is null and m.filed in ('failed', 'undelivered', 'expired', 'skipped'))
  and ${IS_TOLD('m.id')}
returning m.id, m.group_id, m.event_id, m.person_id, m.to_hash, m.to_sealed`

const RECEIPTS = 'delete from receipts where workspace_id = $1 and message_id = any($2::text[]) returning 1'

const ATTEMPTS = 'delete from attempts where workspace_id = $1 and message_id = any($2::text[]) returning 1'

const INBOX = `
delete from inbox_items i using unnest($2::text[], $3::text[]) as g(id, person_id)
where i.workspace_id = $1 and i.person_id = g.person_id and i.message_id = g.id returning 1`

const CALLS = 'delete from webhook_deliveries where workspace_id = $1 and subject = any($2::text[]) returning 1'

/** One for all channels of a notification: the last of them takes it along. They are found by what keeps them one each. */
export const LINKS = `
delete from links l using (
  select distinct g.group_id from unnest($2::text[], $3::text[], $4::text[]) as g(group_id, event_id, person_id)
  where g.group_id is not null and not exists (
    select from unnest(array['sms', 'email', 'in_app']) as c(channel)
    join messages m on m.workspace_id = $1 and m.dedupe_key = g.event_id || '|' || g.person_id || '|' || c.channel)
) g where l.workspace_id = $1 and l.group_id = g.group_id returning 1`

/** Of numbers that the registry shows from a text alone: otherwise nobody could tell any more whom it keeps silent. */
async function keepNumbersOfOptOuts(
  context: Pick<Context, 'keys'>,
  tx: Tx,
  workspaceId: string,
  gone: Gone[],
): Promise<void> {
  const texts = gone.filter(({ to_hash, to_sealed }) => to_hash !== null && to_sealed !== null && to_sealed.length > 0)
  if (texts.length === 0) return
  const hashes = texts.map(({ to_hash }) => to_hash)
  const bare = await tx.rows<{ number_hash: Buffer }>('retention_opt_outs', BARE, [workspaceId, hashes])
  if (bare.length === 0) return
  const sealer = await context.keys.forWorkspace(workspaceId)
  const sealed = bare.map(({ number_hash }) => {
    const { id, to_sealed } = texts.find(({ to_hash }) => to_hash!.equals(number_hash))!
    return sealer.seal(sealPurpose(number_hash), sealer.open(`messages.to|${id}`, to_sealed!))
  })
  await tx.rows('retention_keep_numbers', KEEP, [workspaceId, bare.map(({ number_hash }) => number_hash), sealed])
}

const BARE = `
select number_hash from opt_outs where workspace_id = $1 and number_hash = any($2::bytea[]) and number_sealed is null`

const KEEP = `
update opt_outs o set number_sealed = n.sealed from unnest($2::bytea[], $3::bytea[]) as n(hash, sealed)
where o.workspace_id = $1 and o.number_hash = n.hash and o.number_sealed is null`
