import { randomBytes } from 'node:crypto'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { reserve } from '../spend/caps.ts'
import { isStillDoubting, MAYBE_SENT } from '../workspaces/release-sending.ts'
import { sendingPaused } from '../workspaces/sending-pause.ts'
import { readChannels, redirectOf } from './channel.ts'
import { RESTORED } from './proven.ts'

const AT_ONCE = 500

/** A text that waits here, and was perhaps sent from where this database does not know of. */
interface Doubted {
  place: string
  workspace_id: string
  id: string
  n: number
  segments: number
  cost_micros: number
  since: Date
}

/**
 * One step of putting in doubt what was queued in a restored database: it may have been sent between the backup and the
 * restore. Each gets the attempt that may have been made, its end unknown, which is then looked up like any other.
 *
 * @returns whether there was something to do.
 */
export async function doubtRestored(context: Context): Promise<boolean> {
  const doubted = await context.db.system(async (tx) => {
    const pause = await sendingPaused(tx)
    if (!pause || !isStillDoubting(pause)) return null
    await tx.rows('doubt_alone', ALONE, [])
    const texts = await tx.rows<Doubted>('doubt_queued', QUEUED, [AT_ONCE])
    if (texts.length > 0) await writeDoubts(context, tx, texts)
    return { texts: texts.length, before: pause.doubted }
  })
  if (doubted === null) return false
  if (doubted.texts > 0) return true
  if (doubted.before) return false
  await context.db.signIn((tx) => tx.updateTable('installation').set({ doubted_at: new Date() }).execute())
  return false
}

/** Steps of two workers would lock the same texts and caps in different orders; one after the other, neither is given up. */
const ALONE = `select pg_advisory_xact_lock(hashtextextended('doubt_restored', 0))`

const QUEUED = `
select q.ctid as place, m.workspace_id, m.id, m.tries + 1 as n, m.segments, m.cost_micros,
  greatest(m.created_at, i.restored_from) as since
${MAYBE_SENT}
limit $1 for update of q`

async function writeDoubts(context: Context, tx: Tx, texts: Doubted[]): Promise<void> {
  const channels = await readChannels(tx, [...new Set(texts.map((text) => text.workspace_id))])
  // Counted whatever the cap says: what was sent was sent.
  const money = await reserve(
    tx,
    texts.map((text) => ({
      workspaceId: text.workspace_id,
      messageId: text.id,
      micros: text.cost_micros,
      segments: text.segments,
      exempt: true,
      inherited: channels.get(text.workspace_id)!.ownerId !== text.workspace_id,
    })),
  )
  const rows = await Promise.all(
    texts.map(async (text) => {
      const verdict = money.get(`${text.workspace_id}|${text.id}`)!
      if (!verdict.ok) throw new Error('an exempt text was over the cap')
      const channel = channels.get(text.workspace_id)!
      // While the redirect is on, it went to the test phone, and there it must be looked for.
      const redirected = (await redirectOf(context, text, channel))?.sealed ?? null
      return { text, channel, redirected, token: randomBytes(16).toString('base64url'), day: verdict.day }
    }),
  )
  const column = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick)
  await tx.rows('doubt_attempts', DOUBT, [
    column(({ text }) => text.place),
    column(({ text }) => text.workspace_id),
    column(({ text }) => text.id),
    column(({ text }) => text.n),
    column(({ token }) => token),
    column(({ channel }) => channel.connectionId),
    column(({ channel }) => channel.provider),
    column(({ channel }) => channel.account),
    column(({ channel }) => channel.sender?.value ?? null),
    column(({ text }) => text.cost_micros),
    column(({ day }) => day),
    column(({ redirected }) => redirected),
    column(({ text }) => text.since),
    column(({ text, channel }) => channel.ownerId !== text.workspace_id),
  ])
}

/** The deadline is now: from here on the provider has its usual time to call back. */
const DOUBT = `
with doubt as (
  select * from unnest($1::tid[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::bigint[], $11::date[], $12::bytea[], $13::timestamptz[], $14::boolean[])
    as d(place, workspace_id, message_id, n, token, connection_id, provider, account, sender, reserved, spend_day, redirected, since,
      inherited)
), out as (
  delete from queue where ctid = any($1::tid[])
), attempt as (
  insert into attempts (workspace_id, message_id, n, state, detail, token, worker, connection_id, provider, provider_account,
    sender, reserved_micros, spend_day, redirected_sealed, started_at, deadline_at, inherited)
  select workspace_id, message_id, n, 'unknown', 'It waited in a restored backup and may have been sent after it.', token,
    '${RESTORED}', connection_id, provider, account, sender, reserved, spend_day, redirected, since, now(), inherited
  from doubt
)
update messages m set status = 'unknown', tries = d.n, provider = d.provider, sent_from = d.sender
from doubt d where m.workspace_id = d.workspace_id and m.id = d.message_id`
