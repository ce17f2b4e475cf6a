import { sql } from 'kysely'
import { type Change, recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { post } from '../mail/post.ts'
import { membersWho } from './members.ts'
import { refuseInstallation } from './own-workspace.ts'

/**
 * Marks a workspace: from now on nothing of it is sent, and once the days of grace are over all of it is deleted by
 * `eraseTurn`. Marked already, it stays marked for when it was.
 */
export async function markForDeletion(context: Context, actor: Actor, slug: string): Promise<void> {
  const { workspaceId } = actor
  refuseInstallation(workspaceId)
  const days = context.installation.shown().deletion_grace_days
  const owners = await membersWho(context, workspaceId, 'workspace.delete')
  await context.db.signIn(async (tx) => {
    const workspace = await lockWorkspace(tx, workspaceId)
    if (slug !== workspace.slug)
      throw invalid([{ pointer: '/slug', detail: 'That is not the slug of this workspace. Nothing was deleted.' }])
    if (workspace.delete_after) return
    const { delete_after } = await tx
      .updateTable('workspaces')
      .set({ delete_after: sql`now() + make_interval(days => ${days})` })
      .where('workspace_id', '=', workspaceId)
      .returning('delete_after')
      .executeTakeFirstOrThrow()
    await record(tx, actor, 'workspace.deletion_marked', { name: workspace.name, from: null, to: delete_after })
    await post(
      context,
      tx,
      owners.map((to) => ({
        to,
        validMinutes: days * 1440,
        ...toldOfDeletion(context, workspace, actor.name, delete_after!),
      })),
    )
  })
}

/** Undoes it, for as long as nothing went yet. */
export async function keepWorkspace(context: Context, actor: Actor): Promise<void> {
  const { workspaceId } = actor
  refuseInstallation(workspaceId)
  await context.db.signIn(async (tx) => {
    const { name, delete_after, erasing_since } = await lockWorkspace(tx, workspaceId)
    if (!delete_after) return
    if (erasing_since)
      throw new Problem(409, 'being_deleted', 'The days of grace are over and deleting has begun. It cannot be kept.')
    await tx.updateTable('workspaces').set({ delete_after: null }).where('workspace_id', '=', workspaceId).execute()
    await record(tx, actor, 'workspace.kept', { name, from: delete_after, to: null })
  })
}

/** Whoever begins to erase it waits until this is decided, and the other way round. */
async function lockWorkspace(tx: Tx, workspaceId: string) {
  return tx
    .selectFrom('workspaces')
    .select(['name', 'slug', 'time_zone', 'delete_after', 'erasing_since'])
    .where('workspace_id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** In the log of the installation too: the workspace's own goes with it. */
async function record(
  tx: Tx,
  actor: Actor,
  action: Change['action'],
  { name, from, to }: { name: string; from: Date | null; to: Date | null },
): Promise<void> {
  const { workspaceId: target } = actor
  const changes = { delete_after: { from, to } }
  await recordChange(tx, actor, { action, target, changes })
  const named = { name: { from: name, to: name }, ...changes }
  await recordChange(tx, { ...actor, workspaceId: INSTALLATION }, { action, target, changes: named })
}

function toldOfDeletion(
  context: Context,
  { name, slug, time_zone }: { name: string; slug: string; time_zone: string },
  by: string,
  after: Date,
) {
  const when = after.toLocaleString('en-GB', { timeZone: time_zone, dateStyle: 'long', timeStyle: 'short' })
  const place = context.publicUrl()
  const where = place ? `${place}/settings/workspace?workspace=${slug}` : 'Settings › Workspace in the console'
  return {
    subject: `${name} is marked for deletion`,
    text: [
      `${by} marked the workspace ${name} for deletion.`,
      `Nothing of it is sent any more. After ${when} (${time_zone}) everything in it is deleted: texts, opt-outs, settings, members and keys. Nothing brings it back then.`,
      `Until then it can be kept: ${where}`,
      '',
    ].join('\n\n'),
  }
}
