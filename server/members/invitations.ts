import type { z } from '@hono/zod-openapi'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { toPage } from '../kit/page.ts'
import { beyond } from '../workspaces/look-again.ts'
import { type Membership, permissionsOf, roleName } from '../workspaces/members.ts'
import type { invitationOut } from './schema.ts'

export interface InvitationRow {
  id: string
  email: string
  role: string
  ownRole: { name: string; permissions: string[] } | null
  invited_by_name: string
  created_at: Date
  sent_at: Date
  expires_at: Date
  expired: boolean
  mailed: boolean
  workspace_id: string
  workspace_name: string
  time_zone: string
  /** Whether whoever is invited signs in by the workspace's provider alone. */
  by_provider: boolean
  /** Of the person who answers for it, as long as they belong to the workspace. */
  voucher: Pick<Membership, 'role' | 'ownRole'> | null
  /** Of the key that does, where a command made that. */
  voucher_permissions: string[] | null
}

type InvitationOut = z.infer<typeof invitationOut>

/** Newest first; of those that expired, the ones of the last weeks. */
export async function listInvitations(
  context: Context,
  { workspaceId }: Actor,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: InvitationOut[]; next: string | null }> {
  if (workspaceId === INSTALLATION) return { items: [], next: null }
  const found = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<InvitationRow>(
      'invitations_list',
      `${SHOWN} where i.workspace_id = $1 and i.id < $2 order by i.id desc limit $3`,
      [workspaceId, after ?? '~', limit + 1],
    ),
  )
  const { rows, next } = toPage(found, limit)
  return { items: rows.map(toOut), next }
}

export async function showInvitation(tx: Tx, workspaceId: string, id: string): Promise<InvitationRow> {
  const [row] = await tx.rows<InvitationRow>('invitation_shown', `${SHOWN} where i.workspace_id = $1 and i.id = $2`, [
    workspaceId,
    id,
  ])
  if (!row) throw new Error('the invitation was written in this transaction')
  return row
}

/** By the hash of the token in its link, whichever workspace it is of; null when it leads nowhere any more. */
export async function invitationByToken(tx: Tx, tokenHash: Buffer): Promise<InvitationRow | null> {
  const [row] = await tx.rows<InvitationRow>(
    'invitation_by_token',
    `${SHOWN} where i.token_hash = $1 and i.expires_at > now()`,
    [tokenHash],
  )
  return row && isVouched(row) ? row : null
}

/** Whether whoever answers for it may give that role still: they, their role or that role may be others since. */
function isVouched(row: InvitationRow): boolean {
  const permissions = row.voucher ? permissionsOf(row.voucher) : new Set(row.voucher_permissions)
  return permissions.has('members.manage') && beyond({ permissions }, [...permissionsOf(row)]).length === 0
}

const SHOWN = `
select i.id, i.email, i.role, i.invited_by_name, i.created_at, i.sent_at, i.expires_at, i.expires_at <= now() as expired,
  i.mailed, w.workspace_id, w.name as workspace_name, w.time_zone,
  i.role <> 'owner' and exists (
    select from sso_domains d join sso_connections c on c.workspace_id = d.workspace_id and c.required
    where d.workspace_id = i.workspace_id and d.domain = split_part(i.email, '@', 2) and d.confirmed_at is not null
  ) as by_provider,
  case when r.id is not null then jsonb_build_object('name', r.name, 'permissions', to_jsonb(r.permissions)) end as "ownRole",
  case when v.user_id is not null then jsonb_build_object('role', v.role, 'ownRole',
    case when vr.id is not null then jsonb_build_object('name', vr.name, 'permissions', to_jsonb(vr.permissions)) end
  ) end as voucher,
  k.permissions as voucher_permissions
from invitations i
join workspaces w on w.workspace_id = i.workspace_id
left join roles r on r.workspace_id = i.workspace_id and r.id = i.role
left join members v on v.workspace_id = i.workspace_id and v.user_id = i.vouched_by
left join roles vr on vr.workspace_id = i.workspace_id and vr.id = v.role
left join api_keys k on k.workspace_id = i.workspace_id and k.id = i.vouched_by
  and (k.expires_at is null or k.expires_at > now())`

export function toOut(row: InvitationRow): InvitationOut {
  return {
    id: row.id,
    email: row.email,
    role: { id: row.role, name: roleName({ ...row, workspaceId: row.workspace_id }) },
    invited_by: row.invited_by_name,
    created_at: row.created_at.toISOString(),
    sent_at: row.sent_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    expired: row.expired,
    vouched: isVouched(row),
    mailed: row.mailed,
  }
}
