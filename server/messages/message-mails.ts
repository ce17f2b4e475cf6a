import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { MailContent, MessageMail, MessageMailEnd, Messages } from '../mail/message-mails.ts'
import { redirectMails } from './redirect-mails.ts'
import { type Letter, openBody, openNumbers } from './show.ts'

/** What the outgoing mail asks of messages, and tells them. */
export const MESSAGE_MAILS: Messages = { read, redirect: redirectMails, settle }

interface Row {
  id: string
  channel: 'email'
  class: 'alert'
  to_sealed: Buffer
  redirected_sealed: Buffer | null
  body_sealed: Buffer | null
}

async function read(context: Context, { workspaceId, messageId }: MessageMail): Promise<MailContent | null> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const [row] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Row>(
      'message_mail_read',
      `select id, channel, class, to_sealed, redirected_sealed, body_sealed from messages
       where workspace_id = $1 and id = $2 and length(to_sealed) > 0`,
      [workspaceId, messageId],
    ),
  )
  if (!row?.body_sealed) return null
  const { subject, text, html, headers } = openBody(row, sealer) as Letter
  const numbers = openNumbers(row, sealer)
  // Whoever tries things out must not end the mails of the person with one click.
  const head = headers && { messageId: row.id, ...headers, ...(numbers.redirectedTo && { unsubscribe: null }) }
  const to = numbers.redirectedTo ?? numbers.to!
  return { to, subject, text, ...(html !== undefined && { html }), ...(head && { head }) }
}

/** The mail server's word is the last that is heard of a mail. */
async function settle(tx: Tx, ends: MessageMailEnd[]): Promise<void> {
  if (ends.length === 0) return
  await tx.rows('message_mail_settle', SETTLE, [
    ends.map(({ workspaceId }) => workspaceId),
    ends.map(({ messageId }) => messageId),
    ends.map(({ state }) => STATUS[state]),
    ends.map(({ state }) => (state === 'kept' ? 'mailbox' : 'smtp')),
    ends.map(({ trouble }) => trouble),
    NO_SERVER,
  ])
}

/** Of what is urgent, which has failed then and goes by the next channel: kept, it would tell nobody. */
const NO_SERVER = 'no mail server is set.'

const STATUS = {
  sent: 'sent',
  kept: 'sent',
  failed: 'failed',
  expired: 'expired',
  waiting: 'queued',
  redirect_limit: 'skipped',
} as const

const SETTLE = `
update messages m set status = e.status,
  skip_reason = case when e.status = 'skipped' then 'redirect_limit' else m.skip_reason end, provider = e.provider,
  tries = m.tries + 1, error_text = e.trouble, error_class = case when e.trouble is not null then 'mail' end,
  sent_at = case when e.status = 'sent' then now() end, finished_at = case when e.status <> 'queued' then now() end
from (
  select t.workspace_id, t.message_id, t.provider,
    case when k.urgent and t.provider = 'mailbox' then 'failed' else t.status end as status,
    case when k.urgent and t.provider = 'mailbox' then $6 else t.trouble end as trouble
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
    as t(workspace_id, message_id, status, provider, trouble)
  join messages k on k.workspace_id = t.workspace_id and k.id = t.message_id
) e
where m.workspace_id = e.workspace_id and m.id = e.message_id and m.channel = 'email' and m.status = 'queued'`
