import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { insertMessage } from '../../test/rows.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { statisticsRoutes } from './routes.ts'
import { countAll } from './testing.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(statisticsRoutes)
})
after(() => slice.close())

type Wanted = Parameters<typeof insertMessage>[2]

async function workspaceWith(timeZone: string, messages: Wanted[]): Promise<string> {
  const workspaceId = await slice.workspace({ timeZone })
  for (const message of messages) await insertMessage(slice, workspaceId, message)
  await countAll(slice.context, workspaceId)
  return workspaceId
}

async function ask(workspaceId: string, query: string, permissions?: string[]) {
  const { status, body } = await slice.call(actorIn(workspaceId, permissions), 'GET', `/v1/statistics${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

const sent = (time: string, more: Wanted = {}): Wanted => {
  const createdAt = new Date(time)
  const sentAt = new Date(createdAt.getTime() + 800)
  const finishedAt = new Date(sentAt.getTime() + 3000)
  return { created_at: createdAt, sent_at: sentAt, finished_at: finishedAt, status: 'delivered', ...more }
}

describe('days and hours', () => {
  // What is made in the last and in the first minute of a day is counted in that day.
  const zones: [zone: string, day: string, first: string, last: string, hours: number][] = [
    ['UTC', '2026-03-02', '2026-03-02T00:00:00Z', '2026-03-02T23:59:59Z', 24],
    ['Asia/Kolkata', '2026-03-02', '2026-03-01T18:30:00Z', '2026-03-02T18:29:59Z', 24],
    ['Asia/Kathmandu', '2026-03-02', '2026-03-01T18:15:00Z', '2026-03-02T18:14:59Z', 24],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z', 23],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z', 25],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', 25],
    // Clocks go on at midnight: the day begins at one.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z', '2026-04-24T20:59:59Z', 23],
    // By half an hour.
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', '2026-04-05T13:29:59Z', 25],
  ]
  for (const [zone, day, first, last, hours] of zones) {
    test(`${zone} has its ${day} to the second`, async () => {
      const quarters: Wanted[] = []
      for (let ms = Date.parse(first); ms < Date.parse(last); ms += 900_000)
        quarters.push(sent(new Date(ms).toISOString()))
      const before = new Date(Date.parse(first) - 1000).toISOString()
      const after = new Date(Date.parse(last) + 1000).toISOString()
      const workspaceId = await workspaceWith(zone, [sent(before), ...quarters, sent(last), sent(after)])
      const [only, ...more] = (await ask(workspaceId, `?from=${day}&to=${day}&group_by=day`)).groups
      assert.deepEqual([only.day, only.messages, more], [day, quarters.length + 1, []])
      const byHour = (await ask(workspaceId, `?from=${day}&to=${day}&group_by=hour`)).groups
      assert.equal(byHour.length, hours)
      assert.equal(byHour[0].hour, new Date(first).toISOString())
      const counts = byHour.map((group: { messages: number }) => group.messages)
      assert.equal(
        counts.reduce((a: number, b: number) => a + b, 0),
        quarters.length + 1,
      )
    })
  }

  test('can be split by another property', async () => {
    const workspaceId = await workspaceWith('UTC', [
      sent('2026-03-02T10:00:00Z'),
      sent('2026-03-02T11:00:00Z', { channel: 'email' }),
      sent('2026-03-02T11:00:00Z', { channel: 'email' }),
      sent('2026-03-03T10:00:00Z'),
    ])
    const { groups } = await ask(workspaceId, '?from=2026-03-01&to=2026-03-03&group_by=day,channel')
    assert.deepEqual(
      groups.map(({ day, key, messages }: { day: string; key: string; messages: number }) => [day, key, messages]),
      [
        ['2026-03-02', 'email', 2],
        ['2026-03-02', 'sms', 1],
        ['2026-03-03', 'sms', 1],
      ],
    )
  })
})
