import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { forgetLinksOf } from '../links/links.ts'
import { dropMessageMails } from '../mail/message-mails.ts'
import { countErased, type Erasure, erasedRef } from '../people/erasures.ts'
import { ATTEMPTS_OF, HOLD_ATTEMPTS, IS_OVER, OPT_OUT_LINKS_OF } from './erase-texts.ts'

const AT_ONCE = 500

/**
 * Takes whom, where to and what from all that events told a person, on whatever channel, and lets their short links lead
 * nowhere; what still waits is cancelled. What names a person is theirs, though somebody else may have the number too.
 *
 * @returns whether it did all that could be done now; false after `most`.
 */
export async function eraseNotices(context: Context, erasure: Erasure, most: number): Promise<boolean> {
  const { workspaceId, personId } = erasure
  await context.db.system(async (tx) => {
    await cancelWaitingOf(tx, workspaceId, personId)
    await forgetLinksOf(tx, workspaceId, personId)
  })
  let after = ''
  for (let done = 0; done < most; done += AT_ONCE) {
    const ids = await context.db.system((tx) => eraseSome(tx, erasure, after))
    if (ids.length < AT_ONCE) return true
    after = ids.at(-1)!.id
  }
  return false
}

/** What is just being handed over is passed over, and waits no more when that is done. */
async function cancelWaitingOf(tx: Tx, workspaceId: string, personId: string): Promise<void> {
  const waiting = await tx.rows<{ id: string }>('notices_waiting', WAITING, [workspaceId, personId])
  if (waiting.length === 0) return
  const ids = waiting.map(({ id }) => id)
  const texts = await tx.rows<{ id: string }>('notices_unqueue', UNQUEUE, [workspaceId, ids])
  const mails = await dropMessageMails(tx, workspaceId, ids)
  await tx.rows('notices_cancel', CANCEL, [workspaceId, [...texts.map(({ id }) => id), ...mails]])
}

const WAITING = `select id from messages where workspace_id = $1 and person_id = $2 and status = 'queued' order by id`

const UNQUEUE = `
delete from queue where workspace_id = $1 and id = any(array(
  select id from queue where workspace_id = $1 and id = any($2::text[]) for update skip locked)) returning id`

const CANCEL = `
update messages set status = 'cancelled', finished_at = now()
where workspace_id = $1 and id = any($2::text[]) and status = 'queued'`

async function eraseSome(tx: Tx, erasure: Erasure, after: string): Promise<{ id: string }[]> {
  const { workspaceId, personId, salt } = erasure
  const ids = await tx.rows<{ id: string }>('erase_notices_find', FIND, [workspaceId, personId, after, AT_ONCE])
  if (ids.length === 0) return ids
  const values = [workspaceId, ids.map(({ id }) => id)]
  await tx.rows('erase_texts_hold', HOLD_ATTEMPTS, values)
  await tx.rows('erase_attempts', ATTEMPTS_OF, values)
  await tx.rows('erase_links', OPT_OUT_LINKS_OF, values)
  const erased = await tx.rows<{ channel: string }>('erase_notices', ERASE, [
    ...values,
    personId,
    salt,
    erasedRef(erasure),
  ])
  const texts = erased.filter(({ channel }) => channel === 'sms').length
  await countErased(tx, erasure, 'texts', texts)
  await countErased(tx, erasure, 'notices', erased.length - texts)
  return ids
}

const FIND = `
select m.id from messages m where m.workspace_id = $1 and m.person_id = $2 and m.id > $3 and ${IS_OVER}
order by m.id limit $4::int`

/** The key by which a repeat is known holds their id, and nothing is told to them again. */
const ERASE = `
update messages m set person_id = $5, dedupe_key = null, to_hash = sha256($4::bytea || m.to_hash), to_sealed = '',
  body_sealed = null, url = null, error_text = null, idempotency_key = null
where m.workspace_id = $1 and m.id = any($2::text[]) and m.person_id = $3 and ${IS_OVER} returning m.channel`
