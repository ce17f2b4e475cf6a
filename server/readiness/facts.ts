import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt, INSTALLATION } from '../kit/id.ts'
import type { Sealer } from '../kit/seal.ts'
import { STATUSES } from '../messages/schema.ts'
import { readQuality } from '../people/quality/figures.ts'
import type { QualityOut } from '../people/quality/schema.ts'
import { readWhole } from '../settings/above.ts'
import { activeOf, type ConnectionRow, type Current } from '../settings/current.ts'
import { type Figures, readFigures } from '../settings/figures.ts'
import { type ReplyFacts, readReplyFacts } from '../settings/replies-show.ts'
import { factsOf, storyOf } from '../settings/show.ts'
import { type StateStory, stateOf } from '../settings/state.ts'
import { pricesOf } from '../spend/prices.ts'
import { readToday } from '../spend/today.ts'
import { rolesWho } from '../workspaces/members.ts'
import { NO_RECEIPTS, type ReceiptFacts, receiptFacts } from './receipt-facts.ts'

/** All that the checklist is made of. */
export interface ReadinessFacts {
  current: Current
  active: ReturnType<typeof activeOf>
  state: ReturnType<typeof stateOf>
  story: StateStory
  figures: Figures
  sealer: Sealer
  publicUrl: string | null
  /** Sending is paused for the whole installation. */
  paused: boolean
  lastTest: LastTest | null
  receipts: ReceiptFacts
  replies: ReplyFacts
  deliveredInUs: boolean
  /** Texts that need a decision, counted up to one more than `MOST_UNDECIDED`. */
  undecided: number
  /** Null for those who may not see people, and in the installation, which has none. */
  phones: QualityOut | null
  /** What the operator allows of what the installation pays. */
  operatorCap: { micros: number; left: number; currency: string; resetsAt: Date } | null
  /** The names of the roles whose members may change the settings. */
  configuring: string[]
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

const LOOKED_AT = 200
export const MOST_UNDECIDED = 100

export async function readFacts(context: Context, { workspaceId, permissions }: Actor): Promise<ReadinessFacts> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const current = await readWhole(context, workspaceId)
  const seesPeople = workspaceId !== INSTALLATION && permissions.has('people.read')
  const phones = seesPeople ? await readQuality(context, workspaceId) : null
  const replies = await readReplyFacts(context, workspaceId)
  const { currency } = (await pricesOf(context)).dearest
  return context.db.tenant(workspaceId, async (tx) => {
    const figures = await readFigures(tx, current)
    const active = activeOf(current)
    const connection = active?.connection ?? null
    const { operator, resetsAt } = await readToday(tx, workspaceId, context.now())
    return {
      current,
      active,
      state: stateOf(factsOf(current)),
      story: storyOf(context, sealer, current, figures),
      figures,
      sealer,
      publicUrl: context.publicUrl(),
      paused: context.sendingPaused(),
      lastTest: connection && (await lastTest(tx, connection)),
      receipts: connection ? await receiptFacts(tx, connection) : NO_RECEIPTS,
      replies,
      deliveredInUs: connection ? await isDeliveredInUs(tx, connection) : false,
      phones,
      operatorCap: operator && {
        micros: operator.capMicros,
        left: operator.capMicros - operator.committedMicros,
        currency,
        resetsAt,
      },
      undecided: await countUndecided(tx, workspaceId),
      configuring: await rolesWho(tx, workspaceId, 'sms.configure'),
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
       from messages where workspace_id = $1 and channel = 'sms' and class = 'test' and status = s.status and id >= $2 and created_at > $3
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

/** Texts that nothing but a person can tell the fate of; more than anybody reads are not counted. */
async function countUndecided(tx: Tx, workspaceId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    'readiness_undecided',
    `select count(*)::int as count from (
       select from attempts where workspace_id = $1 and state = 'unknown' and undecided is not null limit ${MOST_UNDECIDED + 1}) u`,
    [workspaceId],
  )
  return row!.count
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
