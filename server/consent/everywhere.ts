import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { NewOptOut } from './opt-outs.ts'

/** Whether the operator chose that no more to one sender means no more from any workspace. */
export async function isEverywhere(tx: Tx): Promise<boolean> {
  const [row] = await tx.rows<{ on: boolean }>(
    'opt_outs_everywhere',
    'select opt_outs_everywhere as on from inherited_channel',
    [],
  )
  return row!.on
}

/**
 * What a person or a provider said of a number, as far as it reaches: where it holds for more than its workspace, an entry
 * of the installation stands for all that it is about, also for those that begin later. Of that one only the hash is kept.
 */
export async function reaching(tx: Tx, entries: (NewOptOut & { inherited?: boolean })[]): Promise<NewOptOut[]> {
  if (entries.length === 0) return []
  const everywhere = await isEverywhere(tx)
  return entries.flatMap(({ inherited, ...entry }) => {
    if (!everywhere && !inherited) return [entry]
    const scope = everywhere ? ('everywhere' as const) : ('inherited' as const)
    const { numberSealed: _, inboundId: __, message: ___, ...known } = entry
    return [
      { ...entry, scope },
      { ...known, scope, workspaceId: INSTALLATION },
    ]
  })
}
