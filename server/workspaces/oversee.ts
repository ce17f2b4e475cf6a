import type { z } from '@hono/zod-openapi'
import { type Change, recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION, isId } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { post } from '../mail/post.ts'
import { membersWho } from './members.ts'
import { capOf, capWords, columnsOf } from './operator-cap.ts'
import type { OperatorCap, overseePatch } from './workspace-schema.ts'

type Wanted = z.infer<typeof overseePatch>

/**
 * Suspends a workspace, lets it send again, or says whether it may use SMS at all. Recorded in the installation's log and
 * in the workspace's own, whose members read why.
 */
export async function overseeWorkspace(context: Context, actor: Actor, id: string, wanted: Wanted): Promise<void> {
  if (!isId('ws', id) || id === INSTALLATION) throw noSuchWorkspace()
  const owners = await membersWho(context, id, 'workspace.manage')
  await context.db.signIn(async (tx) => {
    const before = await lockWorkspace(tx, id)
    const after = wantedFor(before, wanted)
    const changes: NonNullable<Change['changes']> = {}
    if (!before.suspended_at !== !after.suspended)
      changes.suspended = { from: before.suspended_at !== null, to: after.suspended }
    if (before.suspended_why !== after.why) changes.why = { from: before.suspended_why, to: after.why }
    if (before.sms_entitled !== after.entitled) changes.sms_entitled = { from: before.sms_entitled, to: after.entitled }
    const [capBefore, capAfter] = [capWords(capOf(before)), capWords(after.cap)]
    if (capBefore !== capAfter) changes.operator_cap = { from: capBefore, to: capAfter }
    if (Object.keys(changes).length === 0) return
    const suspended_at = after.suspended ? (before.suspended_at ?? context.now()) : null
    await tx
      .updateTable('workspaces')
      .set({ suspended_at, suspended_why: after.why, sms_entitled: after.entitled, ...columnsOf(after.cap) })
      .where('workspace_id', '=', id)
      .execute()
    const change = { action: actionOf(changes), target: id }
    await recordChange(tx, { ...actor, workspaceId: id }, { ...change, changes })
    const named = { name: { from: before.name, to: before.name }, ...changes }
    await recordChange(tx, { ...actor, workspaceId: INSTALLATION }, { ...change, changes: named })
    if (changes.suspended) {
      const told = toldOfSuspension(context, before.name, after)
      await post(
        context,
        tx,
        owners.map((to) => ({ to, validMinutes: 24 * 60, ...told })),
      )
    }
  })
}

export function noSuchWorkspace(): Problem {
  return new Problem(404, 'not_found', 'There is no such workspace.')
}

async function lockWorkspace(tx: Tx, id: string) {
  const row = await tx
    .selectFrom('workspaces')
    .select(['name', 'suspended_at', 'suspended_why', 'sms_entitled', 'operator_cap_set', 'operator_cap_micros'])
    .where('workspace_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw noSuchWorkspace()
  return row
}

type Before = Awaited<ReturnType<typeof lockWorkspace>>

interface After {
  suspended: boolean
  why: string | null
  entitled: boolean
  cap: OperatorCap
}

function wantedFor(before: Before, wanted: Wanted): After {
  const suspended = wanted.suspended ?? before.suspended_at !== null
  const entitled = wanted.sms_entitled ?? before.sms_entitled
  const cap = wanted.daily_cap ?? capOf(before)
  if (!suspended && wanted.why !== undefined)
    throw invalid([{ pointer: '/why', detail: 'A reason is for a workspace that is suspended.' }])
  if (!suspended) return { suspended, why: null, entitled, cap }
  const why = wanted.why ?? before.suspended_why
  if (why === null) throw invalid([{ pointer: '/why', detail: 'Say why: the workspace reads it.' }])
  return { suspended, why, entitled, cap }
}

function actionOf({ suspended, sms_entitled, operator_cap }: NonNullable<Change['changes']>): Change['action'] {
  if (suspended) return suspended.to ? 'workspace.suspended' : 'workspace.reactivated'
  if (sms_entitled) return 'workspace.entitlement_changed'
  return operator_cap ? 'workspace.operator_cap_changed' : 'workspace.suspension_changed'
}

function toldOfSuspension(context: Context, name: string, { suspended, why }: After) {
  const { access_contact } = context.installation.shown()
  if (!suspended)
    return {
      subject: `${name} may send again`,
      text: `The workspace ${name} is no longer suspended: texts go again.\n`,
    }
  const ask = access_contact ? `Ask ${access_contact}.` : 'Ask the operator of this installation.'
  return {
    subject: `${name} is suspended`,
    text: `The workspace ${name} was suspended: no text of it is sent. The reason given: ${why}\n\n${ask}\n`,
  }
}
