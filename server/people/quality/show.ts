import type { z } from '@hono/zod-openapi'
import type { Tx } from '../../kit/db.ts'
import type { Sealer } from '../../kit/seal.ts'
import type { personInList } from '../schema.ts'
import { nameOf, showPeople } from '../show-person.ts'
import { calledLandline } from './landline.ts'
import type { QualityKind, QualityPerson } from './schema.ts'
import { type Known, MOST_OTHERS, mendedBy, reasonOf, remedyOf } from './words.ts'

/** These people in this order, each with what is amiss and what mends it. */
export async function showOfKind(
  tx: Tx,
  sealer: Sealer,
  workspaceId: string,
  kind: QualityKind,
  ids: string[],
): Promise<QualityPerson[]> {
  const [people, known] = await Promise.all([
    showPeople(tx, sealer, workspaceId, ids),
    readKnown(tx, workspaceId, kind, ids),
  ])
  return people.map((person) => tell(kind, person, known.get(person.id) ?? {}))
}

function tell(kind: QualityKind, person: z.infer<typeof personInList>, known: Known): QualityPerson {
  const mended_by = mendedBy(kind, person.phone, known)
  return {
    ...person,
    reason: reasonOf(kind, person.phone, known),
    remedy: remedyOf(kind, mended_by),
    mended_by,
  }
}

interface KnownRow {
  id: string
  source: string | null
  at: Date | null
  others: Parameters<typeof nameOf>[0][] | null
}

/** What is not said by the person and the number alone. */
async function readKnown(tx: Tx, workspaceId: string, kind: QualityKind, ids: string[]): Promise<Map<string, Known>> {
  const select = MORE[kind]
  if (!select) return new Map()
  const rows = await tx.rows<KnownRow>(`phone_quality_more_${kind}`, `${select} ${OF_THESE}`, [workspaceId, ids])
  return new Map(
    rows.map(({ id, source, at, others }) => [id, { source, at, others: others?.map(nameOf) ?? [] } satisfies Known]),
  )
}

const OF_THESE = 'where p.workspace_id = $1 and p.id = any($2::text[])'
const COUNTED_PHONE = `
  persons p join phones f on f.workspace_id = p.workspace_id and f.person_id = p.id and f.source = p.phone_source`

/** Of those with the same number no more than anybody reads. */
const MORE: Partial<Record<QualityKind, string>> = {
  opted_out: `
    select p.id, o.source, o.created_at as at, null as others
    from ${COUNTED_PHONE} join opt_outs o on o.workspace_id = f.workspace_id and o.number_hash = f.number_hash`,
  landline: `
    select p.id, null as source, (${calledLandline('max(coalesce(m.finished_at, m.created_at))', 'and m.to_hash = f.number_hash')}) as at,
      null as others from ${COUNTED_PHONE}`,
  duplicate: `
    select p.id, null as source, null::timestamptz as at, (
      select jsonb_agg(jsonb_build_object('first_name', o.first_name, 'last_name', o.last_name, 'email', o.email,
        'external_id', o.external_id)) from (
        select q.* from phones s join persons q on q.workspace_id = s.workspace_id and q.id = s.person_id
        where s.workspace_id = $1 and s.number_hash = f.number_hash and s.person_id <> p.id
          and s.source = q.phone_source and q.active order by q.id limit ${MOST_OTHERS}) o) as others
    from ${COUNTED_PHONE}`,
}
