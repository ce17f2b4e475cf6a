import type { z } from '@hono/zod-openapi'
import { maskPhone } from '../../shared/phone.ts'
import { handleOf } from '../consent/handle.ts'
import { listOptIns, type OptIn } from '../consent/opt-ins.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { notFound } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import { IS_OPTED_OUT } from './find-people.ts'
import { BEST_FIRST, IS_GOOD, openNumber } from './phones.ts'
import type { PersonOut, PhoneSource, personInList, Reach } from './schema.ts'

interface ListRow {
  id: string
  external_id: string | null
  first_name: string
  last_name: string
  email: string | null
  active: boolean
  reach: Reach
  opted_out: boolean
}

interface PhoneRow {
  person_id: string
  source: PhoneSource
  number_hash: Buffer | null
  number_sealed: Buffer
  country: string | null
  kind: string | null
  problem: string | null
  good: boolean
}

/** These people, in the order in which they are named, as lists show them. */
export async function showPeople(
  tx: Tx,
  sealer: Sealer,
  workspaceId: string,
  ids: string[],
): Promise<z.infer<typeof personInList>[]> {
  const [rows, phones] = await Promise.all([
    tx.rows<ListRow>('people_rows', ROWS, [workspaceId, ids]),
    readPhones(tx, workspaceId, ids),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    const best = phones.find((phone) => phone.person_id === id)
    return row ? [toListed(row, best ? shownPhone(best, true, sealer) : null)] : []
  })
}

const ROWS = `
select p.id, p.external_id, p.first_name, p.last_name, p.email, p.active, p.reach, ${IS_OPTED_OUT} as opted_out
from persons p where p.workspace_id = $1 and p.id = any($2::text[])`

function toListed({ opted_out, reach, ...row }: ListRow, phone: PersonOut['phone']): z.infer<typeof personInList> {
  const { id, external_id, first_name, last_name, email, active } = row
  return { id, external_id, first_name, last_name, email, active, phone, reach: opted_out ? 'opted_out' : reach }
}

/** Of each person the one that counts first. */
function readPhones(tx: Tx, workspaceId: string, ids: string[]): Promise<PhoneRow[]> {
  return tx.rows<PhoneRow>('people_phones', PHONES, [workspaceId, ids])
}

const PHONES = `
select f.person_id, f.source, f.number_hash, f.number_sealed, f.country, f.kind, f.problem, ${IS_GOOD} as good
from phones f where f.workspace_id = $1 and f.person_id = any($2::text[])
order by f.person_id, ${BEST_FIRST}`

function shownPhone(row: PhoneRow, first: boolean, sealer: Sealer): PersonOut['phones'][number] {
  const { source, country, kind, problem, good } = row
  const number = openNumber(row, sealer)
  // What is no number may hold anything, a whole number with a letter behind it included.
  return {
    number: problem ? maskText(number) : maskPhone(number),
    source,
    verified: good,
    country,
    kind,
    problem,
    used: first && good,
  }
}

export function maskText(text: string): string {
  const shown = text.length > 6 ? text.slice(-2) : ''
  return '•'.repeat(Math.min(text.length - shown.length, 12)) + shown
}

/** @throws {Problem} 404. */
export async function showPerson(context: Context, tx: Tx, workspaceId: string, id: string): Promise<PersonOut> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const [[row], phones, groups, shared, [optOut]] = await Promise.all([
    tx.rows<DetailRow>('person_row', DETAIL, [workspaceId, id]),
    readPhones(tx, workspaceId, [id]),
    tx.rows<{ id: string; name: string }>('person_groups', GROUPS, [workspaceId, id]),
    tx.rows<Named>('person_shared', SHARED, [workspaceId, id]),
    tx.rows<OptOutRow>('person_opt_out', OPT_OUT, [workspaceId, id]),
  ])
  if (!row) throw notFound('person')
  const shown = phones.map((phone, i) => shownPhone(phone, i === 0, sealer))
  const numberHash = phones[0]?.number_hash
  const optIns = numberHash ? await listOptIns(tx, workspaceId, numberHash) : []
  return {
    ...toListed(row, shown[0] ?? null),
    language: row.language,
    time_zone: row.time_zone,
    manager: row.manager_id ? { id: row.manager_id, name: nameOf(row.manager!) } : null,
    groups,
    fields: row.fields,
    phones: shown,
    opt_ins: optIns.map(shownOptIn),
    recipient: numberHash ? handleOf(context.keys, workspaceId, numberHash) : null,
    shared_with: shared.map((person) => ({ id: person.id, name: nameOf(person) })),
    opt_out: optOut
      ? {
          handle: handleOf(context.keys, workspaceId, optOut.number_hash),
          source: optOut.source,
          created_at: optOut.created_at.toISOString(),
        }
      : null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}

function shownOptIn(kept: OptIn): PersonOut['opt_ins'][number] {
  const { source, wording, wording_version: version, origin: where, from_address: address, by_name: by } = kept
  const keptAt = kept.at.toISOString()
  return { source, wording, version, at: kept.said_at?.toISOString() ?? keptAt, kept_at: keptAt, where, address, by }
}

interface Named {
  id: string
  first_name: string
  last_name: string
  email: string | null
  external_id: string | null
}

interface DetailRow extends ListRow {
  language: string | null
  time_zone: string | null
  manager_id: string | null
  manager: Named | null
  fields: PersonOut['fields']
  created_at: Date
  updated_at: Date
}

interface OptOutRow {
  number_hash: Buffer
  source: string
  created_at: Date
}

/** As lists and sentences name somebody: by name, else by address, else by what the directory calls them. */
export function nameOf({ first_name, last_name, email, external_id }: Omit<Named, 'id'>): string {
  return `${first_name} ${last_name}`.trim() || email || external_id || 'Nameless'
}

const DETAIL = `
select p.*, ${IS_OPTED_OUT} as opted_out, case when m.id is null then null else to_jsonb(m) end as manager
from persons p
left join lateral (
  select m.id, m.first_name, m.last_name, m.email, m.external_id from persons m
  where m.workspace_id = p.workspace_id and m.id = p.manager_id
) m on true
where p.workspace_id = $1 and p.id = $2`

const GROUPS = `
select g.id, g.name from group_people i join groups g on g.workspace_id = i.workspace_id and g.id = i.group_id
where i.workspace_id = $1 and i.person_id = $2 order by lower(g.name)`

const SHARED = `
select distinct q.id, q.first_name, q.last_name, q.email, q.external_id
from persons p
join phones f on f.workspace_id = p.workspace_id and f.person_id = p.id and f.source = p.phone_source
join phones s on s.workspace_id = f.workspace_id and s.number_hash = f.number_hash and s.person_id <> p.id
join persons q on q.workspace_id = s.workspace_id and q.id = s.person_id
where p.workspace_id = $1 and p.id = $2 order by q.id limit 10`

const OPT_OUT = `
select o.number_hash, o.source, o.created_at
from persons p
join phones f on f.workspace_id = p.workspace_id and f.person_id = p.id and f.source = p.phone_source
join opt_outs o on o.workspace_id = f.workspace_id and o.number_hash = f.number_hash
where p.workspace_id = $1 and p.id = $2`
