import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openSlice, type Slice } from '../../test/slice.ts'
import { handleOf } from '../consent/handle.ts'
import { peopleRoutes } from './routes.ts'
import { peopleIn } from './testing.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(peopleRoutes)
})
after(() => slice.close())

const workspaceFor = () => peopleIn(slice)

describe('a person', () => {
  test('is kept with what the directory knows, the number masked', async () => {
    const { call, add } = await workspaceFor()
    const lead = await add({ first_name: 'Ines', last_name: 'Okafor' })
    const group = (await call('POST', '/v1/groups', { name: 'On call' })).body
    const { id } = await add({
      external_id: 'u-17',
      first_name: 'José',
      last_name: 'Núñez',
      email: 'jose@acme.example',
      phone: '+1 415 555 0142',
      language: 'es',
      time_zone: 'America/New_York',
      manager_id: lead.id,
      groups: [group.id],
      fields: { site: 'Lagos', badge: 12, driver: true },
    })
    const { created_at: _, updated_at: __, recipient, ...person } = (await call('GET', `/v1/people/${id}`)).body
    assert.equal((await call('GET', `/v1/people?recipient=${recipient}`)).body.items[0].id, id)
    const phone = {
      number: '+1 ••• ••• 0142',
      source: 'api',
      verified: true,
      country: 'US',
      kind: 'fixed_line_or_mobile',
      problem: null,
      used: true,
    }
    assert.deepEqual(person, {
      id,
      external_id: 'u-17',
      first_name: 'José',
      last_name: 'Núñez',
      email: 'jose@acme.example',
      active: true,
      phone,
      reach: 'ok',
      language: 'es',
      time_zone: 'America/New_York',
      manager: { id: lead.id, name: 'Ines Okafor' },
      groups: [{ id: group.id, name: 'On call' }],
      fields: { site: 'Lagos', badge: 12, driver: true },
      phones: [phone],
      shared_with: [],
      opt_ins: [],
      opt_out: null,
    })
  })

  test('is changed in what is named, and the record tells which fields and never what they hold', async () => {
    const { id: workspaceId, call, add } = await workspaceFor()
    const { id } = await add({ first_name: 'Ada', email: 'ada@acme.example', fields: { site: 'Oslo' } })
    const { status, body } = await call('PATCH', `/v1/people/${id}`, { last_name: 'Lund', phone: '+4790012345' })
    assert.deepEqual([status, body.first_name, body.last_name, body.fields.site], [200, 'Ada', 'Lund', 'Oslo'])
    await call('PATCH', `/v1/people/${id}`, { last_name: 'Lund' })
    const entries = await slice.db.tenant(workspaceId, (tx) =>
      tx.selectFrom('audit_entries').select(['action', 'changes']).where('target', '=', id).orderBy('id').execute(),
    )
    assert.deepEqual(entries, [
      { action: 'person.created', changes: {} },
      { action: 'person.changed', changes: { changed: { from: null, to: ['last name', 'phone'] } } },
    ])
  })

  test('leaves no number in clear in any row', async () => {
    const { id: workspaceId, admin, add, call } = await workspaceFor()
    const { id } = await add({ last_name: 'Sealed', phone: '+14155550177' })
    await call('PATCH', `/v1/people/${id}`, { phone: '+14155550178' }, admin)
    const rows = await slice.db.tenant(workspaceId, async (tx) =>
      Promise.all(
        ['persons', 'phones', 'person_words', 'audit_entries'].map((table) =>
          tx.rows('', `select t::text from ${table} t`, []),
        ),
      ),
    )
    const text = JSON.stringify(rows)
    assert.ok(text.includes(id))
    assert.ok(!/4155550177|4155550178/.test(text))
  })

  test('is shown with the whole numbers to whoever may see them, and that is recorded', async () => {
    const { id: workspaceId, admin, add, call } = await workspaceFor()
    const { id } = await add({ last_name: 'Shown', phone: '+14155550179' })
    const { body } = await call('POST', `/v1/people/${id}/reveal`, {}, admin)
    assert.deepEqual(body, { phones: [{ source: 'api', number: '+14155550179' }] })
    const without = { ...admin, permissions: new Set(['people.read', 'people.write']) }
    assert.equal((await call('POST', `/v1/people/${id}/reveal`, {}, without)).status, 403)
    const recorded = await slice.db.tenant(workspaceId, (tx) =>
      tx.selectFrom('audit_entries').select('target').where('action', '=', 'number.revealed').execute(),
    )
    assert.deepEqual(recorded, [{ target: id }])
  })

  test('is added once by a key that is repeated, and is in no kept answer once erased', async () => {
    const { id: workspaceId, admin, call } = await workspaceFor()
    const post = () =>
      slice.call(
        admin,
        'POST',
        '/v1/people',
        { last_name: 'Repeated', email: 'r@acme.example' },
        { 'idempotency-key': 'k1' },
      )
    const [first, second] = [await post(), await post()]
    assert.deepEqual([first.status, second.status, second.body.id], [201, 201, first.body.id])
    await call('DELETE', `/v1/people/${first.body.id}`)
    const kept = await slice.db.tenant(workspaceId, (tx) =>
      tx.rows('', 'select response::text from idempotency_keys', []),
    )
    assert.equal(kept.length, 1)
    assert.ok(!/Repeated|r@acme/.test(JSON.stringify(kept)))
  })

  test('that is erased is in no row any more but in the registry of opt-outs', async () => {
    const { id: workspaceId, call, add, stop } = await workspaceFor()
    const report = await add({ last_name: 'Report' })
    const { id } = await add({ last_name: 'Gone', phone: '+14155550180' })
    await call('PATCH', `/v1/people/${report.id}`, { manager_id: id })
    await stop('+14155550180')
    assert.equal((await call('DELETE', `/v1/people/${id}`)).status, 204)
    assert.equal((await call('DELETE', `/v1/people/${id}`)).status, 404)
    assert.equal((await call('GET', `/v1/people/${report.id}`)).body.manager, null)
    const left = await slice.db.tenant(workspaceId, (tx) =>
      tx.rows<{ n: number }>(
        '',
        `select (select count(*) from phones) + (select count(*) from person_words where person_id = $1) as n`,
        [id],
      ),
    )
    assert.equal(Number(left[0]!.n), 0)
    const { reach } = await add({ last_name: 'Back', phone: '+14155550180' })
    assert.equal(reach, 'opted_out')
  })
})

