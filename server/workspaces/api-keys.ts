import type { z } from '@hono/zod-openapi'
import type { Permission } from '../../shared/permissions.ts'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { chance, newId } from '../kit/id.ts'
import { invalid, notFound, Problem } from '../kit/problem.ts'
import { hashToken } from '../kit/token.ts'
import { lapsedOf, type Makers, makersIn, readMakers } from './key-makers.ts'
import { type Asking, beyond, countingIn, lookAgain } from './look-again.ts'
import type { apiKeyInput, apiKeyOut } from './schema.ts'

type ApiKeyOut = z.infer<typeof apiKeyOut>

/** What a key looks like: `hs_`, 12 characters that may be shown, and 40 of 5 random bits each. */
export const KEY_SHAPE = /^(hs_[0-9a-hjkmnp-tv-z]{12})_[0-9a-hjkmnp-tv-z]{40}$/

type NewApiKey = z.infer<typeof apiKeyInput>

/** By a command on the machine, whoever it says it is: a key that is no member's hangs on nobody (decision 0028). */
export function createApiKey(context: Pick<Context, 'db' | 'now'>, actor: Actor, input: NewApiKey) {
  const { workspaceId, id } = actor
  return context.db.tenant(workspaceId, async (tx) => {
    const isMember = (await makersIn(tx, workspaceId, [id])).has(id)
    return writeApiKey(context, tx, { ...actor, behind: isMember ? id : null }, input)
  })
}

/**
 * Makes a key that may do no more than its maker. The key itself is in the answer and nowhere else. In a transaction of
 * the caller's, in which nobody is removed meanwhile: else the key would outlive them with all that it holds.
 */
export async function insertApiKey(context: Pick<Context, 'now'>, tx: Tx, actor: Actor, input: NewApiKey) {
  return writeApiKey(context, tx, await lookAgain(tx, actor, 'api_keys.manage'), input)
}

type Maker = Actor & Pick<Asking, 'behind'>

async function writeApiKey(context: Pick<Context, 'now'>, tx: Tx, actor: Maker, input: NewApiKey) {
  refuseUnfit(actor, input, context.now())
  const prefix = `hs_${chance(12)}`
  const key = `${prefix}_${chance(40)}`
  const permissions = [...new Set(input.permissions)].sort()
  const row = await tx
    .insertInto('api_keys')
    .values({
      workspace_id: actor.workspaceId,
      id: newId('key'),
      name: input.name,
      prefix,
      secret_hash: hashToken(key),
      permissions,
      expires_at: input.expires_at ? new Date(input.expires_at) : null,
      created_by: actor.name,
      made_by: actor.behind,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordChange(tx, actor, {
    action: 'api_key.created',
    target: row.id,
    changes: { name: { from: null, to: input.name }, permissions: { from: null, to: permissions } },
  })
  return { ...toOut(row, null), key }
}

interface Page {
  limit: number
  after?: string | undefined
}

export async function listApiKeys(context: Pick<Context, 'db'>, workspaceId: string, { limit, after }: Page) {
  const rows = await context.db.tenant(workspaceId, (tx) =>
    tx
      .selectFrom('api_keys')
      .selectAll()
      .$if(after !== undefined, (query) => query.where('id', '<', after!))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute(),
  )
  const ids = rows.flatMap(({ made_by }) => made_by ?? [])
  const makers = await readMakers(context, workspaceId, [...new Set(ids)])
  return rows.map((row) => toOut(row, makers))
}

/** One that may do no more than whoever deletes it; what lapsed with its maker does not count. */
export async function deleteApiKey(context: Pick<Context, 'db'>, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await context.db.tenant(workspaceId, async (tx) => {
    const now = await lookAgain(tx, actor, 'api_keys.manage')
    const row = await tx
      .deleteFrom('api_keys')
      .where('id', '=', id)
      .returning(['name', 'permissions', 'made_by'])
      .executeTakeFirst()
    if (!row) throw notFound('API key')
    const more = beyond(now, [...(await countingIn(tx, workspaceId, row))])
    if (more.length > 0) throw holdsMore(row.name, more)
    await recordChange(tx, now, {
      action: 'api_key.deleted',
      target: id,
      changes: { name: { from: row.name, to: null } },
    })
  })
}

function holdsMore(name: string, more: Permission[]): Problem {
  const detail = `${name} holds more than you do: ${more.join(', ')}. Somebody who holds that too can revoke it.`
  return new Problem(403, 'holds_more', detail)
}

function refuseUnfit(actor: Actor, input: NewApiKey, now: Date): void {
  const errors = input.permissions.flatMap((permission, at) =>
    actor.permissions.has(permission)
      ? []
      : [
          {
            pointer: `/permissions/${at}`,
            detail: `You may not do ${permission} yourself, so a key of yours may not.`,
          },
        ],
  )
  if (input.expires_at && new Date(input.expires_at) <= now)
    errors.push({ pointer: '/expires_at', detail: 'This is in the past.' })
  if (errors.length) throw invalid(errors)
}

interface Row {
  id: string
  name: string
  prefix: string
  permissions: string[]
  expires_at: Date | null
  last_used_at: Date | null
  created_by: string
  made_by: string | null
  created_at: Date
}

/** `makers` is null where it is made just now. */
function toOut(row: Row, makers: Makers | null): ApiKeyOut {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    permissions: row.permissions as Permission[],
    lapsed: makers ? lapsedOf(row, makers) : [],
    maker_left: makers !== null && row.made_by !== null && !makers.has(row.made_by),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
  }
}
