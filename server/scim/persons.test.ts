import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestServer } from '../../test/app.ts'
import { add, directoryOf, patchOf, startScim, user } from './testing.ts'

let server: TestServer
before(async () => {
  server = await startScim()
})
after(() => server.stop())

describe('a user', () => {
  test('has a name of their own, whatever its case, and an external id', async () => {
    const directory = await directoryOf(server)
    await add(directory, user('ada@acme.example', { externalId: 'x-1' }))
    const { id } = await add(directory, user('bo@acme.example'))
    const answers = [
      await directory.ask('POST', '/Users', user('ADA@acme.example')),
      await directory.ask('POST', '/Users', user('cy@acme.example', { externalId: 'x-1' })),
      await directory.ask('PUT', `/Users/${id}`, user('Ada@acme.example')),
      await directory.ask('PATCH', `/Users/${id}`, patchOf({ op: 'add', path: 'externalId', value: 'x-1' })),
    ]
    for (const { status, body } of answers)
      assert.deepEqual([status, body.status, body.scimType], [409, '409', 'uniqueness'], JSON.stringify(body))
    assert.equal((await directory.ask('GET', '/Users')).body.totalResults, 2)
  })

  test('that is deleted is gone for the directory and for everybody', async () => {
    const directory = await directoryOf(server)
    const { id } = await add(directory, user('gone@acme.example'))
    assert.deepEqual(await directory.ask('DELETE', `/Users/${id}`).then(({ status, body }) => [status, body]), [
      204,
      null,
    ])
    for (const method of ['GET', 'DELETE']) assert.equal((await directory.ask(method, `/Users/${id}`)).status, 404)
    assert.equal((await directory.workspace.call('GET', `/v1/people/${id}`)).status, 404)
    await add(directory, user('gone@acme.example'))
  })

  test('who was here by another way is found by external id or address, and is there once', async () => {
    const directory = await directoryOf(server)
    const { call } = directory.workspace
    const own = (body: object) => call<{ id: string }>('POST', '/v1/people', body).then((answer) => answer.body.id)
    const byId = await own({ external_id: 'u-1', last_name: 'Typed', fields: { badge: 12 }, phone: '+14155550142' })
    const byEmail = await own({ last_name: 'Typed', email: 'Ann-Marie@acme.example' })
    await own({ last_name: 'Family', email: 'home@acme.example' })
    await own({ last_name: 'Family', email: 'home@acme.example' })
    const emails = (value: string) => ({ emails: [{ value, type: 'work' }] })
    assert.equal((await add(directory, user('one', { externalId: 'u-1', title: 'Lead' }))).id, byId)
    assert.equal((await add(directory, user('two', emails('ann-marie@acme.example')))).id, byEmail)
    const third = await add(directory, user('three', emails('home@acme.example')))
    assert.equal((await directory.ask('GET', '/Users')).body.totalResults, 3)
    const people = await call<{ items: object[] }>('GET', '/v1/people')
    assert.equal(people.body.items.length, 5)
    const person = await directory.person(byId)
    assert.deepEqual([person.fields, person.phone.source], [{ badge: 12, title: 'Lead' }, 'api'])
    assert.equal((await directory.person(third.id)).email, 'home@acme.example')
  })

  test('keeps what others know of the person when the directory changes its own', async () => {
    const directory = await directoryOf(server)
    const { id } = await add(directory, user('kept', { title: 'Lead', userType: 'Temp' }))
    await directory.workspace.call('PATCH', `/v1/people/${id}`, {
      fields: { badge: 7, title: 'Lead', user_type: 'Temp' },
    })
    await directory.ask('PUT', `/Users/${id}`, user('kept', { title: 'Head' }))
    assert.deepEqual((await directory.person(id)).fields, { badge: 7, title: 'Head' })
  })

  test('sent again as they are is written once', async () => {
    const directory = await directoryOf(server)
    const { id, meta } = await add(
      directory,
      user('same', {
        name: { givenName: 'A', familyName: 'B' },
        phoneNumbers: [{ type: 'mobile', value: '+14155550143' }],
      }),
    )
    const { body } = await directory.ask(
      'PUT',
      `/Users/${id}`,
      user('same', {
        phoneNumbers: [{ value: '+14155550143', type: 'mobile' }],
        name: { familyName: 'B', givenName: 'A' },
      }),
    )
    assert.equal(body.meta.lastModified, meta.lastModified)
    const { items } = (await directory.workspace.call<{ items: { action: string }[] }>('GET', `/v1/audit?target=${id}`))
      .body
    assert.deepEqual(
      items.filter(({ action }) => action.startsWith('person.')).map(({ action }) => action),
      ['person.created'],
    )
  })

  test('leaves no number in clear in any row, and nothing but the fields in the record', async () => {
    const directory = await directoryOf(server)
    const { id } = await add(
      directory,
      user('sealed', {
        phoneNumbers: [
          { type: 'mobile', value: '+1 415 555 0144' },
          { type: 'home', value: '020 7946 0991' },
        ],
      }),
    )
    await directory.ask(
      'PATCH',
      `/Users/${id}`,
      patchOf({ op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+14155550145' }),
    )
    const rows = await server.context.db.tenant(directory.workspace.id, (tx) =>
      Promise.all(
        ['persons', 'phones', 'person_words', 'scim_users', 'scim_tokens', 'audit_entries'].map((table) =>
          tx.rows('', `select t::text from ${table} t`, []),
        ),
      ),
    )
    const text = JSON.stringify(rows)
    assert.ok(text.includes(id))
    assert.doesNotMatch(text, /4155550144|415 555 0144|4155550145|7946/)
    assert.ok(!text.includes(directory.token))
    const found = await directory.ask(
      'GET',
      `/Users?filter=${encodeURIComponent('phoneNumbers.value eq "+1 (415) 555-0145"')}`,
    )
    assert.deepEqual(
      found.body.Resources.map((one: { id: string }) => one.id),
      [id],
    )
  })
})

const NUMBERS: [what: string, phoneNumbers: unknown, reach: string, shown: string | null][] = [
  [
    'the mobile one before the primary',
    [
      { value: '+14155550101', primary: true, type: 'work' },
      { value: '+14155550102', type: 'Mobile' },
    ],
    'ok',
    '0102',
  ],
  [
    'the primary one where none is mobile',
    [
      { value: '+14155550101', type: 'home' },
      { value: 'tel:+1-415-555-0102', primary: 'True', type: 'work' },
    ],
    'ok',
    '0102',
  ],
  ['none where none is mobile or primary', [{ value: '+14155550101', type: 'work' }], 'no_phone', null],
  ['never a fax', [{ value: '+14155550101', type: 'fax', primary: true }], 'no_phone', null],
  [
    'the mobile one that is a number',
    [
      { value: 'none', type: 'mobile' },
      { value: '+14155550102', type: 'mobile' },
    ],
    'ok',
    '0102',
  ],
  ['what is no number, with its problem', [{ value: 'ask at the desk', type: 'mobile' }], 'malformed', null],
  ['what is no number and not even a text', [{ value: 4155550101, type: 'mobile' }, null, 7], 'malformed', null],
  ['nothing of an empty list', [{ value: '', type: 'mobile' }], 'no_phone', null],
]
for (const [i, [what, phoneNumbers, reach, shown]] of NUMBERS.entries()) {
  test(`of several numbers texts go to ${what}`, async () => {
    const directory = await directoryOf(server)
    const { id } = await add(directory, user(`phones-${i}`, { phoneNumbers }))
    const person = await directory.person(id)
    assert.equal(person.reach, reach)
    if (shown) assert.ok(person.phone.number.endsWith(shown), person.phone.number)
    if (reach === 'malformed') {
      assert.ok(person.phone.problem)
      const { body } = await directory.workspace.call('GET', '/v1/scim')
      assert.deepEqual([body.users, body.malformed], [1, 1])
    }
  })
}

test('numbers that are none are listed with the person and the reason, masked, a page at a time', async () => {
  const directory = await directoryOf(server)
  const { workspace } = directory
  const list = async (query = '') => (await workspace.call<Page>('GET', `/v1/scim/malformed${query}`)).body
  assert.deepEqual(await list(), { items: [], next: null })
  assert.equal((await workspace.call<{ changed_at: unknown }>('GET', '/v1/scim')).body.changed_at, null)
  const of = (value: string) => ({ phoneNumbers: [{ value, type: 'mobile' }] })
  const wrong = await Promise.all([1, 2, 3].map((n) => add(directory, user(`wrong-${n}`, of(`415-555-267${n}`)))))
  const good = await add(directory, user('good', of('+14155552671')))
  // Somebody else's number that is none: typed here, and not the directory's.
  await workspace.call('POST', '/v1/people', { first_name: 'Typed', phone: '12' })

  const { items, next } = await list()
  assert.deepEqual(
    items.map(({ person }) => person.id),
    wrong
      .map(({ id }) => id)
      .sort()
      .reverse(),
  )
  assert.equal(next, null)
  const [{ person, user_name, given, problem, at }] = items as [Page['items'][number]]
  assert.equal(user_name, person.name)
  assert.match(given, /^•+7\d$/)
  assert.match(problem, /^Local format/)
  const { body } = await workspace.call<{ users: number; malformed: number; changed_at: string }>('GET', '/v1/scim')
  assert.deepEqual([body.users, body.malformed], [4, 3])
  assert.ok(body.changed_at >= at, body.changed_at)

  const first = await list('?limit=2')
  assert.deepEqual([...first.items, ...(await list(`?limit=2&after=${first.next}`)).items], items)
  assert.equal((await workspace.call('GET', '/v1/scim/malformed?after=nobody')).status, 422)
  await directory.ask('PUT', `/Users/${wrong[0].id}`, user('wrong-1', of('+14155552672')))
  await directory.ask('DELETE', `/Users/${wrong[1].id}`)
  await directory.ask(
    'PATCH',
    `/Users/${good.id}`,
    patchOf({ op: 'replace', path: 'phoneNumbers', value: of('no').phoneNumbers }),
  )
  assert.deepEqual((await list()).items.map((one) => one.user_name).sort(), ['good', 'wrong-3'])
})

interface Page {
  items: { person: { id: string; name: string }; user_name: string; given: string; problem: string; at: string }[]
  next: string | null
}
