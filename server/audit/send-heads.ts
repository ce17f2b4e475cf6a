import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { type Channel, type Delivered, type Destination, deliverHeads } from './deliver-heads.ts'
import type { Head } from './heads-text.ts'

export const HEADS_SECRET = 'audit_heads.secret'

const HEADS_AT_ONCE = 1000
/** Longer than one delivery can take; after that its worker is taken for dead. */
const TAKEN_SECONDS = 180

/**
 * One look whether heads are due, by whichever worker comes first. What did not change since it was sent is not sent
 * again; what could not be sent is tried again, more rarely each time, and an alarm meanwhile.
 */
export async function headsTurn(context: Context): Promise<boolean> {
  const due = await context.db.system((tx) => tx.rows<Due>('heads_take', TAKE, [TAKEN_SECONDS]))
  if (!due[0]) return false
  const to = opened(context, due[0])
  for (let after = ''; ; ) {
    const heads = await context.db.system((tx) => readChanged(tx, after))
    if (heads.length === 0) break
    const delivered = await deliverHeads(context, to, heads)
    if (!delivered.ok) {
      context.log.warn({ channel: to.channel }, 'the heads of the audit log could not be sent')
      await context.db.system((tx) => noteTrouble(tx, delivered.trouble))
      return false
    }
    await context.db.system((tx) => noteSent(tx, heads))
    after = heads.at(-1)!.workspaceId
  }
  await context.db.system((tx) => tx.rows('heads_done', DONE, []))
  return false
}

/** Sends the head of one workspace, for the operator to see that it arrives. */
export async function testHeads(context: Context, to: Destination, workspaceId: string): Promise<Delivered> {
  const heads = await context.db.system((tx) => tx.rows<HeadRow>('heads_of_one', OF_ONE, [workspaceId]))
  return deliverHeads(context, to, heads.map(toHead), { isTest: true })
}

interface Due {
  channel: Channel
  destination: string
  secret_sealed: Buffer | null
}

export function opened(context: Context, { channel, destination, secret_sealed }: Due): Destination {
  const secret = secret_sealed && context.keys.installation.open(HEADS_SECRET, secret_sealed)
  return { channel, destination, secret }
}

interface HeadRow {
  workspace_id: string
  seq: number
  hash: Buffer
  at: string
}

function toHead({ workspace_id, seq, hash, at }: HeadRow): Head {
  return { workspaceId: workspace_id, seq, hash: hash.toString('hex'), at }
}

async function readChanged(tx: Tx, after: string): Promise<Head[]> {
  return (await tx.rows<HeadRow>('heads_changed', CHANGED, [after])).map(toHead)
}

function noteSent(tx: Tx, heads: Head[]): Promise<object[]> {
  return tx.rows(
    'heads_sent',
    `insert into audit_heads_sent (workspace_id, seq)
     select * from unnest($1::text[], $2::bigint[]) as h(workspace_id, seq)
     where exists (select from workspaces w where w.workspace_id = h.workspace_id)
     on conflict (workspace_id) do update set seq = excluded.seq, sent_at = now()`,
    [heads.map((head) => head.workspaceId), heads.map((head) => head.seq)],
  )
}

/** Never later than it would be due anyway. */
function noteTrouble(tx: Tx, trouble: string): Promise<object[]> {
  return tx.rows(
    'heads_trouble',
    `update audit_heads set trouble = $1, trouble_since = coalesce(trouble_since, now()), tries = least(tries + 1, 100),
       taken_until = '-infinity', due_at = now() + make_interval(mins => least(2 ^ least(tries, 8), every_minutes)::int)`,
    [trouble],
  )
}

const TAKE = `
update audit_heads set taken_until = now() + make_interval(secs => $1)
where channel is not null and due_at <= now() and taken_until < now()
returning channel, destination, secret_sealed`

const DONE = `
update audit_heads set trouble = null, trouble_since = null, tries = 0, taken_until = '-infinity',
  due_at = now() + make_interval(mins => every_minutes),
  sent_at = greatest(sent_at, (select max(s.sent_at) from audit_heads_sent s where s.sent_at >= chosen_at))`

const HEAD = `
select seq, hash, to_char(chained_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
from audit_chain c where c.workspace_id = w.workspace_id order by seq desc limit 1`

const CHANGED = `
select w.workspace_id, h.* from workspaces w cross join lateral (${HEAD}) h
cross join audit_heads a
left join audit_heads_sent s on s.workspace_id = w.workspace_id and s.sent_at >= a.chosen_at
where w.workspace_id > $1 and h.seq is distinct from s.seq
order by w.workspace_id limit ${HEADS_AT_ONCE}`

const OF_ONE = `select w.workspace_id, h.* from workspaces w cross join lateral (${HEAD}) h where w.workspace_id = $1`