const REFUSED: [what: string, input: object, pointer: string][] = [
  ['nothing to know somebody by', { language: 'de' }, '/last_name'],
  ['a number without a country', { last_name: 'A', phone: '0171 1234567' }, '/phone'],
  ['an address that is none', { last_name: 'A', email: 'nobody' }, '/email'],
  ['a time zone that is none', { last_name: 'A', time_zone: 'Mars/Olympus' }, '/time_zone'],
  ['a language that is none', { last_name: 'A', language: 'Klingon!' }, '/language'],
  ['a manager who is not there', { last_name: 'A', manager_id: 'per_none' }, '/manager_id'],
  ['a group that is not there', { last_name: 'A', groups: ['grp_none'] }, '/groups/0'],
  ['a character that cannot be stored', { last_name: 'A\u0000' }, '/last_name'],
  ['a field of an odd name', { last_name: 'A', fields: { 'no spaces': 1 } }, '/fields/no spaces'],
]
for (const [what, input, pointer] of REFUSED) {
  test(`a person with ${what} is refused at the field`, async () => {
    const { call } = await workspaceFor()
    const { status, body } = await call('POST', '/v1/people', input)
    assert.deepEqual([status, body.errors?.[0]?.pointer], [422, pointer], JSON.stringify(body))
  })
}

test('two people have one external id: the second is refused, new or changed', async () => {
  const { call, add } = await workspaceFor()
  await add({ external_id: 'u-1', last_name: 'First' })
  const { id } = await add({ external_id: 'u-2', last_name: 'Second' })
  assert.equal(
    (await call('POST', '/v1/people', { external_id: 'u-1', last_name: 'Third' })).body.code,
    'external_id_taken',
  )
  assert.equal((await call('PATCH', `/v1/people/${id}`, { external_id: 'u-1' })).body.code, 'external_id_taken')
})

describe('the number that texts go to', () => {
  test('waits to be confirmed when an administrator typed it, and is good when the directory sent it', async () => {
    const { admin, call, add } = await workspaceFor()
    const { id, reach, phone } = await add({ last_name: 'Typed', phone: '+14155550101' }, admin)
    assert.deepEqual([reach, phone.source, phone.verified, phone.used], ['unverified', 'admin', false, false])
    const { body } = await call('PATCH', `/v1/people/${id}`, { phone: '+14155550102' })
    assert.deepEqual(
      [body.reach, body.phones.map((one: { source: string; used: boolean }) => [one.source, one.used])],
      [
        'ok',
        [
          ['api', true],
          ['admin', false],
        ],
      ],
    )
    const gone = (await call('PATCH', `/v1/people/${id}`, { phone: null })).body
    assert.deepEqual([gone.reach, gone.phone.source], ['unverified', 'admin'])
  })

  test('is told to be stopped by STOP, and whom else that silences', async () => {
    const { id: workspaceId, call, add, stop } = await workspaceFor()
    const other = await add({ first_name: 'Bo', last_name: 'Desk', phone: '+14155550103' })
    const { id } = await add({ first_name: 'Cy', last_name: 'Desk', phone: '+14155550103' })
    await stop('+14155550103')
    const { body } = await call('GET', `/v1/people/${id}`)
    assert.equal(body.reach, 'opted_out')
    assert.deepEqual(body.shared_with, [{ id: other.id, name: 'Bo Desk' }])
    const handle = handleOf(slice.context.keys, workspaceId, slice.context.keys.hashNumber('+14155550103'))
    assert.deepEqual([body.opt_out.handle, body.opt_out.source], [handle, 'keyword'])
  })
})

test('a group has a name of its own, says how many are in it, and leaves its people when it goes', async () => {
  const { call, add } = await workspaceFor()
  const { id } = (await call('POST', '/v1/groups', { name: 'Night', external_id: 'g1' })).body
  const person = await add({ last_name: 'In', groups: [id] })
  assert.equal((await call('POST', '/v1/groups', { name: 'NIGHT' })).body.errors[0].pointer, '/name')
  assert.equal(
    (await call('POST', '/v1/groups', { name: 'Day', external_id: 'g1' })).body.errors[0].pointer,
    '/external_id',
  )
  const { items } = (await call('GET', '/v1/groups')).body
  assert.deepEqual(
    items.map((one: { people: unknown }) => one.people),
    [{ count: 1, more: false }],
  )
  assert.equal((await call('PATCH', `/v1/groups/${id}`, { name: 'Late' })).body.name, 'Late')
  assert.equal((await call('DELETE', `/v1/groups/${id}`)).status, 204)
  assert.equal((await call('PATCH', `/v1/groups/${id}`, { name: 'Late' })).status, 404)
  assert.deepEqual((await call('GET', `/v1/people/${person.id}`)).body.groups, [])
})
