import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { type MailOutcome, sendMail } from './send.ts'
import type { MailSettings } from './settings.ts'
import { connect } from './smtp.ts'

/** A message of a workspace that goes by mail. */
export interface MessageMail {
  workspaceId: string
  messageId: string
  to: string
  /** Later it is not sent any more. */
  validSeconds: number
}

export interface MailContent {
  subject: string
  text: string
  html?: string
}

/** How it ended: `kept` where no mail server is set, for whoever tries it all out. */
export interface MessageMailEnd {
  workspaceId: string
  messageId: string
  state: 'sent' | 'failed' | 'expired' | 'kept' | 'waiting'
  trouble: string | null
}

/** What the messages themselves know of it, which stand above this slice. */
export interface Messages {
  /** Null for one that is gone. */
  read(context: Context, mail: Pick<MessageMail, 'workspaceId' | 'messageId'>): Promise<MailContent | null>
  /** Written together with the mail's own state. */
  settle(tx: Tx, ends: MessageMailEnd[]): Promise<void>
}

const AT_ONCE = 50
const CONNECTIONS = 5
const MOST_TRIES = 6
/** Longer than any server is waited for: whoever was sending has died. */
const LOST_AFTER_SECONDS = 300

/** Lays them down in the transaction that stores the messages. */
export async function postMessageMails(tx: Tx, mails: MessageMail[]): Promise<void> {
  if (mails.length === 0) return
  await tx.rows(
    'message_mail_post',
    `insert into mails (id, recipient, subject, kind, workspace_id, message_id, not_after)
     select id, recipient, '', 'message', workspace_id, message_id, now() + make_interval(secs => valid_seconds)
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[])
       as m (id, recipient, workspace_id, message_id, valid_seconds)`,
    [
      mails.map(() => newId('mail')),
      mails.map(({ to }) => to),
      mails.map(({ workspaceId }) => workspaceId),
      mails.map(({ messageId }) => messageId),
      mails.map(({ validSeconds }) => validSeconds),
    ],
  )
}

/**
 * Sends what waits, over a few connections that are used again. Marked first, sent then: of a worker that dies between,
 * nobody knows whether the server took it, and an alert that comes twice is read by nobody the third time.
 *
 * @returns whether there may be more.
 */
export async function deliverMessageMails(context: Context, messages: Messages): Promise<boolean> {
  const settings = context.installation.mail()
  const due = await context.db.system(async (tx) => {
    await messages.settle(tx, await endLost(tx))
    const taken = await tx.rows<Taken>('message_mail_take', TAKE, [settings ? 'sending' : 'kept', AT_ONCE])
    await messages.settle(tx, taken.filter(({ state }) => state !== 'sending').map(endOf))
    return taken
  })
  const sending = due.filter(({ state }) => state === 'sending')
  if (settings && sending.length > 0) await sendAll(context, messages, settings, sending)
  return due.length === AT_ONCE
}

interface Taken {
  id: string
  recipient: string
  workspace_id: string
  message_id: string
  tries: number
  state: MessageMailEnd['state'] | 'sending'
}

async function sendAll(context: Context, messages: Messages, settings: MailSettings, mails: Taken[]): Promise<void> {
  const transport = connect(settings, { maxConnections: CONNECTIONS })
  try {
    await Promise.all(
      mails.map(async (mail) => {
        const content = await messages.read(context, { workspaceId: mail.workspace_id, messageId: mail.message_id })
        const outcome = content && (await sendMail(context, { settings, to: mail.recipient, ...content }, transport))
        await context.db.system((tx) => noteOutcome(tx, messages, mail, outcome))
      }),
    )
  } finally {
    transport.close()
  }
}

async function noteOutcome(tx: Tx, messages: Messages, mail: Taken, outcome: MailOutcome | null): Promise<void> {
  const isOver = outcome?.kind !== 'accepted' && (outcome?.taken !== 'no' || mail.tries >= MOST_TRIES)
  const state = outcome?.kind === 'accepted' ? 'sent' : isOver ? 'failed' : 'waiting'
  const trouble = outcome?.kind === 'accepted' ? null : (outcome?.detail ?? 'What it said is gone.')
  const noted = await tx.rows('message_mail_note', NOTE, [mail.id, state, trouble, 2 ** Math.min(mail.tries - 1, 5)])
  // Another worker may have given it up meanwhile.
  if (noted.length > 0) await messages.settle(tx, [{ ...endOf(mail), state, trouble }])
}

async function endLost(tx: Tx): Promise<MessageMailEnd[]> {
  const lost = await tx.rows<Taken & { trouble: string }>('message_mail_lost', LOST, [LOST_AFTER_SECONDS])
  return lost.map((mail) => ({ ...endOf(mail), state: 'failed', trouble: mail.trouble }))
}

function endOf({ workspace_id, message_id, state }: Taken): MessageMailEnd {
  const end = state === 'sending' ? 'waiting' : state
  return { workspaceId: workspace_id, messageId: message_id, state: end, trouble: null }
}

const TAKE = `
with due as (
  select id, case when not_after <= now() then 'failed' else $1 end as state from mails
  where state = 'waiting' and kind = 'message' and due_at <= now() order by due_at limit $2 for update skip locked
)
update mails m set tries = m.tries + 1, state = d.state, due_at = now()
from due d where m.id = d.id
returning m.id, m.recipient, m.workspace_id, m.message_id, m.tries, case when m.state = 'failed' then 'expired' else m.state end as state`

const NOTE = `
update mails set state = $2, trouble = $3, due_at = now() + make_interval(mins => $4)
where id = $1 and state = 'sending' returning id`

const LOST = `
update mails m set state = 'failed', trouble = 'The worker stopped while it handed this over, so it is not known whether it arrived.'
from (
  select id from mails where state = 'sending' and kind = 'message' and due_at < now() - make_interval(secs => $1)
  order by due_at limit 100 for update skip locked
) lost where m.id = lost.id
returning m.id, m.recipient, m.workspace_id, m.message_id, m.tries, m.state, m.trouble`
