import { maskPhone, type ReadPhone, readPhone } from '../../shared/phone.ts'
import { bytesArray, textArray } from '../kit/arrays.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import { keepFormer } from './former-numbers.ts'
import type { PhoneSource } from './schema.ts'

/** What one source says about the numbers of people; null takes away what it had said. */
export interface GivenPhone {
  personId: string
  /** As it was written. What is no number is kept too, with what is wrong with it. */
  number: string | null
}

export function sealPurpose(personId: string, source: string): string {
  return `phones.number|${personId}|${source}`
}

interface SealedPhone {
  person_id: string
  source: string
  number_sealed: Buffer
}

export function openNumber({ person_id, source, number_sealed }: SealedPhone, sealer: Sealer): string {
  return sealer.open(sealPurpose(person_id, source), number_sealed)
}

/**
 * Writes what one source gives, for many people in three statements. The same number again changes nothing, so one that
 * was confirmed stays so; another has to be confirmed anew.
 */
export async function givePhones(
  context: Context,
  tx: Tx,
  sealer: Sealer,
  workspaceId: string,
  source: PhoneSource,
  given: GivenPhone[],
): Promise<void> {
  const read = given.flatMap(({ personId, number }) =>
    number === null ? [] : [{ personId, number, phone: readPhone(number) }],
  )
  const without = given.filter(({ number }) => number === null).map(({ personId }) => personId)
  await keepFormer(
    tx,
    workspaceId,
    source,
    without.map((personId) => ({ personId, numberHash: null })),
  )
  await tx.rows(
    'phones_take',
    'delete from phones where workspace_id = $1 and source = $2 and person_id = any($3::text[])',
    [workspaceId, source, without],
  )
  const everybody = given.map(({ personId }) => personId)
  await giveReadPhones(context, tx, sealer, workspaceId, source, read, everybody)
}

/** The same for numbers that were read before; `settled` are those who may have had another, and are judged anew. */
export async function giveReadPhones(
  context: Context,
  tx: Tx,
  sealer: Sealer,
  workspaceId: string,
  source: PhoneSource,
  read: { personId: string; number: string; phone: ReadPhone }[],
  settled: string[],
): Promise<void> {
  const column = <T>(pick: (one: (typeof read)[number]) => T): T[] => read.map(pick)
  const hashOf = (phone: ReadPhone) => (phone.ok ? context.keys.hashNumber(phone.e164) : null)
  const known = new Set(settled)
  const replaced = read.filter(({ personId }) => known.has(personId))
  await keepFormer(
    tx,
    workspaceId,
    source,
    replaced.map(({ personId, phone }) => ({ personId, numberHash: hashOf(phone) })),
  )
  await tx.rows('phones_give', GIVE, [
    workspaceId,
    source,
    textArray(column(({ personId }) => personId)),
    bytesArray(column(({ phone }) => hashOf(phone))),
    bytesArray(
      column(({ personId, number, phone }) =>
        sealer.seal(sealPurpose(personId, source), phone.ok ? phone.e164 : number.slice(0, 200)),
      ),
    ),
    textArray(column(({ phone }) => (phone.ok ? phone.country : null))),
    textArray(column(({ phone }) => (phone.ok ? phone.kind : null))),
    textArray(column(({ phone }) => problemOf(phone))),
  ])
  if (settled.length > 0) await settleReach(tx, workspaceId, settled)
}

/** What was probably meant is a whole number, which is kept nowhere in clear. */
function problemOf(phone: ReadPhone): string | null {
  if (phone.ok) return null
  return phone.suggestion ? phone.text.replace(phone.suggestion, maskPhone(phone.suggestion)) : phone.text
}

const GIVE = `
insert into phones as known (workspace_id, source, person_id, number_hash, number_sealed, country, kind, problem)
select $1, $2, g.* from unnest($3::text[], $4::bytea[], $5::bytea[], $6::text[], $7::text[], $8::text[]) as g
on conflict (workspace_id, person_id, source) do update set
  number_hash = excluded.number_hash, number_sealed = excluded.number_sealed, country = excluded.country,
  kind = excluded.kind, problem = excluded.problem, verified_at = null, given_at = now()
where known.number_hash is distinct from excluded.number_hash or excluded.number_hash is null`

/** What keeps people as a whole and answers for their numbers. */
export const DIRECTORY: readonly PhoneSource[] = ['scim', 'import', 'api']
export const IS_OF_DIRECTORY = `f.source in (${DIRECTORY.map((source) => `'${source}'`).join(', ')})`

/** A directory's number counts as confirmed by it; any other once its owner sent the code back. */
export const IS_GOOD = `(f.problem is null and (${IS_OF_DIRECTORY} or f.verified_at is not null))`

/**
 * Of whose number texts go to: a good one before any other, the directory's before one's own (SCIM, then what was imported
 * or sent last), and one that an administrator typed at the end.
 */
export const BEST_FIRST = `${IS_GOOD} desc, case f.source when 'scim' then 0 when 'self' then 2 when 'admin' then 3 else 1 end,
  f.given_at desc, f.source`

/** To be called in the transaction that changed phones of these people. */
export async function settleReach(tx: Tx, workspaceId: string, personIds: string[]): Promise<void> {
  await tx.rows('persons_reach', REACH, [workspaceId, personIds])
}

const REACH = `
update persons p set phone_source = best.source, reach = coalesce(best.reach, 'no_phone')
from unnest($2::text[]) as i(id)
left join lateral (
  select f.source, case when f.problem is not null then 'malformed' when ${IS_GOOD} then 'ok' else 'unverified' end as reach
  from phones f where f.workspace_id = $1 and f.person_id = i.id order by ${BEST_FIRST} limit 1
) best on true
where p.workspace_id = $1 and p.id = i.id
  and (p.phone_source, p.reach) is distinct from (best.source, coalesce(best.reach, 'no_phone'))`
