import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestServer } from '../../test/app.ts'
import { type Directory, directoryOf, patchOf, startScim } from './testing.ts'
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from './user-schema.ts'

let server: TestServer
before(async () => {
  server = await startScim()
})
after(() => server.stop())

/** As Okta sends somebody who is assigned to the application. */
const oktaUser = (userName: string, more: object = {}) => ({
  schemas: [USER_SCHEMA],
  userName,
  name: { givenName: 'Ines', familyName: 'Okafor' },
  emails: [{ primary: true, value: userName, type: 'work' }],
  displayName: 'Ines Okafor',
  locale: 'de_CH',
  externalId: `00u${userName}`,
  groups: [],
  password: 'never kept 1T',
  active: true,
  ...more,
})

/** As Entra sends somebody, with its usual mapping of attributes. */
const entraUser = (userName: string, more: object = {}) => ({
  schemas: [USER_SCHEMA, ENTERPRISE_SCHEMA],
  externalId: `9f1e-${userName}`,
  userName,
  active: true,
  addresses: [{ primary: false, type: 'work', country: 'Norway', formatted: 'Storgata 1' }],
  displayName: 'Ada Lund',
  emails: [{ primary: true, type: 'work', value: userName }],
  meta: { resourceType: 'User' },
  name: { familyName: 'Lund', givenName: 'Ada' },
  phoneNumbers: [
    { primary: true, type: 'work', value: '+47 22000000' },
    { primary: false, type: 'mobile', value: '+47 90012345' },
  ],
  preferredLanguage: 'nb-NO',
  title: 'Engineer',
  [ENTERPRISE_SCHEMA]: { employeeNumber: '701984', department: 'Grid' },
  ...more,
})

async function add({ ask }: Directory, user: object) {
  const { status, body, headers } = await ask('POST', '/Users', user)
  assert.equal(status, 201, JSON.stringify(body))
  assert.equal(headers.get('location'), body.meta.location)
  assert.equal(headers.get('content-type'), 'application/scim+json')
  return body
}

describe('what Okta sends', () => {
  test('looks for somebody, adds them, finds them and changes them by PUT', async () => {
    const directory = await directoryOf(server)
    const { ask, person } = directory
    const filter = encodeURIComponent('userName eq "ines@acme.example"')
    const none = await ask('GET', `/Users?filter=${filter}&startIndex=1&count=100`)
    assert.deepEqual(none.body, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    })
    const { id, ...made } = await add(directory, oktaUser('ines@acme.example'))
    assert.ok(!('password' in made))
    const { body } = await ask('GET', `/Users?filter=${filter}`)
    assert.deepEqual([body.totalResults, body.Resources[0].id], [1, id])
    const put = oktaUser('ines@acme.example', {
      id,
      name: { givenName: 'Another', familyName: 'User' },
      phoneNumbers: [{ value: '415-555-2671', type: 'mobile', primary: true }],
    })
    const changed = await ask('PUT', `/Users/${id}`, put)
    assert.deepEqual([changed.status, changed.body.phoneNumbers[0].value], [200, '415-555-2671'])
    const is = await person(id)
    assert.deepEqual(
      [is.first_name, is.last_name, is.email, is.external_id, is.language, is.reach],
      ['Another', 'User', 'ines@acme.example', '00uines@acme.example', 'de-CH', 'malformed'],
    )
    assert.match(is.phone.problem, /Local format/)
  })

  test('takes somebody away by active: false, who stays, and brings them back', async () => {
    const directory = await directoryOf(server)
    const { id } = await add(directory, oktaUser('gone@acme.example'))
    const off = await directory.ask('PATCH', `/Users/${id}`, patchOf({ op: 'replace', value: { active: false } }))
    assert.deepEqual([off.status, off.body.active], [200, false])
    assert.equal((await directory.person(id)).active, false)
    await directory.ask('PUT', `/Users/${id}`, oktaUser('gone@acme.example'))
    assert.equal((await directory.person(id)).active, true)
  })
})

