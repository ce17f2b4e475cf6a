import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { signInAs } from '../../test/tenancy-people.ts'
import { erasingTurn } from '../messages/erasing.ts'
import { addTrigger, memberAt, mention, type Reader, readersOf } from './testing.ts'

let server: TestServer
let acme: TestWorkspace
let other: TestWorkspace
before(async () => {
  server = await startTestServer({ role: 'api' })
  acme = await server.workspace({ name: 'Acme' })
  other = await server.workspace({ name: 'Other' })
  await addTrigger(acme)
  await addTrigger(other)
})
after(() => server.stop())

const one = async (): Promise<Reader> => (await readersOf(server, [acme]))[0]!
const change = (reader: Omit<Reader, 'personId'>, id: string, what: string) =>
  reader.ask('POST', `/v1/me/inbox/${id}/${what}`)

describe('an inbox', () => {
  test('shows what came for its owner, with where it leads', async () => {
    const ann = await one()
    await mention(server, acme, [ann.personId])
    const [item, ...more] = await ann.list()
    assert.equal(more.length, 0)
    const { id, title, text, url, created_at, event_id, ...rest } = item!
    assert.match(id, /^msg_/)
    assert.match(title, /ENG-142/)
    assert.ok(text.length > 0)
    assert.match(url!, new RegExp(`^${server.url}/c/[0-9a-z]{10}$`))
    assert.match(event_id!, /^evt_/)
    assert.ok(Date.parse(created_at) > Date.now() - 60_000)
    assert.deepEqual(rest, {
      identifier: 'ENG-142',
      event_type: 'mentioned',
      occurred_at: '2026-03-12T14:02:00.000Z',
      read_at: null,
      archived_at: null,
    })
    const answer = await fetch(url!, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0' } })
    assert.equal(answer.headers.get('location'), 'https://app.acme.example/issues/ENG-142')
  })

  test('leads to the address itself once the short link is over', async () => {
    const ann = await one()
    await mention(server, acme, [ann.personId])
    await server.context.db.system((tx) =>
      tx.rows('', `update links set expires_at = now() where person_id = $1`, [ann.personId]),
    )
    assert.equal((await ann.list())[0]!.url, 'https://app.acme.example/issues/ENG-142')
  })

  test('comes in pages, newest first, by each filter', async () => {
    const ann = await one()
    await mention(server, acme, [ann.personId], ['A-1', 'A-2', 'A-3', 'A-4', 'A-5'])
    const all = await ann.list()
    assert.deepEqual(
      all.map(({ id }) => id),
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    )
    const first = (await ann.ask('GET', '/v1/me/inbox?limit=2')).body
    const second = (await ann.ask('GET', `/v1/me/inbox?limit=2&after=${first.next}`)).body
    const third = (await ann.ask('GET', `/v1/me/inbox?limit=2&after=${second.next}`)).body
    assert.deepEqual([...first.items, ...second.items, ...third.items], all)
    assert.equal(third.next, null)
    await change(ann, all[0]!.id, 'read')
    await change(ann, all[1]!.id, 'archive')
    const ids = async (filter: string) => (await ann.list(`?filter=${filter}`)).map(({ id }) => id)
    const [a, b, ...rest] = all.map(({ id }) => id)
    assert.deepEqual([await ids('unread'), await ids('all'), await ids('archived')], [rest, [a, ...rest], [b]])
  })

  test('refuses a cursor that is none', async () => {
    const ann = await one()
    assert.equal((await ann.ask('GET', '/v1/me/inbox?after=msg_x')).status, 422)
    assert.equal((await ann.ask('POST', '/v1/me/inbox/read-all?through=x')).status, 422)
  })

  test('of somebody whom nobody of the directory is, is empty and says so', async () => {
    const person = await signInAs(server, { [acme.id]: 'member' })
    const nobody = await memberAt(server, acme, person)
    assert.deepEqual(await nobody.list(), [])
    const { body } = await nobody.ask('GET', '/v1/me/inbox/unread')
    assert.deepEqual(body, { unread: 0, more: false, person_id: null })
    assert.deepEqual((await nobody.ask('POST', '/v1/me/inbox/read-all')).body, { read: 0 })
    const live = await nobody.ask('GET', '/v1/me/inbox/live')
    assert.deepEqual([live.status, live.body.code], [409, 'nobody'])
  })

  test('no key has', async () => {
    for (const path of ['/v1/me/inbox', '/v1/me/inbox/unread', '/v1/me/inbox/live'])
      assert.equal((await acme.call('GET', path)).status, 403, path)
  })
})

describe('what its owner does', () => {
  test('read, unread, archived and taken back, each as often as they like', async () => {
    const ann = await one()
    await mention(server, acme, [ann.personId])
    const { id } = (await ann.list())[0]!
    const steps: [string, boolean, boolean, number][] = [
      ['read', true, false, 0],
      ['read', true, false, 0],
      ['unread', false, false, 1],
      ['archive', false, true, 0],
      ['archive', false, true, 0],
      ['unarchive', false, false, 1],
    ]
    for (const [what, read, archived, unread] of steps) {
      const { status, body } = await change(ann, id, what)
      assert.deepEqual(
        [status, body.read_at !== null, body.archived_at !== null, await ann.unread()],
        [200, read, archived, unread],
        what,
      )
    }
  })

  test('a second reading leaves the time of the first', async () => {
    const ann = await one()
    await mention(server, acme, [ann.personId])
    const { id } = (await ann.list())[0]!
    const first = (await change(ann, id, 'read')).body.read_at
    assert.equal((await change(ann, id, 'read')).body.read_at, first)
  })

  test('reading everything leaves what came after the newest they saw', async () => {
    const ann = await one()
    await mention(server, acme, [ann.personId], ['B-1', 'B-2'])
    const [newest] = await ann.list()
    await mention(server, acme, [ann.personId], ['B-3'])
    const through = await ann.ask('POST', `/v1/me/inbox/read-all?through=${newest!.id}`)
    assert.deepEqual([through.body, await ann.unread()], [{ read: 2 }, 1])
    assert.deepEqual([(await ann.ask('POST', '/v1/me/inbox/read-all')).body, await ann.unread()], [{ read: 1 }, 0])
  })

  test('more than 99 unread are counted as so many', async () => {
    const ann = await one()
    const many = Array.from({ length: 101 }, (_, i) => `C-${i}`)
    await mention(server, acme, [ann.personId], many)
    const { body } = await ann.ask('GET', '/v1/me/inbox/unread')
    assert.deepEqual(body, { unread: 99, more: true, person_id: ann.personId })
  })
})

describe('what is somebody else’s', () => {
  test('is not there, whether it is in the same workspace or in another of one’s own', async () => {
    const [here, there] = (await readersOf(server, [acme, other])) as [Reader, Reader]
    const bob = await one()
    await mention(server, acme, [here.personId])
    await mention(server, other, [there.personId])
    const [mine] = await here.list()
    const [elsewhere] = await there.list()
    assert.notEqual(mine!.id, elsewhere!.id)
    assert.equal((await here.list()).length, 1)
    assert.deepEqual(await bob.list(), [])
    const refused = [
      await change(bob, mine!.id, 'read'),
      await change(here, elsewhere!.id, 'archive'),
      await change(here, 'msg_00000000000000000000000000', 'read'),
    ]
    for (const { status, body } of refused) assert.deepEqual([status, body], [404, refused[2]!.body])
    await bob.ask('POST', '/v1/me/inbox/read-all')
    assert.deepEqual([await here.unread(), await there.unread()], [1, 1])
  })
})

test('of a person who is erased nothing is left in the inbox, or in the messages that stood there', async () => {
  const ann = await one()
  const bob = await one()
  await mention(server, acme, [ann.personId, bob.personId])
  const ids = { ann: (await ann.list())[0]!.id, bob: (await bob.list())[0]!.id }
  assert.equal((await acme.call('DELETE', `/v1/people/${ann.personId}`)).status, 204)
  while (await erasingTurn(server.context));
  const left = (id: string) =>
    server.context.db.system(async (tx) => {
      const [row] = await tx.rows<{ words: number; urls: number; items: number }>(
        '',
        `select count(body_sealed)::int as words, count(url)::int as urls,
           (select count(*)::int from inbox_items where message_id = $1) as items
         from messages where id = $1`,
        [id],
      )
      return row
    })
  assert.deepEqual(await left(ids.ann), { words: 0, urls: 0, items: 0 })
  assert.deepEqual(await left(ids.bob), { words: 1, urls: 1, items: 1 })
  assert.deepEqual(await ann.list(), [])
})
