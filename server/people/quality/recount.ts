import type { Context } from '../../kit/context.ts'
import { countFigures } from './figures.ts'

/** Counts the directory that somebody asked for longest ago. @returns whether there was one. */
export async function recountTurn(context: Context): Promise<boolean> {
  return context.db.system(async (tx) => {
    const [due] = await tx.rows<{ workspace_id: string }>('phone_quality_due', DUE, [])
    if (!due) return false
    const startedMs = performance.now()
    const figures = await countFigures(tx, due.workspace_id)
    const tookMs = Math.ceil(performance.now() - startedMs)
    await tx.rows('phone_quality_keep', KEEP, [due.workspace_id, figures, tookMs])
    return true
  })
}

/** Its row is held while it is counted, so that no other worker does the same. */
const DUE = `
select workspace_id from phone_quality where counted_at is null or asked_at > counted_at
order by asked_at limit 1 for update skip locked`

/** As of when the transaction began: what was asked for since then is counted again. */
const KEEP = `
update phone_quality set figures = $2, counted_at = now(), took_ms = $3::int where workspace_id = $1`
