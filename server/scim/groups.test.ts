import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestServer } from '../../test/app.ts'
import { type Directory, directoryOf, patchOf, startScim } from './testing.ts'

let server: TestServer
before(async () => {
  server = await startScim()
})
after(() => server.stop())

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group'

async function crew() {
  const directory = await directoryOf(server)
  const ids: string[] = []
  for (const userName of ['u1', 'u2', 'u3']) ids.push((await directory.ask('POST', '/Users', { userName })).body.id)
  const made = await directory.ask('POST', '/Groups', {
    schemas: [SCHEMA],
    displayName: 'Night shift',
    externalId: 'g-1',
    members: [],
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const members = async () =>
    (await directory.ask('GET', `/Groups/${made.body.id}`)).body.members.map(
      (one: { value: string }) => ids.indexOf(one.value) + 1,
    )
  const patch = async (...operations: object[]) => {
    const { status, body } = await directory.ask('PATCH', `/Groups/${made.body.id}`, patchOf(...operations))
    assert.deepEqual([status, body], [204, null])
    return members()
  }
  return { directory, ids, id: made.body.id as string, members, patch }
}

const value = (id: string | undefined) => ({ value: id })

test('members join and leave in each way that directories have for it', async () => {
  const { ids, patch } = await crew()
  assert.deepEqual(await patch({ op: 'Add', path: 'members', value: [value(ids[0]), value(ids[1])] }), [1, 2])
  assert.deepEqual(await patch({ op: 'Add', path: 'members', value: [value(ids[0])] }), [1, 2])
  assert.deepEqual(await patch({ op: 'Remove', path: 'members', value: [value(ids[0])] }), [2])
  assert.deepEqual(await patch({ op: 'Remove', path: `members[value eq "${ids[1]}"]` }), [])
  assert.deepEqual(await patch({ op: 'add', value: { members: [value(ids[2])] } }), [3])
  assert.deepEqual(await patch({ op: 'replace', path: 'members', value: [value(ids[0]), value(ids[1])] }), [1, 2])
  assert.deepEqual(await patch({ op: 'remove', path: `members[value eq "${ids[0]}" or value eq "${ids[1]}"]` }), [])
  assert.deepEqual(
    await patch({ op: 'add', path: `${SCHEMA}:members`, value: { value: ids[0], $ref: 'x', display: 'u1' } }),
    [1],
  )
  assert.deepEqual(await patch({ op: 'remove', path: 'members' }), [])
  assert.deepEqual(await patch({ op: 'remove', path: 'members', value: [value(ids[0])] }), [])
})

test('a group gets another name by Okta’s PATCH and another external id by Entra’s', async () => {
  const { directory, id, patch } = await crew()
  await patch({ op: 'replace', value: { id, displayName: 'Day shift' } })
  await patch({ op: 'Replace', path: 'externalId', value: 'g-2' })
  const { body } = await directory.ask('GET', `/Groups/${id}`)
  assert.deepEqual([body.displayName, body.externalId], ['Day shift', 'g-2'])
  const { items } = (await directory.workspace.call<{ items: { name: string }[] }>('GET', '/v1/groups')).body
  assert.deepEqual(
    items.map(({ name }) => name),
    ['Day shift'],
  )
})

test('PUT leaves those members who are named, and anybody who is in by another way', async () => {
  const { directory, ids, id, members } = await crew()
  const own = (await directory.workspace.call<{ id: string }>('POST', '/v1/people', { last_name: 'Own', groups: [id] }))
    .body.id
  await directory.ask('PUT', `/Groups/${id}`, { displayName: 'Night shift', members: [value(ids[0]), value(ids[1])] })
  assert.deepEqual(await members(), [1, 2])
  await directory.ask('PUT', `/Groups/${id}`, {
    displayName: 'Night shift',
    members: [value(ids[1]), value(own), value('per_none')],
  })
  assert.deepEqual(await members(), [2])
  assert.deepEqual(
    (await directory.person(own)).groups.map((group: { id: string }) => group.id),
    [id],
  )
  assert.deepEqual((await directory.ask('GET', `/Users/${ids[1]}`)).body.groups[0].value, id)
})

test('groups are found by name and member, without their members where nobody asks for them', async () => {
  const { directory, ids, id, patch } = await crew()
  await patch({ op: 'add', path: 'members', value: [value(ids[0])] })
  const find = async (filter: string, more = '') =>
    (await directory.ask('GET', `/Groups?filter=${encodeURIComponent(filter)}${more}`)).body
  assert.deepEqual((await find('displayName eq "NIGHT shift"')).Resources[0].members.length, 1)
  const [bare] = (await find('displayName eq "Night Shift"', '&excludedAttributes=members')).Resources
  assert.deepEqual([bare.id, 'members' in bare], [id, false])
  assert.equal((await find('displayName co "shift"')).totalResults, 1)
  assert.equal((await find(`id eq "${id}" and members eq "${ids[0]}"`)).totalResults, 1)
  assert.equal((await find(`id eq "${id}" and members[value eq "${ids[1]}"]`)).totalResults, 0)
  assert.equal((await find('displayName eq "other"')).totalResults, 0)
})

test('a second group of the name is refused, and a deleted one is gone while its people stay', async () => {
  const { directory, ids, id, patch } = await crew()
  await patch({ op: 'add', path: 'members', value: ids.map(value) })
  const again = await directory.ask('POST', '/Groups', { displayName: 'night SHIFT' })
  assert.deepEqual([again.status, again.body.scimType], [409, 'uniqueness'])
  assert.equal((await directory.ask('DELETE', `/Groups/${id}`)).status, 204)
  for (const method of ['GET', 'DELETE']) assert.equal((await directory.ask(method, `/Groups/${id}`)).status, 404)
  assert.equal(
    (await directory.ask('PATCH', `/Groups/${id}`, patchOf({ op: 'add', path: 'members', value: [] }))).status,
    404,
  )
  assert.equal((await directory.ask('GET', '/Users')).body.totalResults, 3)
})

test('five thousand members come and go in one request each', async () => {
  const { directory, id } = await crew()
  const ids = await manyUsers(directory, 5000)
  const add = await directory.ask(
    'PATCH',
    `/Groups/${id}`,
    patchOf({ op: 'Add', path: 'members', value: ids.map(value) }),
  )
  assert.equal(add.status, 204)
  assert.equal((await directory.ask('GET', `/Groups/${id}`)).body.members.length, 5000)
  const remove = patchOf({ op: 'Remove', path: 'members', value: ids.slice(1).map(value) })
  assert.equal((await directory.ask('PATCH', `/Groups/${id}`, remove)).status, 204)
  assert.equal((await directory.ask('GET', `/Groups/${id}`)).body.members.length, 1)
  const tooMany = patchOf({ op: 'Add', path: 'members', value: Array(50_001).fill(value(ids[0])) })
  const { status, body } = await directory.ask('PATCH', `/Groups/${id}`, tooMany)
  assert.deepEqual([status, body.status], [413, '413'])
})

/** By rows: what a sync of them takes is measured elsewhere. */
async function manyUsers({ workspace }: Directory, count: number): Promise<string[]> {
  return server.context.db.tenant(workspace.id, async (tx) => {
    const ids = Array.from({ length: count }, (_, i) => `per_many${i}`)
    await tx.rows('', `insert into persons (workspace_id, id, last_name) select $1, unnest($2::text[]), 'Many'`, [
      workspace.id,
      ids,
    ])
    await tx.rows(
      '',
      `insert into scim_users (workspace_id, person_id, user_name, active, resource_sealed) select $1, id, id, true, '' from unnest($2::text[]) as t(id)`,
      [workspace.id, ids],
    )
    return ids
  })
}
