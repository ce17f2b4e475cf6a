import assert from 'node:assert/strict'
import test from 'node:test'
import { type Bench, startBench } from '../testing.ts'
import type { SimMessage } from './message.ts'
import { createMessageStore } from './store.ts'

test('messages are listed newest first, filtered by both ends, one account seeing only its own', async (t) => {
  const bench = await startBench(t)
  await sendMany(bench, 3)
  const client = bench.client(bench.full)
  await client.messages.create({ to: '+442079460123', from: '+442079460000', body: 'to London' })
  assert.deepEqual(
    (await client.messages.list()).map((message) => message.body),
    ['to London', 'text 3', 'text 2', 'text 1'],
  )
  assert.equal((await client.messages.list({ to: '+442079460123' })).length, 1)
  assert.equal((await client.messages.list({ from: '+14155550100' })).length, 3)
  assert.equal((await client.messages.list({ to: '+442079460123', from: '+14155550100' })).length, 0)
  assert.deepEqual(await bench.client(bench.other).messages.list(), [])
})

test('pages link to each other both ways, and new messages do not move what was on them', async (t) => {
  const bench = await startBench(t)
  await sendMany(bench, 5)
  const { messages } = bench.client(bench.full)
  const bodies = (page: { instances: { body: string }[] }) => page.instances.map((message) => message.body)
  const first = await messages.page({ pageSize: 2, to: '+14155550142' })
  assert.deepEqual([bodies(first), first.previousPageUrl], [['text 5', 'text 4'], undefined])
  await sendMany(bench, 1)
  const second = (await first.nextPage())!
  const third = (await second.nextPage())!
  assert.deepEqual([bodies(second), bodies(third)], [['text 3', 'text 2'], ['text 1']])
  assert.equal(third.nextPageUrl, undefined)
  assert.deepEqual(bodies((await third.previousPage())!), ['text 3', 'text 2'])
  assert.equal((await messages.list({ pageSize: 2 })).length, 6)
})

test('the link to the next page is relative to the host, carries the filters, and its token must be known', async (t) => {
  const bench = await startBench(t)
  await sendMany(bench, 2)
  const base = `/2010-04-01/Accounts/${bench.full.sid}/Messages.json`
  await bench.pass(10_000)
  const page = await get(bench, `${base}?To=%2B14155550142&DateSent%3E=2026-01-01&PageSize=1`)
  assert.match(
    String(page.next_page_uri),
    /^\/2010-04-01\/.+\?To=%2B14155550142&DateSent%3E=2026-01-01&PageSize=1&Page=1&PageToken=PASM[0-9a-f]{32}$/,
  )
  const [newest] = (await get(bench, `${base}?PageSize=1`)).messages as { sid: string }[]
  const next = (await get(bench, `${base}?PageSize=1`)).next_page_uri
  assert.equal(next, `${base}?PageSize=1&Page=1&PageToken=PA${newest!.sid}`)
  assert.equal((await get(bench, `${base}?PageToken=nonsense`)).code, 21481)
  assert.equal((await get(bench, `${base}?PageToken=PASM${'0'.repeat(32)}`)).code, 21481)
  assert.equal((await get(bench, `${base}?PageSize=1001`)).code, 20007)
})

test('dates are those of sending: what was not sent yet matches none', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  await sendMany(bench, 1)
  await bench.pass(10_000)
  await bench.pass(24 * 3_600_000)
  await sendMany(bench, 1)
  assert.equal((await client.messages.list({ dateSent: new Date('2026-03-12') })).length, 1)
  assert.equal((await client.messages.list({ dateSent: new Date('2026-03-13') })).length, 0)
  await bench.pass(10_000)
  assert.equal((await client.messages.list({ dateSent: new Date('2026-03-13') })).length, 1)
  assert.equal((await client.messages.list({ dateSentAfter: new Date('2026-03-13T00:00:00Z') })).length, 1)
  assert.equal((await client.messages.list({ dateSentBefore: new Date('2026-03-13T00:00:00Z') })).length, 1)
  assert.equal((await client.messages.list({ dateSentAfter: new Date('2026-03-12T14:02:03Z') })).length, 2)
})

test('a listing that lags hides what is younger than the lag', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  await bench.sim('/faults', { method: 'POST', body: { list_lag_ms: 6000 } })
  await sendMany(bench, 1)
  assert.equal((await client.messages.list()).length, 0)
  await bench.pass(6000)
  assert.equal((await client.messages.list()).length, 1)
})

test('only the newest messages are kept in memory', () => {
  const forgotten: string[] = []
  const store = createMessageStore(3, (message) => forgotten.push(message.sid))
  for (const sid of ['SM1', 'SM2', 'SM3', 'SM4']) store.add({ sid } as SimMessage)
  store.remove(store.find('SM3')!)
  store.add({ sid: 'SM5' } as SimMessage)
  assert.deepEqual(
    [...store.newestFirst()].map((message) => message.sid),
    ['SM5', 'SM4'],
  )
  assert.deepEqual(
    [...store.newestFirst('SM5')].map((message) => message.sid),
    ['SM4'],
  )
  assert.deepEqual(
    [...store.oldestFirst('SM4')].map((message) => message.sid),
    ['SM5'],
  )
  assert.deepEqual([store.size(), store.find('SM1'), forgotten], [2, null, ['SM1', 'SM3', 'SM2']])
})

async function sendMany(bench: Bench, count: number): Promise<void> {
  const client = bench.client(bench.full)
  for (let n = 1; n <= count; n++) {
    await client.messages.create({ to: '+14155550142', from: '+14155550100', body: `text ${n}` })
  }
}

async function get(bench: Bench, path: string): Promise<Record<string, unknown>> {
  const headers = { authorization: `Basic ${btoa(`${bench.full.sid}:${bench.full.authToken}`)}` }
  return (await fetch(bench.simulator.url + path, { headers })).json() as Promise<Record<string, unknown>>
}
