import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { unlessTaken } from '../kit/taken.ts'
import type { PersonInput, PersonPatch } from './schema.ts'
import { inOne, wordsOf } from './words.ts'
import { writeWords } from './write-words.ts'

export type StoredPerson = Awaited<ReturnType<typeof lockPerson>> & object

/** The person's row, kept from other writers until the transaction ends. Undefined where there is none. */
export async function lockPerson(tx: Tx, workspaceId: string, id: string) {
  return (await lockPeople(tx, workspaceId, [id]))[0]
}

/** The same for several, in the order in which everybody takes them. */
export function lockPeople(tx: Tx, workspaceId: string, ids: string[]) {
  return tx
    .selectFrom('persons')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids.length > 0 ? ids : [''])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** @throws {Problem} 409 where another person has the external id; 422 for a manager or a group that is not there. */
export async function insertPerson(tx: Tx, workspaceId: string, input: PersonInput): Promise<string> {
  const id = newId('per')
  const { groups, phone: _, consent: __, fields, ...rest } = input
  const { first_name = '', last_name = '', email = null, external_id = null } = input
  const row = { ...rest, first_name, last_name, email, external_id }
  const words = inOne(wordsOf(row))
  await refuseMissingManager(tx, workspaceId, id, input.manager_id)
  await unlessTaken(
    tx
      .insertInto('persons')
      .values({ workspace_id: workspaceId, id, ...row, words, fields: JSON.stringify(fields ?? {}) })
      .execute(),
    TAKEN,
  )
  await writeWords(tx, workspaceId, [{ id, was: '', is: words }])
  if (groups) await writeGroups(tx, workspaceId, id, groups)
  return id
}

/** @throws {Problem} as {@link insertPerson} does; 422 where nothing would be left to know the person by. */
export async function updatePerson(tx: Tx, was: StoredPerson, patch: PersonPatch): Promise<void> {
  const { workspace_id, id } = was
  const { groups, phone: _, consent: __, fields, ...rest } = patch
  const is = {
    first_name: patch.first_name ?? was.first_name,
    last_name: patch.last_name ?? was.last_name,
    email: patch.email === undefined ? was.email : patch.email,
    external_id: patch.external_id === undefined ? was.external_id : patch.external_id,
  }
  if (!(is.first_name || is.last_name || is.email || is.external_id))
    throw invalid([{ pointer: '/last_name', detail: 'A name, an email address or an external id is needed.' }])
  await refuseMissingManager(tx, workspace_id, id, patch.manager_id)
  const words = inOne(wordsOf(is))
  await unlessTaken(
    tx
      .updateTable('persons')
      .set({ ...rest, words, ...(fields && { fields: JSON.stringify(fields) }), updated_at: new Date() })
      .where('workspace_id', '=', workspace_id)
      .where('id', '=', id)
      .execute(),
    TAKEN,
  )
  await writeWords(tx, workspace_id, [{ id, was: was.words, is: words }])
  if (groups) await writeGroups(tx, workspace_id, id, groups)
}

/** Makes one person the manager of others, themselves left out. */
export async function giveManager(tx: Tx, workspaceId: string, managerId: string, personIds: string[]): Promise<void> {
  await tx.rows(
    'person_manager',
    'update persons set manager_id = $2 where workspace_id = $1 and id = any($3::text[]) and id <> $2',
    [workspaceId, managerId, personIds],
  )
}

async function writeGroups(tx: Tx, workspaceId: string, personId: string, groups: string[]): Promise<void> {
  const wanted = [...new Set(groups)]
  const found = await tx
    .selectFrom('groups')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', wanted.length > 0 ? wanted : [''])
    .execute()
  const known = new Set(found.map((group) => group.id))
  const missing = groups.findIndex((id) => !known.has(id))
  if (missing >= 0) throw invalid([{ pointer: `/groups/${missing}`, detail: 'There is no such group.' }])
  const values = [workspaceId, personId, wanted]
  await tx.rows(
    'person_groups_leave',
    'delete from group_people where workspace_id = $1 and person_id = $2 and group_id <> all($3::text[])',
    values,
  )
  await tx.rows(
    'person_groups_join',
    'insert into group_people (workspace_id, person_id, group_id) select $1, $2, unnest($3::text[]) on conflict do nothing',
    values,
  )
}

async function refuseMissingManager(tx: Tx, workspaceId: string, id: string, managerId: string | null | undefined) {
  if (managerId === undefined || managerId === null) return
  if (managerId === id) throw invalid([{ pointer: '/manager_id', detail: 'Nobody is their own manager.' }])
  const found = await tx
    .selectFrom('persons')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', managerId)
    .executeTakeFirst()
  if (!found) throw invalid([{ pointer: '/manager_id', detail: 'There is no such person.' }])
}

const TAKEN = {
  persons_external: () =>
    new Problem(409, 'external_id_taken', 'Another person of this workspace has this external id.', {
      errors: [{ pointer: '/external_id', detail: 'Another person has it.' }],
    }),
}
