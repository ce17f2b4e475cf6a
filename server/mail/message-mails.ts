import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { MailHead } from './head.ts'
import { type MailOutcome, sendMail } from './send.ts'
import type { MailSettings } from './settings.ts'
import { connect } from './smtp.ts'

/** A message of a workspace that goes by mail. */
export interface MessageMail {
  workspaceId: string
  messageId: string
  /** This one counted. */
  tries: number
}

export interface MailContent {
  to: string
  subject: string
  text: string
  html?: string
  head?: MailHead
}

/** How it ended, or that it waits for its next try: `kept` where no mail server is set, for whoever tries it all out. */
export interface MessageMailEnd extends MessageMail {
  state: 'sent' | 'failed' | 'expired' | 'kept' | 'waiting' | 'redirect_limit'
  trouble: string | null
}

/** What the messages themselves know of it, which stand above this slice. */
export interface Messages {
  /** Null for one that is gone. */
  read(context: Context, mail: MessageMail): Promise<MailContent | null>
  /** Where a workspace redirects its mails; answers with those that may not go even there. */
  redirect(context: Context, tx: Tx, mails: MessageMail[]): Promise<MessageMail[]>
  /** Written together with the mail's own state. */
  settle(tx: Tx, ends: MessageMailEnd[]): Promise<void>
}

const AT_ONCE = 50
const CONNECTIONS = 5
const MOST_TRIES = 6
/** Longer than any server is waited for: whoever was sending has died. */
const LOST_AFTER_SECONDS = 300
const LOST = 'The worker stopped while it handed this over, so it is not known whether it arrived.'

/** Lays them down in the transaction that stores the messages. */
export async function postMessageMails(
  tx: Tx,
  workspaceId: string,
  messageIds: string[],
  validSeconds: number,
): Promise<void> {
  if (messageIds.length === 0) return
  await tx.rows(
    'message_mail_post',
    `insert into message_mails (workspace_id, message_id, not_after)
     select $1, unnest($2::text[]), now() + make_interval(secs => $3)`,
    [workspaceId, messageIds, validSeconds],
  )
}

/** Of those that wait; what is being handed over is left. @returns the messages that will not go. */
export async function dropMessageMails(tx: Tx, workspaceId: string, messageIds: string[]): Promise<string[]> {
  const dropped = await tx.rows<{ message_id: string }>('message_mail_drop', DROP, [workspaceId, messageIds])
  return dropped.map(({ message_id }) => message_id)
}

const DROP = `
delete from message_mails where workspace_id = $1 and message_id = any(array(
  select message_id from message_mails
  where workspace_id = $1 and message_id = any($2::text[]) and state = 'waiting' for update skip locked)) returning message_id`

/**
 * Sends what waits, over a few connections that are used again. Marked first, sent then: an alert that comes twice, because
 * a worker died between the server's word and ours, is read by nobody the third time.
 *
 * @returns whether there may be more.
 */
export async function deliverMessageMails(context: Context, messages: Messages): Promise<boolean> {
  const settings = context.installation.mail()
  const { going, more } = await context.db.system(async (tx) => {
    const lost = await tx.rows<Row>('message_mail_lost', DROP_LOST, [LOST_AFTER_SECONDS])
    await messages.settle(
      tx,
      lost.map((row) => endOf(row, 'failed', LOST)),
    )
    const late = await tx.rows<Row>('message_mail_late', DROP_LATE, [AT_ONCE])
    await messages.settle(
      tx,
      late.map((row) => endOf(row, 'expired', null)),
    )
    const due = await tx.rows<Row>('message_mail_take', settings ? TAKE : KEEP, [AT_ONCE])
    const more = due.length === AT_ONCE
    if (settings) return { going: await withinLimits(context, tx, messages, due), more }
    await messages.settle(
      tx,
      due.map((row) => endOf(row, 'kept', null)),
    )
    return { going: [], more }
  })
  if (settings && going.length > 0) await sendAll(context, messages, settings, going)
  return more
}

