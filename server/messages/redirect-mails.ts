import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { redirectPurpose } from '../mail/email-settings.ts'
import type { MessageMail } from '../mail/message-mails.ts'

/** As of texts: a loop in a test must not flood somebody's mailbox. */
const REDIRECTS_AN_HOUR = 20

/**
 * Notes on mails that are about to go where they go while their workspace redirects, judged anew at every try.
 *
 * @returns those for which there is no room in this hour any more.
 */
export async function redirectMails(context: Context, tx: Tx, mails: MessageMail[]): Promise<MessageMail[]> {
  if (mails.length === 0) return []
  await clearEarlier(
    tx,
    mails.filter(({ tries }) => tries > 1),
  )
  // Held, and counted by a statement of its own that sees what whoever held it before has noted.
  const redirecting = await tx.rows<Redirecting>('mail_redirecting', REDIRECTING, [
    [...new Set(mails.map(({ workspaceId }) => workspaceId))],
  ])
  const over: MessageMail[] = []
  for (const { workspace_id, redirect_sealed } of redirecting) {
    const theirs = mails.filter(({ workspaceId }) => workspaceId === workspace_id)
    const [row] = await tx.rows<{ used: number }>('mail_redirects', USED, [workspace_id])
    let left = Math.max(0, REDIRECTS_AN_HOUR - row!.used)
    const going = theirs.filter(({ tries }) => tries > 1 || left-- > 0)
    over.push(...theirs.filter((mail) => !going.includes(mail)))
    const sealer = await context.keys.forWorkspace(workspace_id)
    const to = sealer.open(redirectPurpose(workspace_id), redirect_sealed)
    await tx.rows('mail_redirected', NOTE, [
      workspace_id,
      going.map(({ messageId }) => messageId),
      going.map(({ messageId }) => sealer.seal(`messages.redirected|${messageId}`, to)),
    ])
  }
  return over
}

interface Redirecting {
  workspace_id: string
  redirect_sealed: Buffer
}

const REDIRECTING = `
select workspace_id, redirect_sealed from email_settings
where workspace_id = any($1::text[]) and redirect_enabled and redirect_sealed is not null
  and (redirect_until is null or redirect_until > now())
order by workspace_id for update`

const USED = `
select count(*)::int as used from messages m
where m.workspace_id = $1 and m.redirected_at > now() - interval '1 hour' and m.channel = 'email'`

const NOTE = `
update messages m set redirected_sealed = r.sealed, redirected_at = coalesce(m.redirected_at, now())
from unnest($2::text[], $3::bytea[]) as r(id, sealed) where m.workspace_id = $1 and m.id = r.id`

/** What was redirected at an earlier try may go to the person themselves now. */
async function clearEarlier(tx: Tx, mails: MessageMail[]): Promise<void> {
  if (mails.length === 0) return
  await tx.rows(
    'mail_redirect_over',
    `update messages m set redirected_sealed = null from unnest($1::text[], $2::text[]) as t(workspace_id, id)
     where m.workspace_id = t.workspace_id and m.id = t.id and m.redirected_sealed is not null`,
    [mails.map(({ workspaceId }) => workspaceId), mails.map(({ messageId }) => messageId)],
  )
}
