import type { Tx } from '../kit/db.ts'

interface Last<Route> {
  of: Map<Route, Date>
  any: Date | null
}

/** When the last text came in, for each of some routes and at all. */
export async function lastReplies<Route extends { numbers: string[] }>(
  tx: Tx,
  workspaceId: string,
  routes: Route[],
): Promise<Last<Route>> {
  const rows = await tx.rows<{ sent_to: string | null; at: Date }>('replies_last', LAST, [
    workspaceId,
    [...new Set(routes.flatMap(({ numbers }) => numbers))],
  ])
  const atOf = new Map(rows.map(({ sent_to, at }) => [sent_to, at]))
  const of = new Map<Route, Date>()
  for (const route of routes) {
    const at = route.numbers.map((number) => atOf.get(number)).filter((one) => one !== undefined)
    if (at.length > 0) of.set(route, new Date(Math.max(...at.map(Number))))
  }
  return { of, any: atOf.get(null) ?? null }
}

const LAST = `
select n.number as sent_to, t.received_at as at from unnest($2::text[]) as n(number)
cross join lateral (select received_at from inbound_texts
  where workspace_id = $1 and sent_to = n.number order by id desc limit 1) t
union all
select null, received_at from (
  select received_at from inbound_texts where workspace_id = $1 order by id desc limit 1) t`
