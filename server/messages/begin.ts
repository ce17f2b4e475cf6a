import { randomBytes } from 'node:crypto'
import { lockNumbers } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { receiptsAddress } from '../settings/receipts-address.ts'
import { reserve } from '../spend/caps.ts'
import { type Channel, readChannels, redirectOf } from './channel.ts'
import { type Claim, type Claimed, claim, claimSuspect, opensInMs } from './claim.ts'
import { CLASS_RULES } from './classes.ts'
import { judge } from './gate.ts'
import { holdCampaigns } from './held-campaigns.ts'
import { spendPace } from './pace.ts'
import { patienceWith } from './patience.ts'
import { redirectsLeft } from './redirect.ts'
import type { SkipReason } from './schema.ts'
import type { Shift } from './shift.ts'

/** A text whose attempt is on record: from here on it may be handed over, once. */
export interface Begun {
  text: Claimed
  channel: Channel
  n: number
  token: string
  reservedMicros: number
  spendDay: string
  /** The test phone, while the workspace redirects its texts. */
  redirectedTo: string | null
  redirectedSealed: Buffer | null
}

/** Who begins, and where what is being begun is written down. */
export type Beginning = Pick<Shift, 'worker' | 'beginning'>

export interface Batch {
  begun: Begun[]
  claimed: number
  /** When nothing was claimed: until a lane opens that is closed now; null when none will. */
  opensInMs: number | null
}

/**
 * Claims texts and begins an attempt for each that may go, in one transaction: the numbers are locked before the
 * registry is read, the money is reserved, and the attempt stands, or nothing happened. The claim is not a state of its
 * own: a text is either queued and nobody's, or it has an attempt, so a worker that dies between has taken nothing.
 */
export async function beginBatch(context: Context, shift: Beginning, wanted: Omit<Claim, 'worker'>): Promise<Batch> {
  const worker = shift.worker()
  return context.db.system(async (tx) => {
    const texts = await claim(tx, { ...wanted, worker })
    if (texts.length > 0)
      return { begun: await begin(context, tx, shift, texts), claimed: texts.length, opensInMs: null }
    return { begun: [], claimed: 0, opensInMs: await opensInMs(tx) }
  })
}

/** The same for one text that workers have died of, once the `last` of them has ended; null when there is none. */
export async function beginSuspect(context: Context, shift: Beginning, last: Claimed | null): Promise<Batch | null> {
  return context.db.system(async (tx) => {
    const texts = await claimSuspect(tx, shift.worker(), last)
    if (texts.length === 0) return null
    return { begun: await begin(context, tx, shift, texts), claimed: texts.length, opensInMs: null }
  })
}

async function begin(context: Context, tx: Tx, shift: Beginning, claimed: Claimed[]): Promise<Begun[]> {
  // Sent together and run in this order: the registry is read only when the numbers are locked.
  const [, channels, stopped, texts] = await Promise.all([
    lockNumbers(
      tx,
      claimed.map((text) => text.to_hash),
    ),
    readChannels(tx, [...new Set(claimed.map((text) => text.workspace_id))]),
    optedOut(tx, claimed),
    holdCampaigns(tx, claimed),
    shift.beginning(claimed),
  ])
  const allowed: Claimed[] = []
  const ended: Ended[] = []
  const redirects = await redirectsLeft(tx, channels)
  for (const text of texts) {
    const channel = channels.get(text.workspace_id)
    if (channel?.row.waiting) continue
    const end = judgeAgain(text, channel, isStopped(text, channel, stopped), redirects)
    if (end) ended.push({ ...text, ...end })
    else allowed.push(text)
  }
  const money = await reserve(
    tx,
    allowed.map((text) => ({
      workspaceId: text.workspace_id,
      messageId: text.id,
      micros: text.cost_micros,
      segments: text.segments,
      exempt: CLASS_RULES[text.class].exemptFromCap,
      inherited: isInherited(text, channels.get(text.workspace_id)!),
    })),
  )
  const begun: Begun[] = []
  for (const text of allowed) {
    const verdict = money.get(`${text.workspace_id}|${text.id}`)!
    if (!verdict.ok)
      ended.push({ ...text, status: 'skipped', reason: 'over_cap', cappedAbove: verdict.of === 'operator' })
    else begun.push(await makeAttempt(context, text, channels.get(text.workspace_id)!, verdict.day))
  }
  await Promise.all([writeEnded(tx, ended), writeBegun(context, tx, shift.worker(), begun)])
  return begun
}

type Ended = Claimed & { status: 'skipped' | 'expired'; reason: SkipReason | null; cappedAbove?: boolean }

/** Then the installation pays. */
function isInherited(text: Claimed, channel: Channel): boolean {
  return channel.ownerId !== text.workspace_id
}

function judgeAgain(
  text: Claimed,
  channel: Channel | undefined,
  stopped: boolean,
  redirects: Map<string, number>,
): Pick<Ended, 'status' | 'reason'> | null {
  if (text.valid_for < 1) return { status: 'expired', reason: null }
  const facts = channel ?? { suspended: false, connected: false, enabled: false, hasSender: false, countries: [] }
  const reason = judge(facts, { optedOut: stopped, premium: false, country: text.to_country })
  if (reason) return { status: 'skipped', reason }
  const left = redirects.get(text.workspace_id)
  if (left === undefined) return null
  if (left === 0) return { status: 'skipped', reason: 'redirect_limit' }
  redirects.set(text.workspace_id, left - 1)
  return null
}

