import type { z } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { chance, newId } from '../kit/id.ts'
import { invalid, notFound, Problem } from '../kit/problem.ts'
import { hashToken } from '../kit/token.ts'
import { lookAgain } from '../workspaces/look-again.ts'
import type { scimTokenInput, scimTokenOut } from './schema.ts'

/** `hscim_`, the workspace, and 40 characters of 5 random bits each. */
export const TOKEN_SHAPE = /^hscim_([0-9a-hjkmnp-tv-z]{26})_[0-9a-hjkmnp-tv-z]{40}$/
/** Two directories, and a second token of each while it replaces the first. */
const MOST_TOKENS = 4

type TokenOut = z.infer<typeof scimTokenOut>

/** The token is in the answer and nowhere else. It goes on whoever made it leaves, as what sends does (decision 0028). */
export async function makeToken(context: Context, actor: Actor, input: z.infer<typeof scimTokenInput>) {
  const expiresAt = input.expires_at ? new Date(input.expires_at) : null
  if (expiresAt && expiresAt <= context.now())
    throw invalid([{ pointer: '/expires_at', detail: 'This is in the past.' }])
  const token = `hscim_${actor.workspaceId.slice(3)}_${chance(40)}`
  return context.db.tenant(actor.workspaceId, async (tx) => {
    await stillMay(tx, actor)
    await refuseTooMany(tx)
    const row = await tx
      .insertInto('scim_tokens')
      .values({
        workspace_id: actor.workspaceId,
        id: newId('sct'),
        name: input.name,
        ending: token.slice(-4),
        secret_hash: hashToken(token),
        expires_at: expiresAt,
        created_by: actor.name,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const changes = { name: { from: null, to: input.name } }
    await recordChange(tx, actor, { action: 'scim_token.created', target: row.id, changes })
    return { ...toOut(row), token }
  })
}

export async function listTokens(tx: Tx): Promise<TokenOut[]> {
  return (await tx.selectFrom('scim_tokens').selectAll().orderBy('id').execute()).map(toOut)
}

export async function endToken(context: Context, actor: Actor, id: string): Promise<void> {
  await context.db.tenant(actor.workspaceId, async (tx) => {
    await stillMay(tx, actor)
    const row = await tx.deleteFrom('scim_tokens').where('id', '=', id).returning('name').executeTakeFirst()
    if (!row) throw notFound('SCIM token')
    await recordChange(tx, actor, {
      action: 'scim_token.ended',
      target: id,
      changes: { name: { from: row.name, to: null } },
    })
  })
}

/** Nobody is removed between the question and what is done, else the token would outlive them. */
async function stillMay(tx: Tx, actor: Actor): Promise<void> {
  const now = await lookAgain(tx, actor, 'people.write')
  if (!now.permissions.has('members.manage'))
    throw new Problem(403, 'not_allowed', 'This needs the permission members.manage.', {
      more: { permission: 'members.manage' },
    })
}

async function refuseTooMany(tx: Tx): Promise<void> {
  if ((await listTokens(tx)).length < MOST_TOKENS) return
  throw new Problem(409, 'too_many_tokens', `There are ${MOST_TOKENS} tokens already. End one first.`)
}

interface Row {
  id: string
  name: string
  ending: string
  expires_at: Date | null
  last_used_at: Date | null
  created_by: string
  created_at: Date
}

function toOut(row: Row): TokenOut {
  const { id, name, ending, created_by } = row
  return {
    id,
    name,
    ending,
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    created_by,
    created_at: row.created_at.toISOString(),
  }
}
