import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace, until } from '../../test/app.ts'
import { inboxTopic } from '../messages/notify.ts'
import { addTrigger, mention, type Reader, readersOf } from './testing.ts'

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

interface Heard {
  event: string
  id: string | undefined
  data: { newest: string | null; unread: number; more: boolean }
}

interface Connection {
  heard: Heard[]
  ended: Promise<void>
  next(count: number): Promise<Heard[]>
  close(): void
}

/** A real connection, read as a browser reads it. */
async function connect(
  { headers }: Reader,
  options: { last?: string; seconds?: number; at?: string } = {},
): Promise<Connection> {
  const closing = new AbortController()
  const query = options.seconds ? `?seconds=${options.seconds}` : ''
  const response = await fetch(`${options.at ?? server.url}/v1/me/inbox/live${query}`, {
    headers: { ...headers, ...(options.last && { 'last-event-id': options.last }) },
    signal: closing.signal,
  })
  assert.equal(response.status, 200, response.status === 200 ? '' : await response.text())
  assert.match(response.headers.get('content-type')!, /^text\/event-stream/)
  const heard: Heard[] = []
  const read = async () => {
    let kept = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (kept + chunk).split('\n\n')
      kept = blocks.pop()!
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
        if (field('event')) heard.push({ event: field('event')!, id: field('id'), data: JSON.parse(field('data')!) })
      }
    }
  }
  return {
    heard,
    ended: read().catch((error) => {
      if (error.name !== 'AbortError') throw error
    }),
    next: (count) => until(`${count} events heard`, async () => heard.length >= count && heard),
    close: () => closing.abort(),
  }
}

const one = async (): Promise<Reader> => (await readersOf(server, [acme]))[0]!

test('an entry that comes is heard at once, with its id and how many are unread', async () => {
  const ann = await one()
  const live = await connect(ann)
  assert.deepEqual(await live.next(1), [
    { event: 'standing', id: undefined, data: { newest: null, unread: 0, more: false } },
  ])
  await mention(server, acme, [ann.personId])
  const [, came] = await live.next(2)
  const [item] = await ann.list()
  assert.deepEqual(came, { event: 'new', id: item!.id, data: { newest: item!.id, unread: 1, more: false } })
  live.close()
  await live.ended
})

test('what its owner does in one window is heard in the other, though the counts stay', async () => {
  const ann = await one()
  await mention(server, acme, [ann.personId])
  const { id } = (await ann.list())[0]!
  const live = await connect(ann)
  await live.next(1)
  await ann.ask('POST', `/v1/me/inbox/${id}/read`)
  assert.deepEqual((await live.next(2))[1]!.data.unread, 0)
  await ann.ask('POST', `/v1/me/inbox/${id}/archive`)
  const { event, data } = (await live.next(3))[2]!
  assert.deepEqual([event, data.unread], ['changed', 0])
  live.close()
})

test('nobody hears of what is somebody else’s, or their own in another workspace', async () => {
  const [here, there] = (await readersOf(server, [acme, other])) as [Reader, Reader]
  const bob = await one()
  const [a, b] = [await connect(here), await connect(bob)]
  await Promise.all([a.next(1), b.next(1)])
  await mention(server, other, [there.personId])
  await mention(server, acme, [here.personId])
  await a.next(2)
  await mention(server, acme, [bob.personId])
  await b.next(2)
  const own = (await bob.list())[0]!.id
  assert.deepEqual([a.heard.length, b.heard.map(({ id }) => id)], [2, [undefined, own]])
  a.close()
  b.close()
})

test('who lost the connection hears on coming back that something came meanwhile', async () => {
  const ann = await one()
  await mention(server, acme, [ann.personId], ['D-1'])
  const lost = await connect(ann)
  const last = (await lost.next(1))[0]!.id!
  lost.close()
  await lost.ended
  await mention(server, acme, [ann.personId], ['D-2'])
  const back = await connect(ann, { last })
  const [first] = await back.next(1)
  assert.deepEqual([first!.event, first!.data.unread, first!.id], ['new', 2, (await ann.list())[0]!.id])
  back.close()
  const again = await connect(ann, { last: first!.id! })
  assert.equal((await again.next(1))[0]!.event, 'standing')
  again.close()
})

test('one person listens on ten connections and not on an eleventh, until one of them ends', async () => {
  const ann = await one()
  const connections = await Promise.all(Array.from({ length: 10 }, () => connect(ann)))
  const eleventh = await ann.ask('GET', '/v1/me/inbox/live')
  assert.deepEqual([eleventh.status, eleventh.body.code], [429, 'too_many'])
  const bob = await connect(await one())
  bob.close()
  connections.pop()!.close()
  const again = await until('a place', () => connect(ann).catch(() => null))
  await mention(server, acme, [ann.personId])
  for (const live of [...connections, again]) assert.equal((await live.next(2))[1]!.event, 'new')
  for (const live of [...connections, again]) live.close()
})

test('a connection ends by itself after the time that was asked for', async () => {
  const live = await connect(await one(), { seconds: 1 })
  await live.next(1)
  await live.ended
})

test('who is no member any more hears nothing further', async () => {
  const ann = await one()
  const live = await connect(ann)
  await live.next(1)
  await server.context.db.tenant(acme.id, (tx) =>
    tx.deleteFrom('members').where('user_id', '=', ann.person.userId).execute(),
  )
  await mention(server, acme, [ann.personId])
  await live.ended
  assert.equal(live.heard.length, 1)
})

test('fifty connections are looked after by one query', async (t) => {
  const readers = await Promise.all(Array.from({ length: 5 }, one))
  const lives = await Promise.all(readers.flatMap((reader) => Array.from({ length: 10 }, () => connect(reader))))
  for (const live of lives) await live.next(1)
  const tenant = t.mock.method(server.context.db, 'tenant')
  server.context.wake.say(inboxTopic(acme.id))
  await mention(server, acme, [readers[0]!.personId])
  for (const live of lives.slice(0, 10)) assert.equal((await live.next(2))[1]!.event, 'new')
  assert.ok(lives.slice(10).every(({ heard }) => heard.length === 1))
  // Both hints, the event and what the event causes are a few transactions, whoever listens.
  assert.ok(tenant.mock.callCount() < 10, `${tenant.mock.callCount()} transactions`)
  for (const live of lives) live.close()
})

test('stopping does not wait for those who listen', async () => {
  const short = await startTestServer({ role: 'api' })
  const workspace = await short.workspace()
  const [ann] = await readersOf(short, [workspace])
  const live = await connect(ann!, { at: short.url })
  await live.next(1)
  const began = performance.now()
  await short.stop()
  await live.ended
  const tookMs = performance.now() - began
  assert.ok(tookMs < 4000, `${tookMs} ms`)
})
