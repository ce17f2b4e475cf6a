import type { z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import { findPerson, recordEverywhere } from './person.ts'
import type { waysOut } from './schema.ts'
import { PASSWORD, PROVIDER } from './ways.ts'

export async function rename(
  context: Context,
  actor: { id: string; address: string | null },
  name: string,
): Promise<void> {
  await context.db.signIn(async (tx) => {
    const person = await findPerson(tx, 'id', actor.id)
    if (!person || person.name === name) return
    await tx.updateTable('auth_users').set({ name, updated_at: context.now() }).where('id', '=', actor.id).execute()
    const changes = { name: { from: person.name, to: name } }
    await recordEverywhere(tx, person, actor.address, { action: 'member.renamed', changes })
  })
}

export async function waysToSignIn(context: Context, userId: string): Promise<z.infer<typeof waysOut>> {
  const rows = await context.db.signIn((tx) =>
    tx
      .selectFrom('auth_accounts')
      .select(['provider_id', 'created_at'])
      .where('user_id', '=', userId)
      .orderBy('created_at')
      .execute(),
  )
  return {
    password: rows.some((row) => row.provider_id === PASSWORD),
    providers: rows
      .filter((row) => row.provider_id.startsWith(PROVIDER))
      .map((row) => ({ issuer: row.provider_id.slice(PROVIDER.length), since: row.created_at.toISOString() })),
  }
}
