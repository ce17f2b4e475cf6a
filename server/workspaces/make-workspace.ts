import type { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Person } from '../kit/route.ts'
import { onceForPerson } from './once-for-person.ts'
import { describeWorkspace } from './own-workspace.ts'
import { insertWorkspace } from './workspace.ts'
import type { WorkspaceOut, workspaceInput } from './workspace-schema.ts'

type Wanted = z.infer<typeof workspaceInput>

/** Whoever makes a workspace is its first owner. A repeat with the same key answers with the workspace as it was made. */
export async function makeWorkspace(
  context: Context,
  person: Person,
  input: Wanted,
  key: string | undefined,
): Promise<WorkspaceOut> {
  if (!mayMakeWorkspaces(context, person.operator)) throw operatorMakes(context)
  const request = ['POST /v1/workspaces', input]
  const answer = await onceForPerson(context, person.id, key, request, async (tx) => {
    await refuseTooMany(context, tx, person)
    const id = await insertFor(tx, person, input)
    return { status: 201, body: await describeWorkspace(context, tx, id) }
  })
  return answer.body as WorkspaceOut
}

/** Without asking how many they have made already. */
export function mayMakeWorkspaces(context: Context, operator: boolean): boolean {
  return operator || context.installation.shown().new_workspaces === 'anybody'
}

async function insertFor(tx: Tx, person: Person, input: Wanted): Promise<string> {
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
}

async function refuseTooMany(context: Context, tx: Tx, { id, operator }: Person): Promise<void> {
  if (operator) return
  // Of two at once, the second waits for the first and counts it.
  await sql`select from auth_users where id = ${id} for update`.execute(tx)
  const { made } = await tx
    .selectFrom('workspaces')
    .select(({ fn }) => fn.countAll<number>().as('made'))
    .where('created_by', '=', id)
    .executeTakeFirstOrThrow()
  const { workspaces_per_person: most } = context.installation.shown()
  if (made < most) return
  const of = most === 1 ? 'the one workspace' : `the ${most} workspaces`
  throw new Problem(409, 'too_many_workspaces', `You have made ${of} that a person may make here.${askFor(context)}`)
}

function operatorMakes(context: Context): Problem {
  return new Problem(403, 'not_allowed', `Only the operator of this installation makes workspaces.${askFor(context)}`)
}

function askFor(context: Context): string {
  const { access_contact } = context.installation.shown()
  return access_contact ? ` Ask ${access_contact}.` : ''
}
