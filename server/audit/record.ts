import type { AuditAction } from '../../shared/audit/actions.ts'
import type { Actor } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION, newId } from '../kit/id.ts'

/** What changed, from what to what. Never a secret (write "replaced"), never a whole phone number. */
export interface Change {
  /** The noun and what was done to it, as in `sms_settings.changed`; its words stand in shared/audit/actions.ts. */
  action: AuditAction
  target: string
  changes?: Record<string, { from: unknown; to: unknown }>
}

/** Who did what is done by a command on the machine, to the installation. */
export const COMMAND_LINE = {
  workspaceId: INSTALLATION,
  kind: 'system',
  id: 'command_line',
  name: 'Command line',
} as const

/** Written in the change's own transaction: either both stand or neither. */
export async function recordChange(
  tx: Tx,
  actor: Pick<Actor, 'workspaceId' | 'id' | 'name'> & { kind: Actor['kind'] | 'system'; address?: string | null },
  change: Change,
): Promise<void> {
  await tx
    .insertInto('audit_entries')
    .values({
      workspace_id: actor.workspaceId,
      id: newId('aud'),
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_name: actor.name,
      from_address: actor.address ?? null,
      action: change.action,
      target: change.target,
      changes: JSON.stringify(change.changes ?? {}),
    })
    .execute()
}

/** What an entry says beside its action where nothing stood before: each of these values that is known. */
export function stating(values: Record<string, unknown>): NonNullable<Change['changes']> {
  const known = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known.map(([name, to]) => [name, { from: null, to }]))
}
