import { handleOf, hashOfHandle } from '../../consent/handle.ts'
import type { Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { isId } from '../../kit/id.ts'
import { NO_CURSOR } from '../../kit/page.ts'
import { invalid } from '../../kit/problem.ts'
import { calledLandline, IS_NO_MOBILE } from './landline.ts'
import type { QualityKind } from './schema.ts'

/** Where in the order of its kind somebody stands: by the number's hash, where the kind is about numbers, then by id. */
export interface Place {
  numberHash: Buffer | null
  id: string
}

export interface Found {
  people: Place[]
  /** Where to go on; null at the end. */
  next: Place | null
}

/** So many are looked at in one request, whether or not they fit: what is rare must not make a page take long. */
const PATIENCE = 40_000

/**
 * People of one kind after a place. An index leads to those who may fit, a batch at a time, and each is asked whether
 * they do; so a page may hold fewer than `limit` and yet have a next one.
 */
export async function findOfKind(
  tx: Tx,
  workspaceId: string,
  kind: QualityKind,
  after: Place | null,
  limit: number,
): Promise<Found> {
  const { text, atOnce, first } = WAYS[kind]
  const people: Place[] = []
  let place = after ?? first
  let batch = Math.min(atOnce, 4 * limit)
  for (let looked = 0; looked < PATIENCE; looked += batch, batch = atOnce) {
    const values = [workspaceId, place.id, batch, place.numberHash]
    const rows = await tx.rows<Looked>(`phone_quality_${kind}`, text, values)
    const last = rows.at(-1)
    for (const { number_hash, id, fits } of rows) if (fits) people.push({ numberHash: number_hash, id: id! })
    if (people.length > limit) return { people: people.slice(0, limit), next: people[limit - 1]! }
    if (!last || last.n < batch) return { people, next: null }
    place = { numberHash: last.number_hash, id: last.id ?? '' }
  }
  return { people, next: place }
}

interface Looked {
  number_hash: Buffer | null
  /** Null for a number that is nobody's. */
  id: string | null
  fits: boolean
  n: number
}

/** $1 the workspace, $2 and $4 the place, $3 how many to look at. */
interface Way {
  text: string
  atOnce: number
  first: Place
}

/** Of those who were looked at only who fits comes back, and the last, which tells how far it went. */
const looking = (candidates: string, order: string) => `
select number_hash, id, fits, n from (
  select c.*, row_number() over (order by ${order})::int as n, count(*) over () as looked from (${candidates}) c
) l where fits or n = looked order by n`

/** Newest first. */
const byReach = (reach: QualityKind): Way => ({
  text: looking(
    `select $4::bytea as number_hash, p.id, p.active and o.number_hash is null as fits
     from (
       select p.id, p.active, p.phone_source from persons p
       where p.workspace_id = $1 and p.reach = '${reach}' and p.id < $2 order by p.id desc limit $3::int
     ) p
     left join phones f on f.workspace_id = $1 and f.person_id = p.id and f.source = p.phone_source
     left join opt_outs o on o.workspace_id = $1 and o.number_hash = f.number_hash`,
    'id desc',
  ),
  atOnce: 2000,
  first: { numberHash: null, id: '~' },
})

const IN_ORDER = 'number_hash, id nulls first'
const FIRST_NUMBER: Place = { numberHash: Buffer.alloc(0), id: '' }

/** In the order of the numbers' hashes; a number that is nobody's is looked at too. */
const byNumber = (numbers: string, isIt: string): Way => ({
  text: looking(
    `select h.number_hash, f.id, coalesce(f.fits, false) as fits from (${numbers}) h
     left join lateral (
       select p.id, p.active and f.source = p.phone_source and (${isIt}) as fits
       from phones f join persons p on p.workspace_id = f.workspace_id and p.id = f.person_id
       where f.workspace_id = $1 and f.number_hash = h.number_hash and (f.number_hash, f.person_id) > ($4::bytea, $2)
     ) f on true
     order by ${IN_ORDER} limit $3::int`,
    IN_ORDER,
  ),
  atOnce: 2000,
  first: FIRST_NUMBER,
})

const STOPPED_NUMBERS = `
  select o.number_hash from opt_outs o where o.workspace_id = $1 and o.number_hash >= $4::bytea
  order by o.number_hash limit $3::int`

const LANDLINE_NUMBERS = `
  select * from (
    (select distinct f.number_hash from phones f
     where f.workspace_id = $1 and ${IS_NO_MOBILE} and f.number_hash >= $4::bytea
     order by f.number_hash limit $3::int)
    union
    (${calledLandline('distinct m.to_hash', 'and m.to_hash >= $4::bytea order by m.to_hash limit $3::int')})
  ) both_said(number_hash) order by number_hash limit $3::int`

const IS_LANDLINE = `${IS_NO_MOBILE} or exists (${calledLandline('', 'and m.to_hash = f.number_hash')})`

/** A number next to the same one is shared; at the ends of a batch the other may be outside, and is asked for. */
const SHARED: Way = {
  text: looking(
    `select number_hash, id, case when alike or number = 1 or number = $3::int then exists (
       select from persons p where p.workspace_id = $1 and p.id = b.id and p.phone_source = b.source and p.active
     ) and exists (
       select from phones f where f.workspace_id = $1 and f.number_hash = b.number_hash and f.person_id <> b.id
         and exists (
           select from persons p
           where p.workspace_id = $1 and p.id = f.person_id and p.phone_source = f.source and p.active)
     ) else false end as fits
     from (
       select f.number_hash, f.person_id as id, f.source, row_number() over near as number,
         lag(f.number_hash) over near = f.number_hash or lead(f.number_hash) over near = f.number_hash as alike
       from (
         select f.number_hash, f.person_id, f.source from phones f
         where f.workspace_id = $1 and f.number_hash is not null and (f.number_hash, f.person_id) > ($4::bytea, $2)
         order by f.number_hash, f.person_id limit $3::int
       ) f window near as (order by f.number_hash, f.person_id)
     ) b`,
    IN_ORDER,
  ),
  // Nearly none of these fit, and each costs little.
  atOnce: 10_000,
  first: FIRST_NUMBER,
}

const WAYS: Record<QualityKind, Way> = {
  no_phone: byReach('no_phone'),
  malformed: byReach('malformed'),
  unverified: byReach('unverified'),
  opted_out: byNumber(STOPPED_NUMBERS, 'true'),
  landline: byNumber(LANDLINE_NUMBERS, IS_LANDLINE),
  duplicate: SHARED,
}

export function cursorOf(context: Context, workspaceId: string, { numberHash, id }: Place): string {
  return numberHash ? `${handleOf(context.keys, workspaceId, numberHash)}~${id}` : id
}

/** @throws {Problem} 422. */
export function readCursor(context: Context, workspaceId: string, kind: QualityKind, cursor: string): Place {
  const [id, handle] = cursor.split('~').reverse()
  const numberHash = handle === undefined ? null : hashOfHandle(context.keys, workspaceId, handle)
  const isOfKind = (WAYS[kind].first.numberHash === null) === (numberHash === null)
  const isPlace = isId('per', id!) || (id === '' && numberHash !== null)
  if (!isOfKind || !isPlace || cursor.split('~').length > 2 || (handle !== undefined && !numberHash))
    throw invalid([NO_CURSOR])
  return { numberHash, id: id! }
}
