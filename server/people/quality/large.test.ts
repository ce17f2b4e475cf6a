import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSlice, type Slice } from '../../../test/slice.ts'
import { newId } from '../../kit/id.ts'
import { peopleRoutes } from '../routes.ts'
import { peopleIn } from '../testing.ts'
import { recountTurn } from './recount.ts'
import type { QualityOut, QualityPerson } from './schema.ts'

let slice: Slice
let woken: string[] = []
before(async () => {
  slice = await openSlice(peopleRoutes)
  slice.context.wake = { say: (topic) => void woken.push(topic), on: () => () => {}, close: async () => {} }
})
after(() => slice.close())

/** People without numbers, the last made first in lists. */
async function fill(workspaceId: string, count: number, active: boolean): Promise<void> {
  const ids = Array.from({ length: count }, () => newId('per'))
  await slice.db.tenant(workspaceId, (tx) =>
    tx.rows('fill', 'insert into persons (workspace_id, id, active) select $1, id, $3 from unnest($2::text[]) as id', [
      workspaceId,
      ids,
      active,
    ]),
  )
}

test('a large directory is counted by the loop when somebody asks, and answers at once with what was counted', async () => {
  const { id, add, call } = await peopleIn(slice)
  await fill(id, 10_001, true)
  const ask = async () => (await call('GET', '/v1/phone-quality')).body as QualityOut
  woken = []
  assert.deepEqual(await ask(), { figures: null, counted_at: null, counting: true })
  assert.deepEqual(woken, ['phone quality'])
  assert.equal(await recountTurn(slice.context), true)
  assert.equal(await recountTurn(slice.context), false)
  const counted = await ask()
  assert.partialDeepStrictEqual(counted.figures, { people: 10_001, no_phone: 10_001, ok: 0 })
  assert.ok(counted.counted_at)

  await add({ last_name: 'Reached', phone: '+447700900123' })
  await slice.db.tenant(id, (tx) =>
    tx.rows(
      'age',
      `update phone_quality set asked_at = now() - interval '1 hour', counted_at = now() - interval '1 hour'`,
      [],
    ),
  )
  const old = await ask()
  assert.deepEqual([old.figures?.people, old.counting], [10_001, true])
  await recountTurn(slice.context)
  const fresh = await ask()
  assert.deepEqual([fresh.figures?.people, fresh.figures?.ok], [10_002, 1])
})

test('a directory that is being counted keeps nobody waiting', async () => {
  const { id, call } = await peopleIn(slice)
  await fill(id, 10_001, true)
  await call('GET', '/v1/phone-quality')
  await slice.db.system(async (tx) => {
    await tx.rows('hold', 'select from phone_quality where workspace_id = $1 for update', [id])
    assert.equal((await call('GET', '/v1/phone-quality')).body.counting, true)
    assert.equal(await recountTurn(slice.context), false)
  })
})

test('what is rare is looked for a part at a time, and nobody is passed over', async () => {
  const { id, add, call } = await peopleIn(slice)
  await add({ last_name: 'Oldest' })
  await fill(id, 45_000, false)
  await add({ last_name: 'Newest' })
  const pages: string[][] = []
  let after = ''
  do {
    const { body } = await call('GET', `/v1/phone-quality/people?kind=no_phone&limit=10${after}`)
    pages.push(body.items.map((one: QualityPerson) => one.last_name))
    after = body.next && `&after=${body.next}`
  } while (after)
  assert.deepEqual(pages, [['Newest'], ['Oldest']])
})

test('the same number on both sides of what is looked at together is found', async () => {
  const { id, call, add } = await peopleIn(slice)
  const hashes: Buffer[] = []
  for (let i = 0; i < 30; i++) {
    const phone = `+141555501${String(i).padStart(2, '0')}`
    hashes.push(slice.context.keys.hashNumber(phone))
    await add({ last_name: `Single ${i}`, phone })
  }
  const rank = (phone: string) => {
    const own = slice.context.keys.hashNumber(phone)
    return hashes.filter((hash) => hash.compare(own) < 0).length
  }
  // Of a page of `limit`, four times as many are looked at first: one of the two is the last of these.
  const pair = Array.from({ length: 60 }, (_, i) => `+14155550${130 + i}`).find((one) => rank(one) % 4 === 3)!
  for (const last_name of ['One', 'Two']) await add({ last_name, phone: pair })
  const { body } = await call('GET', `/v1/phone-quality/people?kind=duplicate&limit=${(rank(pair) + 1) / 4}`)
  const { body: rest } = body.next
    ? await call('GET', `/v1/phone-quality/people?kind=duplicate&after=${encodeURIComponent(body.next)}`)
    : { body: { items: [] } }
  const names = [...body.items, ...rest.items].map((one: QualityPerson) => one.last_name)
  assert.deepEqual(names.sort(), ['One', 'Two'], id)
})
