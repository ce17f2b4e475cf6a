import type { z } from '@hono/zod-openapi'
import type { Actor, Context } from '../kit/context.ts'
import { readTail } from './outside.ts'
import type { actorsOut, chainOut } from './schema.ts'

/** How far the log of a workspace is chained, and how far that is known outside. */
export async function readChainState(context: Context, actor: Actor): Promise<z.infer<typeof chainOut>> {
  const { workspaceId } = actor
  const [own, outside] = await Promise.all([
    context.db.tenant(workspaceId, async (tx) => {
      const [head, tail, sent] = await Promise.all([
        tx
          .selectFrom('audit_chain')
          .select(['seq', 'hash', 'chained_at'])
          .where('workspace_id', '=', workspaceId)
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst(),
        readTail(tx, workspaceId),
        tx.selectFrom('audit_heads_sent').select(['seq', 'sent_at']).executeTakeFirst(),
      ])
      return { head, tail, sent }
    }),
    context.db.signIn((tx) =>
      tx.selectFrom('audit_heads').select(['channel', 'destination', 'chosen_at', 'trouble']).executeTakeFirstOrThrow(),
    ),
  ])
  const { head, tail, sent } = own
  const isKnown = sent && sent.sent_at >= outside.chosen_at
  return {
    head: head ? { seq: head.seq, hash: head.hash.toString('hex'), chained_at: head.chained_at.toISOString() } : null,
    waiting: tail.count,
    oldest_waiting_at: tail.oldestAt?.toISOString() ?? null,
    heads:
      outside.channel === null
        ? null
        : {
            channel: outside.channel as 'file',
            destination: actor.operator ? outside.destination : null,
            sent: isKnown ? { seq: sent.seq, at: sent.sent_at.toISOString() } : null,
            failing: outside.trouble !== null,
          },
  }
}

/** With more, a list to choose from helps nobody. */
const ACTORS = 200

/** Who stands in the log, by the name they last had. Jumps from one to the next on the index, however much each did. */
export async function listActors(context: Context, workspaceId: string): Promise<z.infer<typeof actorsOut>> {
  const items = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<{ id: string; kind: string; name: string }>('audit_actors', ACTORS_IN, [workspaceId]),
  )
  return { items: items.sort((a, b) => a.name.localeCompare(b.name)) }
}

const ACTORS_IN = `
with recursive actors as (
  (select actor_id as id, 1 as n from audit_entries where workspace_id = $1 order by actor_id limit 1)
  union all
  select e.actor_id, a.n + 1 from actors a cross join lateral (
    select actor_id from audit_entries where workspace_id = $1 and actor_id > a.id order by actor_id limit 1
  ) e where a.n < ${ACTORS}
)
select a.id, e.actor_kind as kind, e.actor_name as name from actors a cross join lateral (
  select actor_kind, actor_name from audit_entries where workspace_id = $1 and actor_id = a.id order by id desc limit 1
) e`
