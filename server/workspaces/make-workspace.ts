import type { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import type { Person } from '../kit/route.ts'
import { post } from '../mail/post.ts'
import { onceForPerson } from './once-for-person.ts'
import { describeWorkspace } from './own-workspace.ts'
import { insertWorkspace } from './workspace.ts'
import type { WorkspaceOut, workspaceInput } from './workspace-schema.ts'

type Wanted = z.infer<typeof workspaceInput>

/** Whoever makes a workspace is its first owner, or whom an operator names. A repeat with the same key answers with the workspace as it was made. */
export async function makeWorkspace(
  context: Context,
  person: Person,
  input: Wanted,
  key: string | undefined,
): Promise<WorkspaceOut> {
  if (!mayMakeWorkspaces(context, person.operator)) throw operatorMakes(context)
  if (input.owner_email && !person.operator)
    throw invalid([{ pointer: '/owner_email', detail: 'Only the operator makes a workspace for somebody else.' }])
  const request = ['POST /v1/workspaces', input]
  const answer = await onceForPerson(context, person.id, key, request, async (tx) => {
    await refuseTooMany(context, tx, person)
    const id = await insertFor(context, tx, person, input)
    return { status: 201, body: await describeWorkspace(context, tx, id) }
  })
  return answer.body as WorkspaceOut
}

/** Without asking how many they have made already. */
export function mayMakeWorkspaces(context: Context, operator: boolean): boolean {
  return operator || context.installation.shown().new_workspaces === 'anybody'
}

async function insertFor(context: Context, tx: Tx, person: Person, input: Wanted): Promise<string> {
  const owner = input.owner_email ? await ownerWith(tx, input.owner_email) : person
  const workspaceId = await insertWorkspace(tx, {
    name: input.name,
    slug: input.slug,
    timeZone: input.time_zone,
    language: input.language,
    supportContact: input.support_contact,
    ownerId: owner.id,
    madeBy: person.id,
  })
  const isForAnother = owner.id !== person.id
  // The operator, who is no member of it, reads of it in the installation's log.
  for (const log of isForAnother ? [workspaceId, INSTALLATION] : [workspaceId])
    await recordChange(tx, actorIn(log, person), {
      action: 'workspace.created',
      target: workspaceId,
      changes: {
        name: { from: null, to: input.name },
        ...(isForAnother && { owner: { from: null, to: owner.name } }),
      },
    })
  if (isForAnother && owner.email) await post(context, tx, [letter(owner.email, owner.name, input.name)])
  return workspaceId
}

function actorIn(workspaceId: string, { id, name, address }: Person) {
  return { workspaceId, kind: 'user', id, name, address } as const
}

async function ownerWith(tx: Tx, email: string) {
  const owner = await tx
    .selectFrom('auth_users')
    .select(['id', 'name', 'email', 'email_verified'])
    .where('email', '=', email)
    .executeTakeFirst()
  // Whoever was let in by a link that was handed over has the address that somebody else typed.
  if (owner?.email_verified) return owner
  const nobody = owner ? 'Nobody here has shown that this address is theirs.' : 'Nobody with this address is here.'
  const detail = `${nobody} Make it your own, then invite them to it as an owner.`
  throw invalid([{ pointer: '/owner_email', detail }])
}

function letter(to: string, name: string, workspace: string) {
  return {
    to,
    subject: `${workspace} is yours`,
    text: `${name},

the operator of Handset made the workspace ${workspace}, and you are its owner. Sign in and choose it at the top left.
`,
    validMinutes: 24 * 60,
  }
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
