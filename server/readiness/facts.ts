import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt } from '../kit/id.ts'
import type { Sealer } from '../kit/seal.ts'
import { STATUSES } from '../messages/schema.ts'
import { activeOf, type ConnectionRow, type Current, readCurrent } from '../settings/current.ts'
import { type Figures, readFigures } from '../settings/figures.ts'
import { factsOf, storyOf } from '../settings/show.ts'
import { type StateStory, stateOf } from '../settings/state.ts'

/** All that the checklist is made of, read in one transaction. */
export interface ReadinessFacts {
  current: Current
  active: ReturnType<typeof activeOf>
  state: ReturnType<typeof stateOf>
  story: StateStory
  figures: Figures
  sealer: Sealer
  publicUrl: string | null
  lastTest: LastTest | null
  receipts: ReceiptFacts
  deliveredInUs: boolean
}

export interface LastTest {
  id: string
  status: string
  at: Date
  to_sealed: Buffer
  /** Set where the test went to the test phone. */
  redirected_sealed: Buffer | null
  error: string | null
}

export interface ReceiptFacts {
  lastCallback: { at: Date; proof: string } | null
  /** Of the latest receipts: how many had to be asked for. */
  asked: number
  refused: { count: number; since: Date } | null
}

const LOOKED_AT = 200

export async function readFacts(context: Context, workspaceId: string): Promise<ReadinessFacts> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const current = await readCurrent(tx, workspaceId)
    const figures = await readFigures(tx, current)
    const active = activeOf(current)
    const connection = active?.connection ?? null
    return {
      current,
      active,
      state: stateOf(factsOf(current)),
      story: storyOf(context, sealer, current, figures),
      figures,
      sealer,
      publicUrl: context.publicUrl(),
      lastTest: connection && (await lastTest(tx, connection)),
      receipts: connection ? await receiptFacts(tx, connection) : { lastCallback: null, asked: 0, refused: null },
      deliveredInUs: connection ? await isDeliveredInUs(tx, connection) : false,
    }
  })
}

async function lastTest(tx: Tx, connection: ConnectionRow): Promise<LastTest | null> {
  const [row] = await tx.rows<LastTest>(
    'readiness_test',
    // The newest of each status, and of these the newest: the index leads with class and status.
    `select m.* from unnest($5::text[]) as s(status)
     cross join lateral (
       select id, status, coalesce(finished_at, sent_at, created_at) as at, to_sealed, redirected_sealed, error_text as error
       from messages where workspace_id = $1 and class = 'test' and status = s.status and id >= $2 and created_at > $3
         and provider = $4
       order by id desc limit 1) m
     order by m.id desc limit 1`,
    [
      connection.workspace_id,
      firstIdAt('msg', connection.changed_at),
      connection.changed_at,
      connection.provider,
      [...STATUSES],
    ],
  )
  return row ?? null
}

async function receiptFacts(tx: Tx, { workspace_id, id }: ConnectionRow): Promise<ReceiptFacts> {
  const [row] = await tx.rows<{ at: Date | null; proof: string | null; asked: number; refused: number; since: Date }>(
    'readiness_receipts',
    `with latest as materialized (
       select r.source, r.proof, r.received_at from (
         select * from receipts where workspace_id = $1 order by message_id desc, n desc limit ${LOOKED_AT}) r
       join attempts a on a.workspace_id = r.workspace_id and a.message_id = r.message_id and a.n = r.n
       where a.connection_id = $2
     ), callback as (
       select received_at, proof from latest where source = 'callback' order by received_at desc limit 1
     ), refused as (
       select sum(count)::int as count, min(hour) as since from refused_callbacks
       where workspace_id = $1 and hour >= date_trunc('hour', now() - interval '1 hour')
     )
     select (select received_at from callback) as at, (select proof from callback) as proof,
       (select count(distinct received_at)::int from latest where source = 'asked') as asked,
       coalesce(refused.count, 0) as refused, refused.since from refused`,
    [workspace_id, id],
  )
  const { at, proof, asked, refused, since } = row!
  return {
    lastCallback: at && { at, proof: proof! },
    asked,
    refused: refused > 0 ? { count: refused, since } : null,
  }
}

/** A text that reached a US phone is the one proof of registration that needs no question. */
async function isDeliveredInUs(tx: Tx, connection: ConnectionRow): Promise<boolean> {
  const rows = await tx.rows(
    'readiness_us',
    `select from (
       select to_country, provider from messages where workspace_id = $1 and status = 'delivered' and id >= $2
       order by id desc limit ${LOOKED_AT}) m
     where to_country = 'US' and provider = $3 limit 1`,
    [connection.workspace_id, firstIdAt('msg', connection.changed_at), connection.provider],
  )
  return rows.length > 0
}