describe('what Entra sends', () => {
  test('asks for a name that nobody has, adds, and reads by externalId', async () => {
    const directory = await directoryOf(server)
    const { id } = await add(directory, entraUser('ada@acme.example'))
    const found = await directory.ask(
      'GET',
      `/Users?filter=${encodeURIComponent('externalId eq "9f1e-ada@acme.example"')}`,
    )
    assert.equal(found.body.Resources[0].id, id)
    const is = await directory.person(id)
    assert.deepEqual(
      [is.first_name, is.language, is.phone.number, is.phone.source],
      ['Ada', 'nb-NO', '+47 •• •• 23 45', 'scim'],
    )
    assert.deepEqual(
      [is.reach, is.fields],
      ['ok', { title: 'Engineer', employee_number: '701984', department: 'Grid' }],
    )
  })

  const OPERATIONS: [what: string, operations: object[], expected: (body: Body) => unknown, value: unknown][] = [
    [
      'Replace of the mobile number',
      [{ op: 'Replace', path: MOBILE(), value: '+1 4155552671' }],
      numbers,
      ['+47 22000000', '+1 4155552671'],
    ],
    [
      'Add of a number of a type that is not there',
      [{ op: 'Add', path: 'phoneNumbers[type eq "home"].value', value: '+14155552672' }],
      numbers,
      ['+47 22000000', '+47 90012345', '+14155552672'],
    ],
    ['Remove of the mobile number', [{ op: 'Remove', path: MOBILE() }], numbers, ['+47 22000000']],
    [
      'Remove of a number that is not there',
      [{ op: 'Remove', path: 'phoneNumbers[type eq "fax"].value' }],
      numbers,
      ['+47 22000000', '+47 90012345'],
    ],
    ['a switch as a text', [{ op: 'Replace', path: 'active', value: 'False' }], (body) => body.active, false],
    [
      'names with dots and no path',
      [{ op: 'Add', value: { 'name.givenName': 'Eva', [`${ENTERPRISE_SCHEMA}:department`]: 'Sea', active: 'True' } }],
      (body) => [body.name, body[ENTERPRISE_SCHEMA]],
      [
        { familyName: 'Lund', givenName: 'Eva' },
        { employeeNumber: '701984', department: 'Sea' },
      ],
    ],
    [
      'an address of a house, which is not kept',
      [{ op: 'Replace', path: 'addresses[type eq "work"].formatted', value: 'Elsewhere' }],
      (body) => body.addresses,
      undefined,
    ],
    [
      'part of a name, which leaves the rest',
      [{ op: 'replace', path: 'name', value: { givenName: 'Eva' } }],
      (body) => body.name,
      { familyName: 'Lund', givenName: 'Eva' },
    ],
    [
      'an entry whose value comes later',
      [
        { op: 'Add', path: 'emails[type eq "home"].primary', value: 'True' },
        { op: 'Add', path: 'emails[type eq "home"].value', value: 'a@home.example' },
      ],
      (body) => body.emails?.find((one: { primary?: boolean }) => one.primary)?.value,
      'a@home.example',
    ],
    ['nothing as the value', [{ op: 'Replace', path: 'title', value: '' }], (body) => body.title, undefined],
    [
      'an attribute with the name of its schema',
      [{ op: 'Replace', path: `${USER_SCHEMA}:title`, value: 'Lead' }],
      (body) => body.title,
      'Lead',
    ],
  ]
  for (const [what, operations, read, value] of OPERATIONS) {
    test(`changes by PATCH: ${what}`, async () => {
      const directory = await directoryOf(server)
      const { id } = await add(directory, entraUser('ada@acme.example'))
      const { status, body } = await directory.ask('PATCH', `/Users/${id}`, patchOf(...operations))
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual(read(body), value)
      assert.deepEqual((await directory.ask('GET', `/Users/${id}`)).body, body)
    })
  }

  test('a number that is taken away leaves nobody to be texted at it', async () => {
    const directory = await directoryOf(server)
    const { id } = await add(
      directory,
      entraUser('ada@acme.example', { phoneNumbers: [{ type: 'mobile', value: '+4790012345' }] }),
    )
    assert.equal((await directory.person(id)).reach, 'ok')
    await directory.ask('PATCH', `/Users/${id}`, patchOf({ op: 'Remove', path: MOBILE() }))
    const { reach, phones, fields } = await directory.person(id)
    assert.deepEqual([reach, phones, fields.department], ['no_phone', [], 'Grid'])
  })

  test('a manager by our id, and one who comes only later', async () => {
    const directory = await directoryOf(server)
    const early = await add(
      directory,
      oktaUser('early@acme.example', { [ENTERPRISE_SCHEMA]: { manager: { value: 'Boss@acme.example' } } }),
    )
    assert.equal((await directory.person(early.id)).manager, null)
    const boss = await add(directory, entraUser('boss@acme.example'))
    assert.equal((await directory.person(early.id)).manager.id, boss.id)
    const late = await add(directory, entraUser('late@acme.example'))
    const manager = { op: 'Add', path: `${ENTERPRISE_SCHEMA}:manager`, value: boss.id }
    await directory.ask('PATCH', `/Users/${late.id}`, patchOf(manager))
    assert.equal((await directory.person(late.id)).manager.id, boss.id)
    await directory.ask('PATCH', `/Users/${late.id}`, patchOf({ op: 'Remove', path: `${ENTERPRISE_SCHEMA}:manager` }))
    assert.equal((await directory.person(late.id)).manager, null)
  })
})

test('a manager and those who report to them may come at one moment', async () => {
  const directory = await directoryOf(server)
  const teams = Array.from({ length: 20 }, (_, i) => `boss-${i}`)
  const reportTo = (value: string) => ({ [ENTERPRISE_SCHEMA]: { manager: { value } } })
  for (const boss of teams) {
    const [made, ...reports] = await Promise.all([
      add(directory, oktaUser(boss)),
      ...['a', 'b', 'c'].map((name) => add(directory, oktaUser(`${boss}-${name}`, reportTo(boss)))),
    ])
    for (const { id } of reports) assert.equal((await directory.person(id)).manager?.id, made.id, boss)
  }
})

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape and checks what it reads
type Body = Record<string, any> & { phoneNumbers?: { value: string }[] }

function MOBILE(): string {
  return 'phoneNumbers[type eq "mobile"].value'
}

function numbers({ phoneNumbers = [] }: Body): string[] {
  return phoneNumbers.map(({ value }) => value)
}
