import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { historyRoutes } from './history-routes.ts'

let slice: Slice
let workspaceId: string
before(async () => {
  slice = await openSlice(historyRoutes)
  workspaceId = await slice.workspace()
})
after(() => slice.close())

const preview = (body: unknown) => slice.call(actorIn(workspaceId, []), 'POST', '/v1/sms/preview', body)
const lookUp = (number: unknown, actor = actorIn(workspaceId)) =>
  slice.call(actor, 'POST', '/v1/numbers/lookup', { number })

test('a preview tells encoding, segments, units and cost, to whoever is signed in', async () => {
  const { status, body } = await preview({ body: 'x'.repeat(161), to: '+14155550142' })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    encoding: 'GSM-7',
    segments: 2,
    units: 161,
    units_per_segment: [153, 8],
    characters: 161,
    too_long: false,
    forces_ucs2: [],
    cost: { micros: 16_600, currency: 'USD', estimate: true },
    opt_out_line: null,
  })
})

test('a preview names each character that makes a text dear, and what could stand in its place', async () => {
  const { body } = await preview({ body: 'It’s 🎉' })
  assert.equal(body.encoding, 'UCS-2')
  assert.deepEqual(body.forces_ucs2, [
    { index: 2, character: '’', replacement: "'" },
    { index: 5, character: '🎉', replacement: null },
  ])
  const smart = await preview({ body: 'It’s', smart_encoding: true })
  assert.equal(smart.body.encoding, 'GSM-7')
})

test('without a number, or with one whose country has no price, the dearest is assumed', async () => {
  const dearest = { micros: 350_000, currency: 'USD', estimate: true }
  assert.deepEqual((await preview({ body: 'Hi' })).body.cost, dearest)
  assert.deepEqual((await preview({ body: 'Hi', to: '+68820123' })).body.cost, dearest)
})

test('a text is too long to send where sending would refuse it', async () => {
  assert.equal((await preview({ body: 'x'.repeat(1600) })).body.too_long, false)
  assert.equal((await preview({ body: 'x'.repeat(1601) })).body.too_long, true)
  assert.equal((await preview({ body: '' })).body.too_long, false)
})

test('a preview refuses what it cannot read, at its field', async () => {
  for (const [input, pointer] of [
    [{}, '/body'],
    [{ body: 'x'.repeat(10_001) }, '/body'],
    [{ body: 'Hi', to: '0151 2345678' }, '/to'],
    [{ body: 'Hi', smart_encoding: 'yes' }, '/smart_encoding'],
  ] as const) {
    const { status, body } = await preview(input)
    assert.deepEqual([status, body.errors[0].pointer], [422, pointer])
  }
  assert.equal((await slice.call(null, 'POST', '/v1/sms/preview', { body: 'Hi' })).status, 401)
})

test('a number is looked up to a handle, the same for every way to write it', async () => {
  const { status, body } = await lookUp('+1 (415) 555-0142')
  assert.equal(status, 200)
  assert.match(body.handle, /^num_[\w-]{43}$/)
  assert.equal(body.masked, '+1 ••• ••• 0142')
  assert.deepEqual((await lookUp('+14155550142')).body, body)
  const elsewhere = await lookUp('+14155550142', actorIn(await slice.workspace()))
  assert.notEqual(elsewhere.body.handle, body.handle)
})

test('a lookup refuses what is no number, in words', async () => {
  for (const number of ['', '0151 2345678', 'somebody', undefined]) {
    const { status, body } = await lookUp(number)
    assert.deepEqual([status, body.errors[0].pointer], [422, '/number'])
  }
  assert.match((await lookUp('0151 2345678')).body.detail, /country code/)
})

test('a lookup is for those with history.read', async () => {
  assert.equal((await slice.call(null, 'POST', '/v1/numbers/lookup', { number: '+14155550142' })).status, 401)
  assert.equal((await lookUp('+14155550142', actorIn(workspaceId, ['sms.read']))).status, 403)
  assert.equal((await lookUp('+14155550142', actorIn(workspaceId, ['history.read']))).status, 200)
})
