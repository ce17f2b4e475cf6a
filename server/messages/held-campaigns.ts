import type { Tx } from '../kit/db.ts'
import type { Claimed } from './claim.ts'

/** So long until it is looked at again by itself; a decision is told at once. */
const LOOK_AGAIN = '10 minutes'

/**
 * Takes out the texts of campaigns to numbers of which something waits for a person to say whether it means STOP (47 CFR
 * 64.1200(a)(10): a wish in any words counts). They wait as long as they are of use; START, said since, ends the doubt.
 * Needs the numbers' lock, so that what came in before is seen.
 *
 * @returns the other texts.
 */
export async function holdCampaigns(tx: Tx, texts: Claimed[]): Promise<Claimed[]> {
  const campaigns = texts.filter((text) => text.class === 'campaign')
  if (campaigns.length === 0) return texts
  const rows = await tx.rows<{ place: string }>('hold_campaigns', HOLD, [
    campaigns.map((text) => text.workspace_id),
    campaigns.map((text) => text.to_hash),
    campaigns.map((text) => text.place),
  ])
  const held = new Set(rows.map(({ place }) => place))
  return texts.filter((text) => text.class !== 'campaign' || !held.has(text.place))
}

/** In a statement over a workspace and a number's hash. */
export function isInDoubt(workspaceId: string, numberHash: string): string {
  return `exists (select from inbound_texts i where i.workspace_id = ${workspaceId} and i.from_hash = ${numberHash}
    and i.reading = 'perhaps_stop' and i.decision is null and not exists (
      select from inbound_texts later where later.workspace_id = i.workspace_id and later.from_hash = i.from_hash
        and later.id > i.id and later.reading = 'start'))`
}

/** The row of the queue is locked by its claim, so it lies where it lay; moved, it lies elsewhere, which nobody needs. */
const HOLD = `
with held as (
  select t.place from unnest($1::text[], $2::bytea[], $3::tid[]) as t(workspace_id, number_hash, place)
  where ${isInDoubt('t.workspace_id', 't.number_hash')}
), moved as (
  update queue set due_at = now() + interval '${LOOK_AGAIN}' where ctid = any(array(select place from held))
)
select place from held`

/** What was held may go: somebody said that it meant something else. */
export async function releaseCampaigns(tx: Tx, workspaceId: string, numberHash: Buffer): Promise<void> {
  await tx.rows(
    'release_campaigns',
    `update queue q set due_at = now() from messages m
     where m.workspace_id = $1 and m.to_hash = $2 and m.class = 'campaign' and m.status = 'queued'
       and q.workspace_id = m.workspace_id and q.id = m.id and q.due_at > now()`,
    [workspaceId, numberHash],
  )
}
