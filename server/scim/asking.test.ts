import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestServer } from '../../test/app.ts'
import { add, directoryOf, patchOf, startScim, user } from './testing.ts'
import { USER_SCHEMA } from './user-schema.ts'

let server: TestServer
before(async () => {
  server = await startScim()
})
after(() => server.stop())

test('lists in the order of arrival, by pages that are counted from 1', async () => {
  const directory = await directoryOf(server)
  for (const name of ['a', 'b', 'c']) await add(directory, user(name, { displayName: `Name ${name}` }))
  const page = async (query: string) => {
    const { status, body } = await directory.ask('GET', `/Users?${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return [
      body.totalResults,
      body.startIndex,
      body.itemsPerPage,
      body.Resources.map((one: { userName: string }) => one.userName).join(''),
    ]
  }
  assert.deepEqual(await page('startIndex=2&count=1'), [3, 2, 1, 'b'])
  assert.deepEqual(await page('startIndex=0&count=-1'), [3, 1, 0, ''])
  assert.deepEqual(await page('startIndex=9'), [3, 9, 0, ''])
  const only = await directory.ask('GET', '/Users?attributes=userName&count=1')
  assert.deepEqual(Object.keys(only.body.Resources[0]).sort(), ['id', 'schemas', 'userName'])
})

const FILTERS: [filter: string, found: string][] = [
  ['userName eq "ANN@acme.example"', 'ann'],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "bo"', 'bo'],
  ['userName sw "an"', 'ann'],
  ['externalId eq "X-2"', 'bo'],
  ['externalId eq "x-2"', ''],
  ['externalId pr', 'ann bo'],
  ['emails.value eq "Ann@Work.example"', 'ann'],
  ['emails[type eq "work"].value eq "ann@work.example"', 'ann'],
  ['emails[type eq "work" and value eq "ann@work.example"]', 'ann'],
  ['displayName eq "the \\"big\\" one (or not)"', 'bo'],
  ['active eq false', 'cy'],
  ['active eq "True" and userName sw "b"', 'bo'],
  ['userName eq "bo" or userName eq "cy"', 'bo cy'],
  ['not (active eq false) and (externalId eq "X-2" or userName eq "cy")', 'bo'],
  ['meta.lastModified gt "2020-01-01T00:00:00Z"', 'ann bo cy'],
  ['meta.lastModified gt "2190-01-01T00:00:00Z"', ''],
  ['id eq "per_none"', ''],
  ["userName eq \"x' or '1'='1\"", ''],
]
test('filters by what directories ask for', async () => {
  const directory = await directoryOf(server)
  const emails = [{ value: 'ann@work.example', type: 'work' }]
  await add(directory, user('ann@acme.example', { externalId: 'X-1', emails, title: 'ann' }))
  await add(directory, user('bo', { externalId: 'X-2', displayName: 'The "big" one (or not)', title: 'bo' }))
  await add(directory, user('cy', { active: 'False', title: 'cy' }))
  for (const [filter, found] of FILTERS) {
    const { status, body } = await directory.ask('GET', `/Users?filter=${encodeURIComponent(filter)}`)
    assert.equal(status, 200, `${filter}: ${JSON.stringify(body)}`)
    assert.equal(body.Resources.map((one: { title: string }) => one.title).join(' '), found, filter)
    assert.equal(body.totalResults, body.Resources.length)
  }
})

test('finds by a name that is longer than an index holds', async () => {
  const directory = await directoryOf(server)
  // Random, since an index packs what repeats.
  const displayName = String.fromCodePoint(
    ...Array.from({ length: 1000 }, () => 0x4e00 + Math.floor(Math.random() * 20_000)),
  )
  await add(directory, user('long', { displayName }))
  const found = await directory.ask('GET', `/Users?filter=${encodeURIComponent(`displayName eq "${displayName}"`)}`)
  assert.deepEqual([found.status, found.body.totalResults], [200, 1])
})

const addresses = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ type: `t${i}`, value: `a${i}@acme.example` }))

/** 128 of them. */
const spellings = (name: string) =>
  Array.from({ length: 128 }, (_, i) => [...name].map((c, at) => ((i >> at) & 1 ? c.toUpperCase() : c)).join(''))

const REFUSED: [
  what: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  scimType: string | undefined,
][] = [
  ['a filter that is none', 'GET', '/Users?filter=userName', undefined, 400, 'invalidFilter'],
  [
    'a filter that would reach into all objects',
    'GET',
    `/Users?filter=${encodeURIComponent('__proto__.polluted eq "1"')}`,
    undefined,
    400,
    'invalidFilter',
  ],
  [
    'a filter by what no index answers',
    'GET',
    `/Users?filter=${encodeURIComponent('userName co "a"')}`,
    undefined,
    400,
    'invalidFilter',
  ],
  [
    'a filter by what is not kept',
    'GET',
    `/Users?filter=${encodeURIComponent('nickName eq "a"')}`,
    undefined,
    400,
    'invalidFilter',
  ],
  [
    'a filter that multiplies',
    'GET',
    `/Users?filter=${encodeURIComponent(Array(9).fill('(id pr or id pr)').join(' and '))}`,
    undefined,
    400,
    'invalidFilter',
  ],
  ['a filter that asks for nothing', 'GET', '/Users?filter=emails[]', undefined, 400, 'invalidFilter'],
  ['a filter of groups that asks for nothing', 'GET', '/Groups?filter=members[]', undefined, 400, 'invalidFilter'],
  ['a page that is no number', 'GET', '/Users?startIndex=first', undefined, 400, 'invalidValue'],
  ['no JSON', 'POST', '/Users', '{', 400, 'invalidSyntax'],
  ['a list', 'POST', '/Users', [], 400, 'invalidSyntax'],
  ['nobody', 'POST', '/Users', { schemas: [USER_SCHEMA] }, 400, 'invalidValue'],
  ['a name that is only space', 'POST', '/Users', user('  '), 400, 'invalidValue'],
  ['a switch that is none', 'POST', '/Users', user('x', { active: 'perhaps' }), 400, 'invalidValue'],
  ['a character that cannot be stored', 'POST', '/Users', user('x\0'), 400, 'invalidValue'],
  ['a PATCH without operations', 'PATCH', '/Users/ID', { schemas: [] }, 400, 'invalidSyntax'],
  ['an operation that is none', 'PATCH', '/Users/ID', patchOf({ op: 'move', path: 'title' }), 400, 'invalidSyntax'],
  [
    'a path that cannot be read',
    'PATCH',
    '/Users/ID',
    patchOf({ op: 'add', path: 'emails[type eq "work"', value: 'x' }),
    400,
    'invalidPath',
  ],
  [
    'a list made of a name',
    'PATCH',
    '/Users/ID',
    patchOf({ op: 'add', path: 'userName[type eq "work"].value', value: 'x' }),
    400,
    'invalidPath',
  ],
  ['a user without a name', 'PATCH', '/Users/ID', patchOf({ op: 'remove', path: 'userName' }), 400, 'invalidValue'],
  [
    'more operations than anybody needs',
    'PATCH',
    '/Users/ID',
    patchOf(...Array(101).fill({ op: 'remove', path: 'title' })),
    413,
    undefined,
  ],
  [
    'as many in one of them',
    'PATCH',
    '/Users/ID',
    patchOf({ op: 'add', value: Object.fromEntries(spellings('displayName').map((name) => [name, 'x'])) }),
    413,
    undefined,
  ],
  ['more addresses than anybody has', 'POST', '/Users', user('x', { emails: addresses(31) }), 400, 'invalidValue'],
  [
    'as many one by one',
    'PATCH',
    '/Users/ID',
    patchOf(...addresses(31).map((one) => ({ op: 'add', path: 'emails', value: [one] }))),
    400,
    'invalidValue',
  ],
  [
    'as many by a path',
    'PATCH',
    '/Users/ID',
    patchOf(...addresses(31).map(({ type, value }) => ({ op: 'add', path: `emails[type eq "${type}"].value`, value }))),
    400,
    'invalidValue',
  ],
  ['an address where nothing is', 'GET', '/Bulk', undefined, 404, undefined],
  ['a user who is not there', 'GET', '/Users/per_none', undefined, 404, undefined],
]
test('refuses in the form of SCIM', async () => {
  const directory = await directoryOf(server)
  const { id } = await add(directory, user('here'))
  for (const [what, method, path, body, status, scimType] of REFUSED) {
    const answer = await directory.ask(method, path.replace('ID', id), body)
    const { detail, ...rest } = answer.body
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
    assert.deepEqual(rest, { schemas, status: String(status), ...(scimType && { scimType }) }, what)
    assert.deepEqual(
      [answer.status, typeof detail, answer.headers.get('content-type')],
      [status, 'string', 'application/scim+json'],
    )
  }
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
})

test('describes itself', async () => {
  const { ask } = await directoryOf(server)
  const config = (await ask('GET', '/ServiceProviderConfig')).body
  assert.deepEqual([config.patch.supported, config.bulk.supported, config.filter.supported], [true, false, true])
  const ids = async (path: string) => (await ask('GET', path)).body.Resources.map((one: { id: string }) => one.id)
  assert.deepEqual(await ids('/ResourceTypes'), ['User', 'Group'])
  for (const id of await ids('/Schemas')) assert.equal((await ask('GET', `/Schemas/${id}`)).body.id, id)
  const { body } = await ask('GET', `/Schemas/${USER_SCHEMA}`)
  assert.ok(body.attributes.some(({ name }: { name: string }) => name === 'phoneNumbers'))
})
