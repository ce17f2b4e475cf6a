import { sql, type UpdateObject } from 'kysely'
import { type Change, recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { DB } from '../kit/tables.ts'
import { activeOf, type ConnectionRow, readCurrent } from './current.ts'
import { newSigningSecret, openSecrets, type SecretsSet, sealSecrets } from './secrets.ts'

/** Makes a new signing secret for the webhook; the old one signs nothing from now on. Returned this once. */
export async function replaceSigningSecret(context: Context, actor: Actor): Promise<string> {
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  const secret = newSigningSecret()
  await changeActive(context, actor, 'sms_settings.signing_secret_replaced', async (tx, row) => {
    if (row.provider !== 'webhook') {
      throw new Problem(409, 'not_webhook', 'Only the webhook has a signing secret. Choose it as provider first.')
    }
    const set: SecretsSet = { signing_secret: { at: context.now().toISOString(), by: actor.name } }
    await updateConnection(tx, row, {
      secrets_sealed: sealSecrets(sealer, row.id, { ...openSecrets(sealer, row), signing_secret: secret }),
      secrets_set: JSON.stringify({ ...(row.secrets_set as SecretsSet), ...set }),
      changed_at: sql<Date>`now()`,
      changed_by: actor.name,
    })
  })
  return secret
}

/** Ends the time in which receipts signed with the replaced Auth Token are still believed. */
export async function endPreviousToken(context: Context, actor: Actor): Promise<void> {
  await changeActive(context, actor, 'sms_settings.previous_token_ended', (tx, row) =>
    updateConnection(tx, row, { previous_token_sealed: null, previous_token_until: null }),
  )
}

async function changeActive(
  context: Context,
  actor: Actor,
  action: Change['action'],
  change: (tx: Tx, row: ConnectionRow) => Promise<void>,
): Promise<void> {
  await context.db.tenant(actor.workspaceId, async (tx) => {
    await tx
      .updateTable('sms_settings')
      .set({ revision: sql`revision + 1`, changed_at: sql<Date>`now()`, changed_by: actor.name })
      .where('workspace_id', '=', actor.workspaceId)
      .execute()
    const active = activeOf(await readCurrent(tx, actor.workspaceId))
    if (!active) throw notConnected()
    await change(tx, active.connection)
    await recordChange(tx, actor, { action, target: 'sms_settings' })
  })
}

async function updateConnection(
  tx: Tx,
  { workspace_id, id }: ConnectionRow,
  set: UpdateObject<DB, 'connections'>,
): Promise<void> {
  await tx.updateTable('connections').set(set).where('workspace_id', '=', workspace_id).where('id', '=', id).execute()
}

export function notConnected(): Problem {
  return new Problem(409, 'not_configured', 'No provider connected. Save the SMS settings first.')
}