/** Those that go; over the limit of a redirect the others end here. */
async function withinLimits(context: Context, tx: Tx, messages: Messages, due: Row[]): Promise<Row[]> {
  const over = await messages.redirect(context, tx, due.map(mailOf))
  if (over.length === 0) return due
  for (const { workspaceId, messageId } of over) await tx.rows('message_mail_end', END, [workspaceId, messageId])
  await messages.settle(
    tx,
    over.map((mail) => ({ ...mail, state: 'redirect_limit', trouble: null })),
  )
  const ended = new Set(over.map(({ messageId }) => messageId))
  return due.filter(({ message_id }) => !ended.has(message_id))
}

interface Row {
  workspace_id: string
  message_id: string
  tries: number
}

function endOf(row: Row, state: MessageMailEnd['state'], trouble: string | null): MessageMailEnd {
  return { ...mailOf(row), state, trouble }
}

function mailOf({ workspace_id, message_id, tries }: Row): MessageMail {
  return { workspaceId: workspace_id, messageId: message_id, tries }
}

async function sendAll(context: Context, messages: Messages, settings: MailSettings, mails: Row[]): Promise<void> {
  const transport = connect(settings, { maxConnections: CONNECTIONS })
  try {
    await Promise.all(
      mails.map(async (mail) => {
        const content = await messages.read(context, mailOf(mail))
        const outcome = content && (await sendMail(context, { settings, ...content }, transport))
        await context.db.system((tx) => noteOutcome(tx, messages, mail, outcome))
      }),
    )
  } finally {
    transport.close()
  }
}

async function noteOutcome(tx: Tx, messages: Messages, mail: Row, outcome: MailOutcome | null): Promise<void> {
  const { workspace_id, message_id, tries } = mail
  const accepted = outcome?.kind === 'accepted'
  const again = outcome !== null && outcome.kind !== 'accepted' && outcome.taken === 'no' && tries < MOST_TRIES
  const noted = again
    ? await tx.rows('message_mail_again', AGAIN, [workspace_id, message_id, 2 ** (tries - 1)])
    : await tx.rows('message_mail_end', END, [workspace_id, message_id])
  // Another worker may have given it up meanwhile.
  if (noted.length === 0) return
  const trouble = outcome === null ? 'What it said is gone.' : outcome.kind === 'accepted' ? null : outcome.detail
  await messages.settle(tx, [endOf(mail, accepted ? 'sent' : again ? 'waiting' : 'failed', trouble)])
}

const DROP_LOST = `
delete from message_mails where (workspace_id, message_id) in (
  select workspace_id, message_id from message_mails
  where state = 'sending' and due_at < now() - make_interval(secs => $1) order by due_at limit 100 for update skip locked
) returning workspace_id, message_id, tries`

const DUE = `
  select workspace_id, message_id from message_mails where state = 'waiting' and due_at <= now()
  order by due_at limit $1 for update skip locked`

const DROP_LATE = `
delete from message_mails where (workspace_id, message_id) in (
  select workspace_id, message_id from (${DUE}) due
) and not_after <= now() returning workspace_id, message_id, tries`

const TAKE = `
update message_mails m set tries = m.tries + 1, state = 'sending', due_at = now()
from (${DUE}) due where m.workspace_id = due.workspace_id and m.message_id = due.message_id
returning m.workspace_id, m.message_id, m.tries`

const KEEP = `
delete from message_mails m using (${DUE}) due
where m.workspace_id = due.workspace_id and m.message_id = due.message_id
returning m.workspace_id, m.message_id, m.tries`

const AGAIN = `
update message_mails set state = 'waiting', due_at = now() + make_interval(mins => $3)
where workspace_id = $1 and message_id = $2 and state = 'sending' returning message_id`

const END = `
delete from message_mails where workspace_id = $1 and message_id = $2 and state = 'sending' returning message_id`
