import type { Tx } from '../kit/db.ts'
import { firstIdAt } from '../kit/id.ts'
import { activeOf, type ConnectionRow, type Current } from './current.ts'

/** What the settings page tells of the texts themselves. Every figure reads a bounded number of rows. */
export interface Figures {
  lastTextAt: Date | null
  waiting: { texts: number; more: boolean }
  redirect: { redirected: number; over_limit: number }
  testedSinceChange: boolean
  /** A US carrier has lately refused the sender for want of registration. */
  unregistered: boolean
}

const COUNTED = 10_000
const LOOKED_AT = 500
/** US carriers refuse senders that are not registered with them (Twilio 30034). */
const UNREGISTERED = 30_034
const UNREGISTERED_DAYS = 7

export async function readFigures(tx: Tx, current: Current): Promise<Figures> {
  const { workspace_id } = current.workspace
  const { settings } = current
  const active = activeOf(current)
  return {
    lastTextAt: await lastTextAt(tx, workspace_id),
    waiting: settings?.waiting ? await countWaiting(tx, workspace_id) : { texts: 0, more: false },
    redirect: settings?.redirect_since
      ? await countRedirected(tx, workspace_id, settings.redirect_since)
      : { redirected: 0, over_limit: 0 },
    testedSinceChange: active ? await isTested(tx, active.connection) : false,
    unregistered: active ? await isUnregistered(tx, active.connection) : false,
  }
}

async function lastTextAt(tx: Tx, workspaceId: string): Promise<Date | null> {
  const [row] = await tx.rows<{ at: Date | null }>(
    'settings_last_text',
    `select max(t.sent_at) as at
     from unnest(array['open', 'sent', 'delivered', 'assumed_delivered', 'undelivered']) as f(filed)
     cross join unnest(array['otp', 'test', 'alert', 'nudge', 'campaign']) as c(class)
     cross join lateral (select m.sent_at from messages m
       where m.workspace_id = $1 and m.channel = 'sms' and m.class = c.class and m.filed = f.filed
         and m.status <> 'queued'
       order by m.id desc limit 1) t`,
    [workspaceId],
  )
  return row!.at
}

async function countWaiting(tx: Tx, workspaceId: string): Promise<{ texts: number; more: boolean }> {
  const [row] = await tx.rows<{ texts: number }>(
    'settings_waiting',
    `select count(*)::int as texts from (
       select from queue where workspace_id = $1 limit ${COUNTED + 1}) t`,
    [workspaceId],
  )
  return { texts: Math.min(row!.texts, COUNTED), more: row!.texts > COUNTED }
}

async function countRedirected(tx: Tx, workspaceId: string, since: Date): Promise<Figures['redirect']> {
  const [row] = await tx.rows<Figures['redirect']>(
    'settings_redirected',
    `select
       (select count(*)::int from (select channel from messages where workspace_id = $1 and redirected_at >= $2
         limit ${COUNTED}) t where channel = 'sms') as redirected,
       (select count(*)::int from (select channel, skip_reason from messages where workspace_id = $1 and status = 'skipped'
         and id >= $3 order by id desc limit ${COUNTED}) t where channel = 'sms' and skip_reason = 'redirect_limit') as over_limit`,
    [workspaceId, since, firstIdAt('msg', since)],
  )
  return row!
}

/** A test counts for the connection it went through, once the provider has taken it. */
async function isTested(tx: Tx, connection: ConnectionRow): Promise<boolean> {
  const rows = await tx.rows(
    'settings_tested',
    `select from messages where workspace_id = $1 and channel = 'sms' and class = 'test' and id >= $2 and created_at > $3 and provider = $4
       and status in ('sent', 'delivered', 'assumed_delivered') limit 1`,
    [connection.workspace_id, firstIdAt('msg', connection.changed_at), connection.changed_at, connection.provider],
  )
  return rows.length > 0
}

async function isUnregistered(tx: Tx, connection: ConnectionRow): Promise<boolean> {
  const rows = await tx.rows(
    'settings_unregistered',
    `select from unnest(array['undelivered', 'failed']) as s(status)
     cross join lateral (select m.error_code from messages m where m.workspace_id = $1 and m.status = s.status
       and m.id >= $2 and m.created_at > now() - interval '${UNREGISTERED_DAYS} days' order by m.id desc limit ${LOOKED_AT}) m
     where m.error_code = ${UNREGISTERED} limit 1`,
    [connection.workspace_id, firstIdAt('msg', connection.changed_at)],
  )
  return rows.length > 0
}
