import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { countErased, type Erasure } from '../people/erasures.ts'
import { IN_DOUBT } from './in-doubt.ts'

/** Texts in one transaction: more would keep receipts of them waiting. */
const AT_ONCE = 500

/**
 * Takes number and words from texts that were meant for a number: what it was, what became of it and what it cost stays.
 * One that is on its way, in doubt, or may yet hear from its carrier is left until that is over.
 *
 * @returns whether it did all that could be done now; false after `most`.
 */
export async function eraseTexts(
  context: Context,
  erasure: Erasure,
  numberHash: Buffer,
  most: number,
): Promise<boolean> {
  let after = ''
  for (let done = 0; done < most; done += AT_ONCE) {
    const ids = await context.db.system((tx) => eraseSome(tx, erasure, numberHash, after))
    if (ids.length < AT_ONCE) return true
    after = ids.at(-1)!.id
  }
  return false
}

async function eraseSome(tx: Tx, erasure: Erasure, numberHash: Buffer, after: string): Promise<{ id: string }[]> {
  const { workspaceId, salt, markedAt } = erasure
  const ids = await tx.rows<{ id: string }>('erase_texts_find', FIND, [
    workspaceId,
    numberHash,
    after,
    markedAt,
    AT_ONCE,
  ])
  if (ids.length === 0) return ids
  const values = [workspaceId, ids.map(({ id }) => id)]
  // Attempts before messages and in order, as whoever files receipts.
  await tx.rows('erase_texts_hold', HOLD_ATTEMPTS, values)
  await tx.rows('erase_attempts', ATTEMPTS_OF, values)
  await tx.rows('erase_links', OPT_OUT_LINKS_OF, values)
  const erased = await tx.rows('erase_texts', ERASE, [...values, numberHash, salt])
  await countErased(tx, erasure, 'texts', erased.length)
  return ids
}

/** A text may be queued again until its attempts are held. Of a mail nothing is heard any more once it was taken. */
export const IS_OVER = `m.status <> 'queued' and not exists (
    select from attempts a where a.workspace_id = m.workspace_id and a.message_id = m.id and (a.state = 'started' or ${IN_DOUBT}))
  and (m.status <> 'sent' or m.channel <> 'sms' or m.provider is not distinct from 'webhook' or m.sent_at < now() - interval '10 minutes')`

const FIND = `
select m.id from messages m
where m.workspace_id = $1 and m.to_hash = $2 and m.id > $3 and m.created_at <= $4 and ${IS_OVER}
order by m.id limit $5::int`

export const HOLD_ATTEMPTS = `
select from attempts where workspace_id = $1 and message_id = any($2::text[]) order by message_id, n for update`

/** Providers quote what they refuse, in words of any kind. */
export const ATTEMPTS_OF = `
update attempts set detail = null where workspace_id = $1 and message_id = any($2::text[]) and detail is not null`

export const OPT_OUT_LINKS_OF = 'delete from opt_out_links where workspace_id = $1 and message_id = any($2::text[])'

const ERASE = `
update messages m set to_hash = sha256($4::bytea || m.to_hash), to_sealed = '', body_sealed = null, url = null,
  error_text = null, idempotency_key = null
where m.workspace_id = $1 and m.id = any($2::text[]) and m.to_hash = $3 and ${IS_OVER} returning 1`

/** The same for what came from the number. A wish that nobody has read yet is left until somebody has. */
export async function eraseReplies(
  context: Context,
  erasure: Erasure,
  numberHash: Buffer,
  most: number,
): Promise<boolean> {
  for (let done = 0; done < most; done += AT_ONCE) {
    const { workspaceId, salt, markedAt } = erasure
    const erased = await context.db.system(async (tx) => {
      const values = [workspaceId, numberHash, salt, markedAt, AT_ONCE]
      const rows = await tx.rows('erase_replies', REPLIES, values)
      await countErased(tx, erasure, 'replies', rows.length)
      return rows.length
    })
    if (erased < AT_ONCE) return true
  }
  return false
}

const IS_READ = `not (i.reading = 'perhaps_stop' and i.decision is null)`

const REPLIES = `
update inbound_texts i set from_hash = sha256($3::bytea || i.from_hash), from_sealed = '', body_sealed = ''
where i.workspace_id = $1 and i.id = any(array(
  select i.id from inbound_texts i where i.workspace_id = $1 and i.from_hash = $2 and i.received_at <= $4 and ${IS_READ}
  order by i.id limit $5::int)) returning 1`

/** Whether anything is left that came before the person was erased. */
export async function hasMore(tx: Tx, { workspaceId, own, markedAt, personId }: Erasure): Promise<boolean> {
  const [row] = await tx.rows<{ more: boolean }>('erase_left', LEFT, [workspaceId, own, markedAt, personId])
  return row!.more
}

const LEFT = `
select exists (select from messages where workspace_id = $1 and to_hash = any($2::bytea[]) and created_at <= $3)
  or exists (select from inbound_texts where workspace_id = $1 and from_hash = any($2::bytea[]) and received_at <= $3)
  or exists (select from messages where workspace_id = $1 and person_id = $4) as more`