async function makeAttempt(context: Context, text: Claimed, channel: Channel, spendDay: string): Promise<Begun> {
  const token = randomBytes(16).toString('base64url')
  const plain = { text, channel, n: text.tries + 1, token, reservedMicros: text.cost_micros, spendDay }
  const redirect = await redirectOf(context, text, channel)
  return { ...plain, redirectedTo: redirect?.number ?? null, redirectedSealed: redirect?.sealed ?? null }
}

/** Stands for every workspace. */
const EVERYWHERE = '*'

/** By an entry of its own, or by one that stands for all that send through the installation's connection, or for all. */
function isStopped(text: Claimed, channel: Channel | undefined, stopped: Set<string>): boolean {
  if (text.vouched_by === 'reply') return false
  if (stopped.has(keyOf(text)) || stopped.has(keyOf({ ...text, workspace_id: EVERYWHERE }))) return true
  return channel?.ownerId === INSTALLATION && stopped.has(keyOf({ ...text, workspace_id: INSTALLATION }))
}

async function optedOut(tx: Tx, texts: Claimed[]): Promise<Set<string>> {
  const rows = await tx.rows<{ workspace_id: string; to_hash: Buffer }>(
    'begin_opt_outs',
    `select case when o.scope = 'everywhere' and e.opt_outs_everywhere then '${EVERYWHERE}' else o.workspace_id end as workspace_id,
       o.number_hash as to_hash
     from unnest($1::text[], $2::bytea[]) as t(workspace_id, to_hash)
     join opt_outs o on o.workspace_id in (t.workspace_id, '${INSTALLATION}') and o.number_hash = t.to_hash
     cross join inherited_channel e`,
    [texts.map((text) => text.workspace_id), texts.map((text) => text.to_hash)],
  )
  return new Set(rows.map(keyOf))
}

function keyOf(row: { workspace_id: string; to_hash: Buffer }): string {
  return `${row.workspace_id}|${row.to_hash.toString('latin1')}`
}

async function writeEnded(tx: Tx, ended: Ended[]): Promise<void> {
  if (ended.length === 0) return
  await tx.rows(
    'begin_ended',
    `with out as (delete from queue where ctid = any($5::tid[]))
     update messages m set status = e.status, skip_reason = e.reason, capped_above = e.above, finished_at = now(),
       body_sealed = case when m.class = 'otp' then null else m.body_sealed end
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $6::boolean[]) as e(workspace_id, id, status, reason, above)
     where m.workspace_id = e.workspace_id and m.id = e.id`,
    [
      ended.map((e) => e.workspace_id),
      ended.map((e) => e.id),
      ended.map((e) => e.status),
      ended.map((e) => e.reason),
      ended.map((e) => e.place),
      ended.map((e) => e.cappedAbove || null),
    ],
  )
}

async function writeBegun(context: Context, tx: Tx, worker: string, begun: Begun[]): Promise<void> {
  if (begun.length === 0) return
  const column = <T>(pick: (begun: Begun) => T): T[] => begun.map(pick)
  const attempts = tx.rows('begin_attempts', BEGIN, [
    worker,
    column((b) => b.text.workspace_id),
    column((b) => b.text.id),
    column((b) => b.n),
    column((b) => b.token),
    column((b) => b.channel.connectionId),
    column((b) => b.channel.provider),
    column((b) => b.channel.account),
    column((b) => b.channel.sender?.value ?? null),
    column((b) => b.reservedMicros),
    column((b) => b.spendDay),
    column((b) => b.redirectedSealed),
    column((b) => patienceWith(context, b.channel.provider).attemptSeconds),
    column((b) => b.text.place),
    column(({ text, channel }) => isCalledBack(context, text.workspace_id, channel)),
    column(({ text, channel }) => isInherited(text, channel)),
  ])
  await Promise.all([attempts, writeRedirected(tx, begun)])
  await spendPace(
    tx,
    begun.map(({ text, channel }) => ({
      account: channel.account,
      sender: channel.sender?.value ?? '',
      segments: text.segments,
    })),
  )
}

/** Whether the provider is told where to report: only then can a report be missed. */
function isCalledBack(context: Context, workspaceId: string, { provider, connectionId: id }: Channel): boolean {
  return receiptsAddress(context.publicUrl(), { provider, workspace_id: workspaceId, id }) !== null
}

/** The message itself is written to when its attempt ends; only the count of an hour's redirects cannot wait. */
async function writeRedirected(tx: Tx, begun: Begun[]): Promise<void> {
  const redirected = begun.filter((one) => one.redirectedSealed)
  if (redirected.length === 0) return
  await tx.rows(
    'begin_redirected',
    `update messages m set redirected_sealed = r.sealed, redirected_at = now()
     from unnest($1::text[], $2::text[], $3::bytea[]) as r(workspace_id, id, sealed)
     where m.workspace_id = r.workspace_id and m.id = r.id`,
    [
      redirected.map((one) => one.text.workspace_id),
      redirected.map((one) => one.text.id),
      redirected.map((one) => one.redirectedSealed),
    ],
  )
}

const BEGIN = `
with out as (
  delete from queue where ctid = any($14::tid[])
)
insert into attempts (workspace_id, message_id, n, state, token, worker, connection_id, provider, provider_account, sender,
  reserved_micros, spend_day, redirected_sealed, callback_given, inherited, deadline_at)
select b.workspace_id, b.message_id, b.n, 'started', b.token, $1, b.connection_id, b.provider, b.account, b.sender, b.reserved,
  b.spend_day, b.redirected, b.called_back, b.inherited, now() + make_interval(secs => b.seconds)
from unnest($2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[],
  $11::date[], $12::bytea[], $13::float8[], $15::boolean[], $16::boolean[])
  as b(workspace_id, message_id, n, token, connection_id, provider, account, sender, reserved, spend_day, redirected, seconds, called_back, inherited)`
