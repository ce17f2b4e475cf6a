import { isDeepStrictEqual } from 'node:util'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import { unlessTaken } from '../kit/taken.ts'
import { recordPersonChanged } from '../people/change-person.ts'
import { holdDirectory } from '../people/hold-directory.ts'
import { givePhones } from '../people/phones.ts'
import { giveManager, insertPerson, lockPeople, type StoredPerson, updatePerson } from '../people/save-person.ts'
import type { PersonOut } from '../people/schema.ts'
import { noSuch, ScimError } from './errors.ts'
import { claimAwaiting, findManager, findReports, findUnclaimed, holdNames, holdUser } from './find-person.ts'
import { displayKey, lower } from './list.ts'
import { fieldsOf, managerOf, mergeFields, numberOf, personOf } from './user-person.ts'
import type { UserResource } from './user-schema.ts'

/**
 * Adds a user. Somebody who is here by another way, with the same external id or as the only one with the address, is that
 * user from now on: else they would be here twice, and be texted twice.
 *
 * @throws {ScimError} 409 where the directory has them already.
 */
export async function addUser(context: Context, actor: Actor, user: UserResource): Promise<string> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    await holdDirectory(tx, workspaceId, 'together')
    await holdNames(tx, workspaceId, user)
    const stored = await lockUnclaimed(tx, workspaceId, user)
    const managerId = await findManager(tx, workspaceId, managerOf(user))
    const person = { ...personOf(user), manager_id: managerId }
    if (stored) await updatePerson(tx, stored, { ...person, fields: mergeFields(stored.fields as Fields, null, user) })
    const id = stored ? stored.id : await insertPerson(tx, workspaceId, { ...person, fields: fieldsOf(user) })
    const number = numberOf(user)
    if (number) await givePhones(context, tx, sealer, workspaceId, 'scim', [{ personId: id, number }])
    await unlessTaken(
      tx
        .insertInto('scim_users')
        .values({ workspace_id: workspaceId, person_id: id, ...rowOf(sealer, id, user, managerId) })
        .execute(),
      TAKEN,
    )
    await claimReports(tx, workspaceId, id, user)
    await recordChange(tx, actor, { action: stored ? 'person.claimed' : 'person.created', target: id })
    return id
  })
}

type Fields = PersonOut['fields']

async function lockUnclaimed(tx: Tx, workspaceId: string, user: UserResource): Promise<StoredPerson | undefined> {
  const id = await findUnclaimed(tx, workspaceId, user)
  const stored = await lockWithReports(tx, workspaceId, id, user)
  // Two users of one address: the first has claimed them meanwhile.
  return stored && (await findUnclaimed(tx, workspaceId, user)) === id ? stored : undefined
}

/** A person and those who wait for them as their manager, in the one order. */
async function lockWithReports(
  tx: Tx,
  workspaceId: string,
  id: string | null,
  user: UserResource,
): Promise<StoredPerson | undefined> {
  const reports = await findReports(tx, workspaceId, id, user)
  const locked = await lockPeople(tx, workspaceId, id === null ? reports : [id, ...reports])
  return locked.find((one) => one.id === id)
}

/**
 * Makes of a user what `change` makes of it. What is the same afterwards is not written: directories send whole users
 * again and again.
 *
 * @throws {ScimError} 404; 409 where another user has the name.
 */
export async function changeUser(
  context: Context,
  actor: Actor,
  id: string,
  change: (user: UserResource) => UserResource | Promise<UserResource>,
): Promise<void> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  await context.db.tenant(workspaceId, async (tx) => {
    await holdDirectory(tx, workspaceId, 'together')
    // Names are held before rows, and which names they are is known once the user was read.
    await holdUser(tx, workspaceId, id)
    const row = await tx
      .selectFrom('scim_users')
      .select('resource_sealed')
      .where('workspace_id', '=', workspaceId)
      .where('person_id', '=', id)
      .executeTakeFirst()
    if (!row) throw noSuch('User')
    const was = openUser(sealer, id, row.resource_sealed)
    const is = await change(was)
    if (isDeepStrictEqual(was, is)) return
    await holdNames(tx, workspaceId, is)
    const stored = (await lockWithReports(tx, workspaceId, id, is))!
    const managerId = await findManager(tx, workspaceId, managerOf(is))
    const fields = mergeFields(stored.fields as Fields, was, is)
    await updatePerson(tx, stored, { ...personOf(is), manager_id: managerId === id ? null : managerId, fields })
    if (numberOf(is) !== numberOf(was))
      await givePhones(context, tx, sealer, workspaceId, 'scim', [{ personId: id, number: numberOf(is) }])
    await unlessTaken(
      tx
        .updateTable('scim_users')
        .set({ ...rowOf(sealer, id, is, managerId), updated_at: new Date() })
        .where('workspace_id', '=', workspaceId)
        .where('person_id', '=', id)
        .execute(),
      TAKEN,
    )
    await claimReports(tx, workspaceId, id, is)
    await recordPersonChanged(tx, actor, id, changedBetween(was, is))
  })
}

export function openUser(sealer: Sealer, personId: string, sealed: Buffer): UserResource {
  return JSON.parse(sealer.open(purpose(personId), sealed))
}

const purpose = (personId: string) => `scim_users.resource|${personId}`
const LONGEST_NAME = 320

function rowOf(sealer: Sealer, personId: string, user: UserResource, managerId: string | null) {
  const userName = lower(user.userName.trim())
  if (userName === '' || userName.length > LONGEST_NAME)
    throw new ScimError(400, 'invalidValue', `A userName has between 1 and ${LONGEST_NAME} characters.`)
  const person = personOf(user)
  return {
    user_name: userName,
    external_id: person.external_id,
    display_name: user.displayName === undefined ? null : displayKey(user.displayName),
    email: person.email && lower(person.email),
    active: person.active,
    awaited_manager: managerId ? null : lower(managerOf(user) ?? '') || null,
    resource_sealed: sealer.seal(purpose(personId), JSON.stringify(user)),
  }
}

/** Whoever came before their manager has one now. */
async function claimReports(tx: Tx, workspaceId: string, id: string, user: UserResource): Promise<void> {
  const reports = await claimAwaiting(tx, workspaceId, id, user)
  if (reports.length > 0) await giveManager(tx, workspaceId, id, reports)
}

function changedBetween(was: UserResource, is: UserResource): string[] {
  const [before, after] = [personOf(was), personOf(is)]
  const columns = Object.keys(before) as (keyof typeof before)[]
  const changed: string[] = columns.filter((name) => before[name] !== after[name])
  if (numberOf(was) !== numberOf(is)) changed.push('phone')
  if (managerOf(was) !== managerOf(is)) changed.push('manager')
  if (!isDeepStrictEqual(fieldsOf(was), fieldsOf(is))) changed.push('fields')
  return changed
}

const TAKEN = { scim_users_name: nameTaken, scim_users_pkey: nameTaken }

function nameTaken(): ScimError {
  return new ScimError(409, 'uniqueness', 'Another user has this userName.')
}
