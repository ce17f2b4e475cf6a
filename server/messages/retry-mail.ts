import type { Actor, Context } from '../kit/context.ts'
import { newId } from '../kit/id.ts'
import { once } from '../kit/idempotency.ts'
import { Problem } from '../kit/problem.ts'
import { postMessageMails } from '../mail/message-mails.ts'
import { readAddressee } from './addressee.ts'
import { CLASS_RULES } from './classes.ts'
import { readMessage } from './detail.ts'
import { holdMessage, linkRetry } from './retry-link.ts'
import { sendAgainOf } from './send-again.ts'
import { bodyPurpose, openLetter } from './show.ts'

/**
 * A new mail with the same words to the address that the person has now, since a wrong one may be why it failed. Whether it
 * is redirected is judged when it goes. Returns the new one's id.
 */
export async function sendMailAgain(context: Context, actor: Actor, id: string, key: string | undefined) {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  const { body } = await once(context, workspaceId, key, { retry: id }, async (tx) => {
    await holdMessage(tx, workspaceId, id)
    const row = await readMessage(tx, workspaceId, id)
    const to = await readAddressee(tx, workspaceId, id)
    const { possible, why_not } = sendAgainOf(row, null, { to, hasServer: context.installation.mail() !== null })
    if (!possible) throw new Problem(409, 'cannot_send_again', why_not ?? 'This mail cannot be sent again.')
    const as = newId('msg')
    await tx.rows('retry_mail', COPY, [
      workspaceId,
      id,
      as,
      sealer.seal(`messages.to|${as}`, to.email!),
      sealer.seal(bodyPurpose(as), JSON.stringify(openLetter(row, sealer))),
      CLASS_RULES.alert.validForSeconds,
      actor.kind,
      actor.id,
      actor.name,
      key ?? null,
    ])
    await postMessageMails(tx, workspaceId, [as], CLASS_RULES.alert.validForSeconds)
    await linkRetry(tx, actor, id, as)
    return { status: 202, body: { id: as } }
  })
  context.wake.say('mail')
  return (body as { id: string }).id
}

/** It stands beside the one mail that an event makes for a person, and goes nowhere else: somebody looks after it. */
const COPY = `
insert into messages (workspace_id, id, channel, class, status, lane, person_id, event_id, trigger_id, template, group_id,
  to_sealed, body_sealed, segments, event_type, occurred_at, url, vouched_by, made_by_kind, made_by_id, made_by_name,
  idempotency_key, cost_micros, currency, not_after, retry_of)
select m.workspace_id, $3, m.channel, m.class, 'queued', m.lane, m.person_id, m.event_id, m.trigger_id, m.template, m.group_id,
  $4, $5, m.segments, m.event_type, m.occurred_at, m.url, m.vouched_by, $7, $8, $9,
  $10, 0, m.currency, now() + make_interval(secs => $6), m.id
from messages m where m.workspace_id = $1 and m.id = $2`
