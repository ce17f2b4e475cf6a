import { sweepCodes } from '../codes/sweep.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { sweepLanes } from './claim.ts'
import { sweepLinks } from './opt-out-links.ts'
import { forgetImpossible, startPaces } from './pace.ts'
import { endDeadShifts, setAside } from './suspects.ts'

const AT_ONCE = 1000

/**
 * What time alone brings about: lanes fall asleep or wake, texts expire, workers that are not heard of are taken for dead,
 * and an attempt nobody finished is in doubt.
 */
export async function sweep(context: Context): Promise<boolean> {
  await context.db.system(async (tx) => {
    await sweepLanes(tx)
    await startPaces(tx)
    await forgetImpossible(tx)
  })
  const dead = await context.db.system(endDeadShifts)
  if (dead > 0) context.log.warn({ workers: dead }, 'workers were not heard of: what they had begun is in doubt')
  const aside = await context.db.system(setAside)
  if (aside > 0) context.log.error({ texts: aside }, 'texts that workers died of were set aside')
  const doubted = await context.db.system(doubtAbandoned)
  if (doubted > 0)
    context.log.warn({ attempts: doubted }, 'attempts were abandoned: whether they were sent is not known')
  const expired = await context.db.system(expire)
  const forgotten = await context.db.system(forgetKeys)
  const codes = await context.db.system((tx) => sweepCodes(tx, AT_ONCE))
  const links = await context.db.system((tx) => sweepLinks(tx, AT_ONCE))
  return [expired, forgotten, codes, links].includes(AT_ONCE)
}

/** The worker that began them died or was cut off. They are never blindly sent again. */
async function doubtAbandoned(tx: Tx): Promise<number> {
  const rows = await tx.rows(
    'sweep_abandoned',
    `with abandoned as (
       select a.workspace_id, a.message_id, a.n, a.provider, a.sender from attempts a
       where a.state = 'started'
         and (a.deadline_at < now() or exists (select from workers w where w.id = a.worker and w.ended_at is not null))
       order by a.workspace_id, a.message_id limit ${AT_ONCE} for update skip locked
     ), doubted as (
       update attempts a set state = 'unknown', detail = 'The worker that began this attempt never stored its end.'
       from abandoned d where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n
     )
     update messages m set status = 'unknown', tries = d.n, provider = d.provider, sent_from = d.sender from abandoned d
     where m.workspace_id = d.workspace_id and m.id = d.message_id and m.tries < d.n and m.status = 'queued' returning m.id`,
    [],
  )
  return rows.length
}

async function expire(tx: Tx): Promise<number> {
  const rows = await tx.rows(
    'sweep_expired',
    `with late as (
       select workspace_id, id from queue where not_after <= now() order by not_after limit ${AT_ONCE} for update skip locked
     ), out as (
       delete from queue q using late l where q.workspace_id = l.workspace_id and q.id = l.id
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
