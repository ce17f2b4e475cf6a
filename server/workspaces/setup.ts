import type { z } from '@hono/zod-openapi'
import { hashPassword } from 'better-auth/crypto'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import { chance, INSTALLATION } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { sameBytes } from '../kit/seal.ts'
import { hashToken } from '../kit/token.ts'
import { isOwnOrigin } from './address.ts'
import { checkInstallation } from './change-installation.ts'
import { insertOwner, type NewOwner, type Owner } from './owner.ts'
import type { setupInput } from './schema.ts'

/**
 * The token of the one-time set-up address, without which nobody can make the first owner; null when there is one. Only
 * its hash is kept, so each start prints a new one and the one before no longer works.
 */
export async function makeSetupToken(context: Context): Promise<string | null> {
  const token = chance(40)
  const row = await context.db.signIn((tx) =>
    tx
      .updateTable('installation')
      .set({ setup_token_hash: hashToken(token) })
      .where('set_up_at', 'is', null)
      .returning('singleton')
      .executeTakeFirst(),
  )
  return row ? token : null
}

export async function setupState(context: Context, token: string | undefined) {
  const row = await context.db.signIn((tx) =>
    tx.selectFrom('installation').select(['set_up_at', 'setup_token_hash']).executeTakeFirst(),
  )
  const needed = !row?.set_up_at
  const hash = row?.setup_token_hash
  return { needed, allowed: needed && !!token && !!hash && sameBytes(hash, hashToken(token)) }
}

/** Makes the first owner, once. Everything is checked before, and nothing is asked of the network without the token. */
export async function setUp(
  context: Context,
  origin: string | null,
  input: z.infer<typeof setupInput>,
  address: string | null = null,
): Promise<Owner> {
  const { needed, allowed } = await setupState(context, input.token)
  if (!needed) throw alreadySetUp()
  if (!allowed)
    throw new Problem(403, 'wrong_setup_token', 'This set-up address is no longer valid. Each start prints a new one.')
  const settled = { ...(input.public_url && { public_url: input.public_url }), ...(input.mail && { mail: input.mail }) }
  const { columns, changes } = await checkInstallation(context, settled)
  checkPage(origin, columns.public_url ?? context.publicUrl())
  const passwordHash = await hashPassword(input.password)
  const { workspace_name: workspaceName, time_zone: timeZone } = input

  const owner = await context.db.signIn(async (tx) => {
    const claimed = await tx
      .updateTable('installation')
      .set({ ...columns, set_up_at: context.now(), setup_token_hash: null })
      .where('setup_token_hash', '=', hashToken(input.token))
      .where('set_up_at', 'is', null)
      .returning('singleton')
      .executeTakeFirst()
    // Of two that were sent at once, the second waits here for the first and then finds nothing to claim.
    if (!claimed) throw alreadySetUp()
    const made = await insertOwner(tx, { ...input, workspaceName, timeZone, address }, passwordHash)
    // In the installation's own log too: this workspace may be deleted one day, and its log with it.
    for (const workspaceId of [made.workspaceId, INSTALLATION]) {
      const actor = { workspaceId, kind: 'user', id: made.userId, name: input.name, address } as const
      await recordChange(tx, actor, { action: 'installation.set_up', target: 'installation', changes })
    }
    return made
  })
  await context.installation.refresh()
  return owner
}

/** The operator with a first workspace, made from the command line: whoever can run it owns the machine anyway. */
export async function createOwner(context: Context, input: NewOwner): Promise<Owner> {
  const passwordHash = await hashPassword(input.password)
  return context.db.signIn(async (tx) => {
    await tx.updateTable('installation').set({ set_up_at: context.now(), setup_token_hash: null }).execute()
    return insertOwner(tx, input, passwordHash)
  })
}

/** From the command line too. Null where nobody has this address. */
export async function resetPassword(context: Context, email: string, password: string): Promise<Owner | null> {
  const passwordHash = await hashPassword(password)
  return context.db.signIn(async (tx) => {
    const member = await tx
      .selectFrom('auth_users as u')
      .innerJoin('members as m', 'm.user_id', 'u.id')
      .select(['u.id as userId', 'm.workspace_id as workspaceId'])
      .where('u.email', '=', email.toLowerCase())
      .executeTakeFirst()
    if (!member) return null
    await tx
      .updateTable('auth_accounts')
      .set({ password: passwordHash, updated_at: context.now() })
      .where('user_id', '=', member.userId)
      .where('provider_id', '=', 'credential')
      .execute()
    return member
  })
}

/** Sessions live only where later requests will be accepted from, so set-up happens there too. */
function checkPage(origin: string | null, publicUrl: string | null): void {
  if (origin === null || isOwnOrigin(origin, URL.parse(origin)?.host ?? null, publicUrl)) return
  const detail = origin.startsWith('https:')
    ? `This page was opened at ${origin}. Give that as the public address, or open set-up on the machine itself.`
    : 'Over plain http your password could be read on its way. Open set-up by https, or on the machine itself.'
  throw invalid([{ pointer: '/public_url', detail }])
}

function alreadySetUp(): Problem {
  return new Problem(409, 'already_set_up', 'This installation has an owner already. Sign in.')
}
