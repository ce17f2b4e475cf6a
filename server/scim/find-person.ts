import type { Tx } from '../kit/db.ts'
import { lower } from './list.ts'
import { managerOf, personOf } from './user-person.ts'
import type { UserResource } from './user-schema.ts'

/** Somebody whom no directory keeps yet and who can be nobody else. */
export async function findUnclaimed(tx: Tx, workspaceId: string, user: UserResource): Promise<string | null> {
  const { external_id, email } = personOf(user)
  if (external_id !== null) {
    const [same] = await tx.rows<{ id: string }>('scim_by_external_id', BY_EXTERNAL_ID, [workspaceId, external_id])
    if (same) return same.id
  }
  if (email === null) return null
  const found = await tx.rows<{ id: string }>('scim_by_email', BY_EMAIL, [workspaceId, lower(email)])
  return found.length === 1 ? found[0]!.id : null
}

const UNCLAIMED = `not exists (
  select from scim_users u where u.workspace_id = p.workspace_id and u.person_id = p.id)`

const BY_EXTERNAL_ID = `select p.id from persons p where p.workspace_id = $1 and p.external_id = $2 and ${UNCLAIMED}`

const BY_EMAIL = `
select p.id from persons p
where p.workspace_id = $1 and p.email_key = $2 and p.external_id is null and ${UNCLAIMED} limit 2`

/** Makes changes of one user wait for each other. */
export async function holdUser(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const text = `select pg_advisory_xact_lock(hashtextextended('scim_user ' || $1 || ' ' || $2, 0))`
  await tx.rows('scim_hold_user', text, [workspaceId, id])
}

/**
 * A manager and somebody of theirs may come at the same moment, and neither see the other: so whoever has a name holds it
 * until the transaction ends, and whoever calls a manager by it waits for that. All at once and in one order, so that no
 * two wait for each other.
 */
export async function holdNames(tx: Tx, workspaceId: string, user: UserResource): Promise<void> {
  await tx.rows('scim_hold_names', HOLD, [workspaceId, namesOf(user), lower(managerOf(user) ?? '')])
}

const HOLD = `
select case when own then pg_advisory_xact_lock(key) else pg_advisory_xact_lock_shared(key) end from (
  select hashtextextended('scim_name ' || $1 || ' ' || name, 0) as key, bool_or(own) as own from (
    select name, true as own from unnest($2::text[]) as t(name) union all select $3, false where $3 <> '') names
  group by 1 order by 1) keys`

/** What others may call them by. */
function namesOf({ userName, externalId }: UserResource): string[] {
  return [userName.trim(), ...(externalId === undefined ? [] : [externalId])].map(lower)
}

/** Entra names a manager by our id, Okta by whatever its administrator mapped. Null while nobody is known by it. */
export async function findManager(tx: Tx, workspaceId: string, called: string | null): Promise<string | null> {
  if (called === null) return null
  const [found] = await tx.rows<{ id: string }>('scim_manager', MANAGER, [workspaceId, called, lower(called)])
  return found?.id ?? null
}

const MANAGER = `
select person_id as id from scim_users
where workspace_id = $1 and (person_id = $2 or external_id = $2 or user_name = $3)
order by person_id = $2 desc, external_id is not distinct from $2 desc, person_id limit 1`

/** Those whose manager was not here yet. */
export async function findReports(
  tx: Tx,
  workspaceId: string,
  id: string | null,
  user: UserResource,
): Promise<string[]> {
  const text = `select person_id as id from scim_users ${AWAITING}`
  return idsOf(await tx.rows('scim_reports', text, awaiting(workspaceId, id, user)))
}

/** The same, who wait no more. */
export async function claimAwaiting(tx: Tx, workspaceId: string, id: string, user: UserResource): Promise<string[]> {
  const text = `update scim_users set awaited_manager = null ${AWAITING} returning person_id as id`
  return idsOf(await tx.rows('scim_claim_reports', text, awaiting(workspaceId, id, user)))
}

const AWAITING = 'where workspace_id = $1 and awaited_manager = any($2::text[]) and person_id is distinct from $3'

function awaiting(workspaceId: string, id: string | null, user: UserResource): unknown[] {
  return [workspaceId, id === null ? namesOf(user) : [id, ...namesOf(user)], id]
}

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)
