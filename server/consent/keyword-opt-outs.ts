import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { sealPurpose, writeOptOuts } from './opt-outs.ts'
import { recordOptOut } from './record.ts'

/** Whom a word reaches that was texted to a sender. */
export interface Reach {
  /** Workspaces that have connected the sender themselves. */
  own: string[]
  /** Those that send through the installation's connection and have texted the number; null where the sender is not its. */
  inheriting: string[] | null
  /** It holds for every workspace: then `inheriting` are all others that have texted the number. */
  everywhere: boolean
}

export interface Said {
  number: string
  numberHash: Buffer
  inboundId: string
  note: string
}

/** Who speaks in the record where it is not a member of the workspace. */
export const RECIPIENT = { kind: 'system', id: 'recipient', name: 'The recipient' } as const

/**
 * STOP: an entry in each workspace that it reaches, at once. Where the sender is the installation's, or the operator lets it
 * hold everywhere, one stands for all that it is about, also for those that begin later. Needs the lock of the number.
 *
 * @returns whether it was news to any of them.
 */
export async function stopByKeyword(context: Context, tx: Tx, reach: Reach, said: Said): Promise<boolean> {
  const { numberHash, inboundId, note } = said
  const inherited = reach.inheriting ? [INSTALLATION, ...reach.inheriting] : []
  const far = reach.everywhere ? ('everywhere' as const) : ('inherited' as const)
  const entries = await Promise.all(
    [...reach.own, ...inherited].map(async (workspaceId) => {
      const sealer = await context.keys.forWorkspace(workspaceId)
      const scope = reach.everywhere || inherited.includes(workspaceId) ? far : ('workspace' as const)
      const numberSealed = sealer.seal(sealPurpose(numberHash), said.number)
      return { workspaceId, numberHash, numberSealed, source: 'keyword' as const, scope, inboundId, note }
    }),
  )
  const written = await writeOptOuts(tx, entries)
  for (const { workspaceId } of written)
    await recordOptOut(context, tx, RECIPIENT, 'opt_out.added', { workspaceId, numberHash, number: said.number })
  return written.length > 0
}

/**
 * START: takes away what STOP, the provider, the person or an import had put there. What an administrator entered stays:
 * it was never the recipient's word, and is lifted by hand. Needs the lock of the number.
 */
export async function startByKeyword(
  context: Context,
  tx: Tx,
  reach: Reach,
  said: Said,
): Promise<'lifted' | 'kept' | 'not_stopped'> {
  const { numberHash, number } = said
  const inherits = reach.inheriting !== null
  const values = [numberHash, reach.own, inherits]
  const lifted = await tx.rows<{ workspaceId: string }>('opt_outs_start', START, values)
  for (const { workspaceId } of lifted)
    await recordOptOut(context, tx, RECIPIENT, 'opt_out.removed', { workspaceId, numberHash, number })
  if (lifted.length > 0) return 'lifted'
  const standing = [...reach.own, ...(reach.inheriting ?? [])]
  const kept = await tx.rows(
    'opt_outs_kept',
    'select source from opt_outs where workspace_id = any($1::text[]) and number_hash = $2 limit 1',
    [standing, numberHash],
  )
  return kept.length > 0 ? 'kept' : 'not_stopped'
}

const START = `
with reached as (
  select unnest($2::text[]) as workspace_id
  union select '${INSTALLATION}' where $3::boolean
  union select s.workspace_id from sms_settings s where $3::boolean and s.connection_id is null
  union select o.workspace_id from opt_outs o where $3::boolean and o.number_hash = $1 and o.scope = 'inherited'
  -- One act began them all, whoever was texted.
  union select o.workspace_id from opt_outs o where o.number_hash = $1 and o.scope = 'everywhere'
)
delete from opt_outs o using reached r
where o.workspace_id = r.workspace_id and o.number_hash = $1 and o.source <> 'admin'
returning o.workspace_id as "workspaceId"`
