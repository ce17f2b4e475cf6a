import { randomBytes } from 'node:crypto'
import { lockNumbers } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { openRedirect } from '../settings/secrets.ts'
import { reserve } from '../spend/caps.ts'
import { type Channel, readChannels } from './channel.ts'
import { type Claimed, claim } from './claim.ts'
import { CLASS_RULES } from './classes.ts'
import { judge } from './gate.ts'
import { redirectsLeft } from './redirect.ts'
import type { SkipReason } from './schema.ts'

/** How long one hand-over may take before its outcome counts as unknown. */
export const ATTEMPT_SECONDS = 60

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

/**
 * Claims texts and begins an attempt for each that may go, in one transaction: the numbers are locked before the
 * registry is read, the money is reserved, and the attempt stands, or nothing happened. The claim is not a state of its
 * own: a text is either queued and nobody's, or it has an attempt, so a worker that dies between has taken nothing.
 */
export async function beginBatch(
  context: Context,
  worker: string,
  limit: number,
): Promise<{ begun: Begun[]; claimed: number }> {
  return context.db.system(async (tx) => {
    const texts = await claim(tx, limit)
    if (texts.length === 0) return { begun: [], claimed: 0 }
    // Sent together and run in this order: the registry is read only when the numbers are locked.
    const [, channels, stopped] = await Promise.all([
      lockNumbers(
        tx,
        texts.map((text) => text.to_hash),
      ),
      readChannels(tx, [...new Set(texts.map((text) => text.workspace_id))]),
      optedOut(tx, texts),
    ])
    const allowed: Claimed[] = []
    const ended: Ended[] = []
    const redirects = await redirectsLeft(tx, channels)
    for (const text of texts) {
      const channel = channels.get(text.workspace_id)
      if (channel?.row.waiting) continue
      const end = judgeAgain(text, channel, stopped.has(keyOf(text)), redirects)
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
      })),
    )
    const begun: Begun[] = []
    for (const text of allowed) {
      const verdict = money.get(`${text.workspace_id}|${text.id}`)!
      if (!verdict.ok) ended.push({ ...text, status: 'skipped', reason: 'over_cap' })
      else begun.push(await begin(context, text, channels.get(text.workspace_id)!, verdict.day))
    }
    await Promise.all([writeEnded(tx, ended), writeBegun(tx, worker, begun)])
    return { begun, claimed: texts.length }
  })
}

type Ended = Claimed & { status: 'skipped' | 'expired'; reason: SkipReason | null }

function judgeAgain(
  text: Claimed,
  channel: Channel | undefined,
  stopped: boolean,
  redirects: Map<string, number>,
): Pick<Ended, 'status' | 'reason'> | null {
  if (text.valid_for < 1) return { status: 'expired', reason: null }
  const facts = channel ?? { suspended: false, connected: false, enabled: false, hasSender: false }
  const reason = judge(facts, { optedOut: stopped, premium: false })
  if (reason) return { status: 'skipped', reason }
  const left = redirects.get(text.workspace_id)
  if (left === undefined) return null
  if (left === 0) return { status: 'skipped', reason: 'redirect_limit' }
  redirects.set(text.workspace_id, left - 1)
  return null
}

async function begin(context: Context, text: Claimed, channel: Channel, spendDay: string): Promise<Begun> {
  const token = randomBytes(16).toString('base64url')
  const plain = { text, channel, n: text.tries + 1, token, reservedMicros: text.cost_micros, spendDay }
  if (!channel.redirectSealed) return { ...plain, redirectedTo: null, redirectedSealed: null }
  const sealer = await context.keys.forWorkspace(text.workspace_id)
  const redirectedTo = openRedirect(sealer, text.workspace_id, channel.redirectSealed)!
  return { ...plain, redirectedTo, redirectedSealed: sealer.seal(`messages.redirected|${text.id}`, redirectedTo) }
}

async function optedOut(tx: Tx, texts: Claimed[]): Promise<Set<string>> {
  const rows = await tx.rows<{ workspace_id: string; to_hash: Buffer }>(
    'begin_opt_outs',
    `select o.workspace_id, o.number_hash as to_hash from unnest($1::text[], $2::bytea[]) as t(workspace_id, to_hash)
     join opt_outs o on o.workspace_id = t.workspace_id and o.number_hash = t.to_hash`,
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
    `update messages m set status = e.status, skip_reason = e.reason, finished_at = now(),
       body_sealed = case when m.class = 'otp' then null else m.body_sealed end
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as e(workspace_id, id, status, reason)
     where m.workspace_id = e.workspace_id and m.id = e.id`,
    [ended.map((e) => e.workspace_id), ended.map((e) => e.id), ended.map((e) => e.status), ended.map((e) => e.reason)],
  )
}

async function writeBegun(tx: Tx, worker: string, begun: Begun[]): Promise<void> {
  if (begun.length === 0) return
  const column = <T>(pick: (begun: Begun) => T): T[] => begun.map(pick)
  await tx.rowsAndCommit('begin_attempts', BEGIN, [
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
  ])
}

const BEGIN = `
with begun as (
  select * from unnest($2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::bigint[], $11::date[], $12::bytea[])
    as b(workspace_id, message_id, n, token, connection_id, provider, account, sender, reserved, spend_day, redirected)
), made as (
  insert into attempts (workspace_id, message_id, n, state, token, worker, connection_id, provider, provider_account,
    reserved_micros, spend_day, deadline_at)
  select workspace_id, message_id, n, 'started', token, $1, connection_id, provider, account, reserved, spend_day,
    now() + interval '${ATTEMPT_SECONDS} seconds'
  from begun
)
update messages m set status = 'sending', tries = b.n, provider = b.provider, sent_from = b.sender,
  redirected_sealed = b.redirected, redirected_at = case when b.redirected is not null then now() end
from begun b where m.workspace_id = b.workspace_id and m.id = b.message_id`
