import type { z } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { endSessionsOfBound } from '../workspaces/by-provider.ts'
import { lookAgain } from '../workspaces/look-again.ts'
import { membersWho, roleName } from '../workspaces/members.ts'
import { checkProvider } from './check-provider.ts'
import { claimDomains } from './claims.ts'
import { connectionOf, logoutUri, openSecret, redirectUri, SECRET_PURPOSE } from './connection.ts'
import { roleOf } from './join.ts'
import { refuseBindingOneself, refuseRemoving, refuseSaving } from './sso-powers.ts'
import type { ssoInput, ssoOut } from './sso-schema.ts'

type Input = z.infer<typeof ssoInput>
type Shown = z.infer<typeof ssoOut>

export async function showSso(context: Context, { workspaceId }: Actor, base: string): Promise<Shown> {
  return context.db.tenant(workspaceId, async (tx) => {
    const row = await readRow(tx, workspaceId)
    const domains = await tx
      .selectFrom('sso_domains')
      .select(['domain', 'confirmed_at'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('domain')
      .execute()
    return {
      provider: row && {
        issuer: row.issuer,
        client_id: row.client_id,
        client_secret: {
          set: true,
          updated_at: row.client_secret_at.toISOString(),
          updated_by: row.client_secret_by,
        },
        role: await named(tx, workspaceId, row.role),
        required: row.required,
        accept_unsaid: row.accept_unsaid,
      },
      domains: domains.map(({ domain, confirmed_at }) => ({ domain, confirmed: confirmed_at !== null })),
      redirect_uri: redirectUri(base, workspaceId),
      logout_uri: logoutUri(base, workspaceId),
    }
  })
}

/** All or nothing, and nothing that its provider did not take. */
export async function saveSso(context: Context, actor: Actor, input: Input): Promise<void> {
  const { workspaceId } = actor
  refuseInstallation(workspaceId)
  const before = await context.db.tenant(workspaceId, async (tx) => {
    await refuseSaving(tx, actor, await readRow(tx, workspaceId), input)
    return connectionOf(tx, workspaceId)
  })
  if (input.required && !before?.required) await refuseBindingOneself(context, actor, input)
  const isSame = before?.issuer === input.issuer && before.clientId === input.client_id
  const secret = input.client_secret ?? (isSame ? await openSecret(context, before) : null)
  if (secret === null) throw noSecret()
  await checkProvider(context, { ...input, secret })
  const sealer = await context.keys.forWorkspace(workspaceId)
  const columns = {
    issuer: input.issuer,
    client_id: input.client_id,
    role: input.role,
    required: input.required,
    accept_unsaid: input.accept_unsaid,
    changed_at: context.now(),
    ...(input.client_secret !== undefined && {
      client_secret_sealed: sealer.seal(SECRET_PURPOSE, secret),
      client_secret_at: context.now(),
      client_secret_by: actor.name,
    }),
  }
  const operators = await membersWho(context, INSTALLATION, 'workspace.manage')
  await context.db.tenant(workspaceId, async (tx) => {
    // Asking the provider took its time: who saves, and what they change, may be others by now.
    const now = await lookAgain(tx, actor, 'members.manage')
    const old = await readRow(tx, workspaceId)
    await refuseSaving(tx, now, old, input)
    const isOthers = old?.issuer !== input.issuer || old.client_id !== input.client_id
    if (input.client_secret === undefined && isOthers) throw noSecret()
    const changes = {
      ...(await changesOf(tx, workspaceId, old, input)),
      ...(await claimDomains(context, tx, now, input.domains, operators)),
    }
    if (Object.keys(changes).length === 0) return
    if (old) await tx.updateTable('sso_connections').set(columns).where('workspace_id', '=', workspaceId).execute()
    else
      await tx
        .insertInto('sso_connections')
        .values({
          workspace_id: workspaceId,
          client_secret_sealed: sealer.seal(SECRET_PURPOSE, secret),
          client_secret_by: actor.name,
          ...columns,
        })
        .execute()
    await recordChange(tx, now, { action: 'sso.changed', target: workspaceId, changes })
    if (input.required && !old?.required) await endSessionsOfBound(tx, now, { workspaceId })
  })
}

/** Whoever has no password then gets one by "Forgot?". */
export async function removeSso(context: Context, actor: Actor): Promise<void> {
  const { workspaceId } = actor
  refuseInstallation(workspaceId)
  await context.db.tenant(workspaceId, async (tx) => {
    const now = await lookAgain(tx, actor, 'members.manage')
    const gone = await readRow(tx, workspaceId)
    if (gone) await refuseRemoving(tx, now, gone)
    await tx.deleteFrom('sso_connections').where('workspace_id', '=', workspaceId).execute()
    const domains = await tx
      .deleteFrom('sso_domains')
      .where('workspace_id', '=', workspaceId)
      .returning(['domain', 'confirmed_at'])
      .execute()
    if (!gone) return
    // Each needs the operator's word again.
    const confirmed = domains.filter((one) => one.confirmed_at).map((one) => one.domain)
    const changes = {
      issuer: { from: gone.issuer, to: null },
      ...(confirmed.length > 0 && { confirmed_domains: { from: confirmed.sort(), to: [] } }),
    }
    await recordChange(tx, now, { action: 'sso.removed', target: workspaceId, changes })
  })
}

function readRow(tx: Tx, workspaceId: string) {
  return tx
    .selectFrom('sso_connections')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
    .then((row) => row ?? null)
}

type Row = Awaited<ReturnType<typeof readRow>>

async function changesOf(tx: Tx, workspaceId: string, old: Row, input: Input) {
  const changes: Record<string, { from: unknown; to: unknown }> = {}
  for (const name of ['issuer', 'client_id', 'required', 'accept_unsaid'] as const)
    if (old?.[name] !== input[name]) changes[name] = { from: old?.[name] ?? null, to: input[name] }
  if (old?.role !== input.role) {
    const from = old && (await named(tx, workspaceId, old.role)).name
    changes.role = { from, to: (await named(tx, workspaceId, input.role)).name }
  }
  if (input.client_secret !== undefined) changes.client_secret = { from: old ? 'set' : null, to: 'replaced' }
  return changes
}

async function named(tx: Tx, workspaceId: string, role: string) {
  const given = await roleOf(tx, { workspaceId, role })
  return { id: given.role, name: roleName({ ...given, workspaceId }) }
}

/** None was sent, and what is stored is for another issuer or client. */
function noSecret(): Problem {
  return invalid([{ pointer: '/client_secret', detail: 'The client secret is missing.' }])
}

function refuseInstallation(workspaceId: string): void {
  if (workspaceId !== INSTALLATION) return
  throw new Problem(409, 'installation_has_no_members', 'Nobody belongs to the installation. Choose a workspace.')
}
