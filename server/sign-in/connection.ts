import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { domainOf } from './domain.ts'

/** How the people of a workspace sign in by its provider. */
export interface Connection {
  workspaceId: string
  issuer: string
  clientId: string
  secretSealed: Buffer
  role: string
  required: boolean
  acceptUnsaid: boolean
}

const COLUMNS = `c.workspace_id as "workspaceId", c.issuer, c.client_id as "clientId",
  c.client_secret_sealed as "secretSealed", c.role, c.required, c.accept_unsaid as "acceptUnsaid"`

/** The one that signs in people with such an address: only a domain that the operator confirmed counts. */
export async function connectionFor(tx: Tx, email: string): Promise<Connection | null> {
  const [row] = await tx.rows<Connection>(
    'sso_for_domain',
    `select ${COLUMNS} from sso_domains d join sso_connections c on c.workspace_id = d.workspace_id
     join workspaces w on w.workspace_id = d.workspace_id and w.erasing_since is null
     where d.domain = $1 and d.confirmed_at is not null`,
    [domainOf(email)],
  )
  return row ?? null
}

/** The one of a workspace, with the domains that are its own. */
export async function connectionOf(tx: Tx, workspaceId: string): Promise<(Connection & { domains: string[] }) | null> {
  const [row] = await tx.rows<Connection & { domains: string[] }>(
    'sso_of_workspace',
    `select ${COLUMNS}, array(
       select domain from sso_domains d where d.workspace_id = c.workspace_id and d.confirmed_at is not null) as domains
     from sso_connections c join workspaces w on w.workspace_id = c.workspace_id and w.erasing_since is null
     where c.workspace_id = $1`,
    [workspaceId],
  )
  return row ?? null
}

export function byProviderOnly(): Problem {
  const detail = 'Your organisation wants you to sign in by its provider, not by a password.'
  return new Problem(403, 'single_sign_on_only', detail)
}

export const SECRET_PURPOSE = 'sso_connections.client_secret'

export async function openSecret(context: Context, { workspaceId, secretSealed }: Connection): Promise<string> {
  return (await context.keys.forWorkspace(workspaceId)).open(SECRET_PURPOSE, secretSealed)
}

/** Where its provider tells who signed out there. */
export function logoutUri(base: string, workspaceId: string): string {
  return `${base}/auth/sso/${workspaceId}/logout`
}

/** One of each workspace's own: an answer of one provider cannot be brought as another's (RFC 9700 §4.4). */
export function redirectUri(base: string, workspaceId: string): string {
  return `${base}/auth/sso/${workspaceId}/callback`
}
