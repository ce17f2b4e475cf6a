import type { z } from '@hono/zod-openapi'
import type { Actor, Context } from '../kit/context.ts'
import { isId } from '../kit/id.ts'
import { NO_CURSOR, toPage } from '../kit/page.ts'
import { invalid } from '../kit/problem.ts'
import { openNumber } from '../people/phones.ts'
import { maskText, nameOf } from '../people/show-person.ts'
import type { malformedPage } from './schema.ts'

interface Row {
  id: string
  first_name: string
  last_name: string
  email: string | null
  external_id: string | null
  user_name: string
  number_sealed: Buffer
  problem: string
  given_at: Date
}

/** Whose number the directory gave in a way that is none, whoever was made last first. Mended there and not here. */
export async function listMalformed(
  context: Context,
  { workspaceId }: Actor,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<z.infer<typeof malformedPage>> {
  if (after !== undefined && !isId('per', after)) throw invalid([NO_CURSOR])
  const sealer = await context.keys.forWorkspace(workspaceId)
  const found = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Row>('scim_malformed', MALFORMED, [workspaceId, after ?? NO_END, limit + 1]),
  )
  const { rows, next } = toPage(found, limit)
  return { items: rows.map((row) => toOut(row, sealer)), next }
}

function toOut(row: Row, sealer: Parameters<typeof openNumber>[1]) {
  const { id, user_name, problem, given_at } = row
  const given = openNumber({ ...row, person_id: id, source: 'scim' }, sealer)
  return { person: { id, name: nameOf(row) }, user_name, given: maskText(given), problem, at: given_at.toISOString() }
}

/** Above every id. */
const NO_END = '~'

/** The condition on source and problem is word for word that of the index. */
const MALFORMED = `
select p.id, p.first_name, p.last_name, p.email, p.external_id, u.user_name, f.number_sealed, f.problem, f.given_at
from phones f
join scim_users u on u.workspace_id = f.workspace_id and u.person_id = f.person_id
join persons p on p.workspace_id = f.workspace_id and p.id = f.person_id
where f.workspace_id = $1 and f.source = 'scim' and f.problem is not null and f.person_id < $2
order by f.person_id desc limit $3::int`
