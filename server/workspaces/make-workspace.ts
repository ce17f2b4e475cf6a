import type { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Person } from '../kit/route.ts'
import { insertWorkspace } from './workspace.ts'
import type { workspaceInput } from './workspace-schema.ts'

/** Whoever makes a workspace is its first owner. Answers with its id. */
export async function makeWorkspace(
  context: Context,
  person: Person,
  input: z.infer<typeof workspaceInput>,
): Promise<string> {
  return context.db.signIn(async (tx) => {
    await refuseMaker(context, tx, person)
    const workspaceId = await insertWorkspace(tx, {
      name: input.name,
      slug: input.slug,
      timeZone: input.time_zone,
      language: input.language,
      supportContact: input.support_contact,
      ownerId: person.id,
    })
    const actor = { workspaceId, kind: 'user', id: person.id, name: person.name, address: person.address } as const
    await recordChange(tx, actor, {
      action: 'workspace.created',
      target: workspaceId,
      changes: { name: { from: null, to: input.name } },
    })
    return workspaceId
  })
}

/** Without asking how many they have made already. */
export function mayMakeWorkspaces(context: Context, operator: boolean): boolean {
  return operator || context.installation.shown().new_workspaces === 'anybody'
}

async function refuseMaker(context: Context, tx: Tx, { id, operator }: Person): Promise<void> {
  if (operator) return
  const { workspaces_per_person: most, access_contact } = context.installation.shown()
  const ask = access_contact ? ` Ask ${access_contact}.` : ''
  if (!mayMakeWorkspaces(context, operator))
    throw new Problem(403, 'not_allowed', `Only the operator of this installation makes workspaces.${ask}`)
  // Of two at once, the second waits for the first and counts it.
  await sql`select from auth_users where id = ${id} for update`.execute(tx)
  const { made } = await tx
    .selectFrom('workspaces')
    .select(({ fn }) => fn.countAll<number>().as('made'))
    .where('created_by', '=', id)
    .executeTakeFirstOrThrow()
  if (made < most) return
  const of = most === 1 ? 'the one workspace' : `the ${most} workspaces`
  throw new Problem(409, 'too_many_workspaces', `You have made ${of} that a person may make here.${ask}`)
}
