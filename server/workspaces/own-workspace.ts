import type { z } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { changesOf } from './changes.ts'
import { standingOf } from './standing.ts'
import { isTimeZone, notATimeZone, refuseUnknownTimeZone } from './time-zone.ts'
import { slugTaken } from './workspace.ts'
import type { WorkspaceOut, workspacePatch } from './workspace-schema.ts'

/** The workspace that somebody is in, as each of its members may know it. */
export function showWorkspace(context: Context, workspaceId: string): Promise<WorkspaceOut> {
  return context.db.tenant(workspaceId, (tx) => describeWorkspace(context, tx, workspaceId))
}

/** In a transaction of the caller's. */
export async function describeWorkspace(context: Context, tx: Tx, workspaceId: string): Promise<WorkspaceOut> {
  const row = await readWorkspace(tx, workspaceId)
  const { access_contact, deletion_grace_days } = context.installation.shown()
  return {
    id: workspaceId,
    name: row.name,
    slug: row.slug,
    time_zone: row.time_zone,
    language: row.language,
    support_contact: row.support_contact,
    created_at: row.created_at.toISOString(),
    installation: workspaceId === INSTALLATION,
    ...standingOf(row),
    access_contact,
    grace_days: deletion_grace_days,
  }
}

type Wanted = z.infer<typeof workspacePatch>

/** Changes what is given and records what really changed. */
export async function changeWorkspace(context: Context, actor: Actor, wanted: Wanted): Promise<void> {
  refuseInstallation(actor.workspaceId)
  if (wanted.time_zone !== undefined && !isTimeZone(wanted.time_zone)) throw notATimeZone()
  await context.db
    .tenant(actor.workspaceId, async (tx) => {
      const before = await readWorkspace(tx, actor.workspaceId)
      const changes = changesOf(before, {
        ...wanted,
        ...(wanted.support_contact !== undefined && { support_contact: wanted.support_contact || null }),
      })
      if (Object.keys(changes).length === 0) return
      const columns = Object.fromEntries(Object.entries(changes).map(([column, { to }]) => [column, to]))
      await tx.updateTable('workspaces').set(columns).where('workspace_id', '=', actor.workspaceId).execute()
      await recordChange(tx, actor, { action: 'workspace.changed', target: actor.workspaceId, changes })
    })
    .catch((error: { constraint?: string }) => {
      if (error.constraint === 'workspaces_slug_key') throw slugTaken()
      refuseUnknownTimeZone(error)
    })
}

/** Whom people ask; on record by whoever changes it. */
export async function keepContact(tx: Tx, workspaceId: string, contact: string | null): Promise<void> {
  await tx.updateTable('workspaces').set({ support_contact: contact }).where('workspace_id', '=', workspaceId).execute()
}

/** It is no workspace that anybody made, and without it there is nothing to inherit from. */
export function refuseInstallation(workspaceId: string): void {
  if (workspaceId !== INSTALLATION) return
  throw new Problem(
    409,
    'installation',
    'This is the installation and not a workspace. Choose a workspace, or see Installation › General.',
  )
}

function readWorkspace(tx: Tx, workspaceId: string) {
  return tx
    .selectFrom('workspaces')
    .select(['name', 'slug', 'time_zone', 'language', 'support_contact', 'created_at'])
    .select(['suspended_at', 'suspended_why', 'sms_entitled', 'delete_after'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
}
