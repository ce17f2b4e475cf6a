import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { once } from '../kit/idempotency.ts'
import { Problem } from '../kit/problem.ts'
import { type Addressee, readAddressee } from '../messages/addressee.ts'
import { byEmailOf } from '../messages/by-email.ts'
import { readMessage } from '../messages/detail.ts'
import { type Notification, storeNotifications } from '../messages/notify.ts'
import { holdMessage } from '../messages/retry-link.ts'
import type { MessageRow } from '../messages/row.ts'
import { openBody } from '../messages/show.ts'
import { emailOf } from '../templates/email.ts'
import { inBody, inOneLine } from '../templates/values.ts'
import { makeMailOfEvent } from './instead.ts'
import { MAKE, mailWays, NO_TEXT, openWorkshop } from './notifications.ts'
import { readPeople } from './recipients.ts'

/**
 * A mail in place of a text that did not reach somebody, linked both ways: rendered anew from the event, as what falls
 * through is, or in the words of the text where no event is kept. Returns the mail's id.
 *
 * @throws {Problem} 404, or 409 with why it cannot be mailed.
 */
export async function sendByEmail(context: Context, actor: Actor, id: string, key: string | undefined) {
  const { workspaceId } = actor
  const { body } = await once(context, workspaceId, key, { by_email: id }, async (tx) => {
    await holdMessage(tx, workspaceId, id)
    const row = await readMessage(tx, workspaceId, id)
    const to = await readAddressee(tx, workspaceId, id)
    const { possible, why_not } = byEmailOf(row, to, context.installation.mail() !== null)
    if (!possible) throw refusal(why_not)
    const mail = await makeMail(context, tx, actor, row, to)
    const stored = await storeNotifications(tx, workspaceId, [mail])
    // An event may tell the same person by mail in this moment.
    if (!stored.has(mail.id)) throw refusal('There is a mail about this already.')
    await tx.rows('mail_the_text_link', LINK, [workspaceId, id, mail.id])
    await note(tx, actor, id, mail.id)
    return { status: 202, body: { id: mail.id } }
  })
  context.wake.say('mail')
  return (body as { id: string }).id
}

function refusal(why: string | null): Problem {
  return new Problem(409, 'cannot_send_by_email', why ?? 'This cannot be sent by email.')
}

const LINK = `update messages set instead_by = $3, fell_to = 'email' where workspace_id = $1 and id = $2`

/** As of what is sent again: what a program does is in the history alone. */
async function note(tx: Tx, actor: Actor, id: string, as: string): Promise<void> {
  if (actor.kind !== 'user') return
  const changes = { sent_by_email_as: { from: null, to: as } }
  await recordChange(tx, actor, { action: 'message.sent_by_email', target: id, changes })
}

async function makeMail(context: Context, tx: Tx, actor: Actor, { id, ...row }: MessageRow, to: Addressee) {
  const { person_id, event_id, trigger_id, template, group_id } = to
  if (person_id && event_id && trigger_id && template && group_id) {
    const about = { person_id, event_id, trigger_id, template, group_id }
    const mail = await makeMailOfEvent(context, tx, actor, { id, channel: 'sms', skip_reason: null, ...about })
    if (mail) return mail
  }
  return makePlainMail(context, tx, actor, { id, ...row }, to)
}

const LONGEST_SUBJECT = 78

/** What the text said, under its first line. */
async function makePlainMail(
  context: Context,
  tx: Tx,
  actor: Actor,
  row: MessageRow,
  { person_id }: Addressee,
): Promise<Notification> {
  const entity = { type: 'message', id: row.id }
  const recipients = { roles: [], people: [person_id!], groups: [], managers_of: [] }
  const people = await readPeople(tx, actor.workspaceId, [{ payload: { entity }, triggers: [{ recipients }] }])
  const recipient = people.find(person_id!)!
  const workshop = await openWorkshop(context, tx, actor.workspaceId, [], new Map())
  const { name, name_in_texts } = workshop.house
  const ways = mailWays(workshop, recipient, row.event_type)
  const said = openBody(row, workshop.sealer).text!
  const line = inOneLine(said.trim().split('\n')[0])
  const subject = line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1).trimEnd()}…` : line
  const whose = { workspace: name, installation: name_in_texts ?? name }
  const email = emailOf({ subject, filled: inBody(said), ...whose, identifier: '', link: null, ...ways })
  const id = newId('msg')
  return {
    ...NO_TEXT,
    ...MAKE.email(workshop, id, recipient, { email }, { entity, ways })!,
    id,
    channel: 'email',
    urgent: false,
    insteadOf: row.id,
    personId: recipient.id,
    eventId: null,
    triggerId: null,
    template: null,
    groupId: newId('ntf'),
    eventType: row.event_type,
    occurredAt: row.occurred_at,
    url: row.url,
    madeBy: actor,
  }
}
