import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { sweepLanes } from './claim.ts'

const AT_ONCE = 1000

/** What time alone brings about: lanes fall asleep or wake, texts expire, and an attempt nobody finished is in doubt. */
export async function sweep(context: Context): Promise<boolean> {
  await context.db.system(sweepLanes)
  const doubted = await context.db.system(doubtAbandoned)
  if (doubted > 0)
    context.log.warn({ attempts: doubted }, 'attempts were abandoned: whether they were sent is not known')
  const expired = await context.db.system(expire)
  const forgotten = await context.db.system(forgetKeys)
  return expired === AT_ONCE || forgotten === AT_ONCE
}

/** The worker that began them died or was cut off. They are never blindly sent again. */
async function doubtAbandoned(tx: Tx): Promise<number> {
  const rows = await tx.rows(
    'sweep_abandoned',
    `with abandoned as (
       select workspace_id, message_id, n from attempts where state = 'started' and deadline_at < now()
       order by workspace_id, message_id limit ${AT_ONCE} for update skip locked
     ), doubted as (
       update attempts a set state = 'unknown', detail = 'The worker that began this attempt never stored its end.'
       from abandoned d where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n
     )
     update messages m set status = 'unknown' from abandoned d
     where m.workspace_id = d.workspace_id and m.id = d.message_id and m.tries = d.n and m.status = 'sending' returning m.id`,
    [],
  )
  return rows.length
}

async function expire(tx: Tx): Promise<number> {
  const rows = await tx.rows(
    'sweep_expired',
    `with late as (
       select workspace_id, id from messages where status = 'queued' and not_after <= now()
       order by not_after limit ${AT_ONCE} for update skip locked
     )
     update messages m set status = 'expired', finished_at = now(), body_sealed = case when m.class = 'otp' then null else m.body_sealed end
     from late l where m.workspace_id = l.workspace_id and m.id = l.id returning m.id`,
    [],
  )
  return rows.length
}

/** A repeat after this long is a new request. */
async function forgetKeys(tx: Tx): Promise<number> {
  const rows = await tx.rows(
    'sweep_keys',
    `delete from idempotency_keys k using (
       select workspace_id, key from idempotency_keys where created_at < now() - interval '24 hours' order by created_at limit ${AT_ONCE}
     ) old where k.workspace_id = old.workspace_id and k.key = old.key returning k.key`,
    [],
  )
  return rows.length
}
