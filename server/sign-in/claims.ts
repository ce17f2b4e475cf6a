import type { z } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { isRefusedValue, type Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { post } from '../mail/post.ts'
import { endSessionsOfBound } from '../workspaces/by-provider.ts'
import type { claimOut } from './sso-schema.ts'

/** Of a workspace, exactly these: new ones wait for the operator, who is told. What was confirmed stays so. */
export async function claimDomains(context: Context, tx: Tx, actor: Actor, domains: string[], operators: string[]) {
  const { workspaceId } = actor
  const wanted = [...new Set(domains)].sort()
  const rows = await tx.selectFrom('sso_domains').select('domain').where('workspace_id', '=', workspaceId).execute()
  const before = rows.map(({ domain }) => domain).sort()
  if (wanted.join() === before.join()) return {}
  const [added, gone] = [wanted.filter((one) => !before.includes(one)), before.filter((one) => !wanted.includes(one))]
  if (gone.length)
    await tx.deleteFrom('sso_domains').where('workspace_id', '=', workspaceId).where('domain', 'in', gone).execute()
  if (added.length) {
    await tx
      .insertInto('sso_domains')
      .values(added.map((domain) => ({ workspace_id: workspaceId, domain })))
      .execute()
    await tellOperators(context, tx, actor, added, operators)
  }
  return { domains: { from: before, to: wanted } }
}

async function tellOperators(
  context: Context,
  tx: Tx,
  { workspaceId, name }: Actor,
  domains: string[],
  operators: string[],
): Promise<void> {
  const workspace = await tx
    .selectFrom('workspaces')
    .select('name')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const url = context.publicUrl()
  const text = `${name} of the workspace ${workspace.name} asks to sign in people with addresses at ${domains.join(', ')}
by a provider of their own.

Confirm it only where these addresses belong to whoever runs that workspace: their provider then says who signs in
with them. ${url ? `${url}/installation/domains` : 'In the console: Installation, Sign-in domains.'}
`
  const subject = `Confirm a sign-in domain for ${workspace.name}`
  await post(
    context,
    tx,
    operators.map((to) => ({ to, subject, text, validMinutes: 7 * 24 * 60 })),
  )
}

/** Of all workspaces, those that wait first. */
export async function listClaims(context: Context, after: string | undefined, limit: number) {
  const [since = '', workspace = '', domain = ''] = after?.split('~') ?? []
  const rows = await context.db.signIn((tx) =>
    tx.rows<ClaimRow>('sso_claims', LIST, [since, workspace, domain, limit + 1]),
  )
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  const next = last ? `${waits(last)}~${last.workspace_id}~${last.domain}` : null
  return { items: items.map(toOut), next }
}

interface ClaimRow {
  workspace_id: string
  name: string
  domain: string
  issuer: string | null
  claimed_at: Date
  confirmed_at: Date | null
  confirmed_by: string | null
  held_by: string | null
}

const waits = ({ confirmed_at }: ClaimRow) => (confirmed_at ? '1' : '0')

const LIST = `
select d.workspace_id, w.name, d.domain, c.issuer, d.claimed_at, d.confirmed_at, d.confirmed_by, (
  select hw.name from sso_domains h join workspaces hw on hw.workspace_id = h.workspace_id
  where h.domain = d.domain and h.confirmed_at is not null and h.workspace_id <> d.workspace_id) as held_by
from sso_domains d join workspaces w on w.workspace_id = d.workspace_id
left join sso_connections c on c.workspace_id = d.workspace_id
where (case when d.confirmed_at is null then '0' else '1' end, d.workspace_id, d.domain) > ($1, $2, $3)
order by case when d.confirmed_at is null then '0' else '1' end, d.workspace_id, d.domain limit $4`

function toOut(row: ClaimRow): z.infer<typeof claimOut> {
  const { workspace_id, name, domain, issuer, claimed_at, confirmed_at, confirmed_by, held_by } = row
  const times = { claimed_at: claimed_at.toISOString(), confirmed_at: confirmed_at?.toISOString() ?? null }
  return { workspace: { id: workspace_id, name }, domain, issuer, ...times, confirmed_by, held_by }
}

/** The operator's word, on record where it was asked and where it was given. */
export async function decideClaim(
  context: Context,
  actor: Actor,
  { workspaceId, domain }: { workspaceId: string; domain: string },
  confirmed: boolean,
): Promise<void> {
  try {
    await context.db.signIn(async (tx) => {
      const [row] = await tx
        .updateTable('sso_domains')
        .set(
          confirmed
            ? { confirmed_at: context.now(), confirmed_by: actor.name }
            : { confirmed_at: null, confirmed_by: null },
        )
        .where('workspace_id', '=', workspaceId)
        .where('domain', '=', domain)
        .where('confirmed_at', confirmed ? 'is' : 'is not', null)
        .returning('domain')
        .execute()
      if (!row) return refuseMissing(tx, workspaceId, domain)
      const action = confirmed ? 'sso_domain.confirmed' : 'sso_domain.confirmation_withdrawn'
      const changes = { workspace: { from: null, to: workspaceId } }
      for (const place of [INSTALLATION, workspaceId])
        await recordChange(tx, { ...actor, workspaceId: place }, { action, target: domain, changes })
      if (confirmed) await endSessionsOfBound(tx, actor, { workspaceId })
    })
  } catch (error) {
    if (!isRefusedValue(error)) throw error
    const detail = `Another workspace has ${domain}. Withdraw that confirmation first.`
    throw new Problem(409, 'domain_taken', detail)
  }
}

async function refuseMissing(tx: Tx, workspaceId: string, domain: string): Promise<void> {
  const row = await tx
    .selectFrom('sso_domains')
    .select('domain')
    .where('workspace_id', '=', workspaceId)
    .where('domain', '=', domain)
    .executeTakeFirst()
  if (!row) throw new Problem(404, 'not_found', 'No workspace asked for this domain.')
}
