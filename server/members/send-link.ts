import type { z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { chance } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { hashToken } from '../kit/token.ts'
import { type Letter, post } from '../mail/post.ts'
import type { Asking } from '../workspaces/look-again.ts'
import { type InvitationRow, showInvitation, toOut } from './invitations.ts'
import type { Role } from './roles.ts'
import type { invitationMade } from './schema.ts'

const VALID_DAYS = 7
/** Enough for a company on its first day, and a bound on what strangers may be sent in its name. */
const MOST_A_DAY = 100

interface Sending {
  actor: Asking
  id: string
  email: string
  role: Role
  /** Where the console is, as far as the request tells: for a link that is not mailed. */
  origin: string
  isNew: boolean
}

/** Writes the invitation with a new token, and mails the link or answers with it. */
export async function sendLink(
  context: Context,
  tx: Tx,
  { actor, id, email, role, origin, isNew }: Sending,
): Promise<z.infer<typeof invitationMade>> {
  await countInvitation(tx, actor.workspaceId)
  const token = chance(40)
  const publicUrl = context.publicUrl()
  const mailed = publicUrl !== null && context.installation.mail() !== null
  const link = `${publicUrl ?? origin}/invitation#${token}`
  const how = [hashToken(token), mailed, actor.id, actor.name, actor.behind ?? actor.id]
  if (isNew) await tx.rows('invitation_insert', INSERT, [actor.workspaceId, id, email, role.id, ...how])
  else await tx.rows('invitation_renew', RENEW, [actor.workspaceId, id, ...how])
  const row = await showInvitation(tx, actor.workspaceId, id)
  if (mailed) await post(context, tx, [letter(row, role, link)])
  return { ...toOut(row), link: mailed ? null : link }
}

const INSERT = `
insert into invitations (workspace_id, id, email, role, token_hash, mailed, invited_by, invited_by_name, vouched_by, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + interval '${VALID_DAYS} days')`

const RENEW = `
update invitations set token_hash = $3, mailed = $4, invited_by = $5, invited_by_name = $6, vouched_by = $7,
  sent_at = now(), expires_at = now() + interval '${VALID_DAYS} days'
where workspace_id = $1 and id = $2`

/** Under the lock of the turn, so that no two slip through together. */
async function countInvitation(tx: Tx, workspaceId: string): Promise<void> {
  const [counted] = await tx.rows(
    'invitation_count',
    `update member_turns set invited_on = current_date,
       invited = case when invited_on = current_date then invited + 1 else 1 end
     where workspace_id = $1 and (invited_on <> current_date or invited < ${MOST_A_DAY}) returning invited`,
    [workspaceId],
  )
  if (!counted)
    throw new Problem(
      429,
      'too_many_invitations',
      `A workspace sends ${MOST_A_DAY} invitations a day. Go on tomorrow (UTC).`,
    )
}

function letter(row: InvitationRow, role: Role, link: string): Letter {
  const until = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: row.time_zone })
  return {
    to: row.email,
    kind: 'invitation',
    validMinutes: VALID_DAYS * 24 * 60,
    subject: `${row.invited_by_name} invites you to ${row.workspace_name}`,
    text: [
      `${row.invited_by_name} invites you to join "${row.workspace_name}" on Handset, with the role ${role.name}.`,
      `Open this link to see it and to accept:\n${link}`,
      `It works once, for ${row.email} alone, and until ${until.format(row.expires_at)} (${row.time_zone}).`,
      'If you did not expect this, leave it: nothing happens without you.\n',
    ].join('\n\n'),
  }
}
