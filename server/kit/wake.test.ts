import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { until } from '../../test/app.ts'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import { openWake, type Wake } from './wake.ts'

let scratch: ScratchDatabase
let pools: pg.Pool[]
let one: Wake
let other: Wake
before(async () => {
  scratch = await scratchDatabase()
  pools = [new pg.Pool(scratch.connection), new pg.Pool(scratch.connection)]
  for (const pool of pools) pool.on('error', () => {})
  const [first, second] = pools.map((pool) => openWake(pool, () => new pg.Client(scratch.connection)))
  one = first!
  other = second!
  await listeners(2)
})
after(async () => {
  await Promise.all([one.close(), other.close()])
  for (const pool of pools) await pool.end()
  await scratch.drop()
})

const listening = async () =>
  (
    await pools[0]!.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and query = 'listen handset_wake'`,
    )
  ).rows

const listeners = (count: number) => until(`${count} listening`, async () => (await listening()).length === count)

function counted(wake: Wake, topic: string): { heard: number } {
  const count = { heard: 0 }
  wake.on(topic, () => (count.heard += 1))
  return count
}

test('what is said is heard in the same process at once, and in another by its own connection', async () => {
  const [here, there] = [counted(one, 'both'), counted(other, 'both')]
  one.say('both')
  assert.deepEqual([here.heard, there.heard], [1, 0])
  await until('the other hearing it', async () => there.heard === 1)
})

test('what is said of one thing does not wake those who wait for another', async () => {
  const [wanted, unwanted] = [counted(other, 'wanted'), counted(other, 'unwanted')]
  one.say('wanted')
  await until('the other hearing it', async () => wanted.heard > 0)
  assert.equal(unwanted.heard, 0)
})

test('a burst is said to others once', async () => {
  const [there, last] = [counted(other, 'burst'), counted(other, 'last')]
  for (let i = 0; i < 1000; i++) one.say('burst')
  await until('the other hearing it', async () => there.heard > 0)
  // NOTIFY keeps its order: whatever else of the burst was said has come before this.
  one.say('last')
  await until('the last being heard', async () => last.heard > 0)
  assert.equal(there.heard, 1)
})

test('who stopped listening hears nothing more', async () => {
  let heard = 0
  const off = one.on('off', () => (heard += 1))
  one.say('off')
  off()
  one.say('off')
  assert.equal(heard, 1)
})

test('a listener whose connection was cut comes back', async () => {
  const before = await listening()
  const there = counted(other, 'again')
  for (const { pid } of before) await pools[0]!.query('select pg_terminate_backend($1)', [pid])
  await until('new ones listening', async () => {
    const now = await listening()
    return now.length === 2 && now.every(({ pid }) => !before.some((old) => old.pid === pid))
  })
  one.say('again')
  await until('the other hearing it', async () => there.heard > 0)
})
