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

const at = (time: string, more: Wanted = {}): Wanted => ({ created_at: new Date(time), ...more })
const sent = (time: string, more: Wanted = {}): Wanted => {
  const createdAt = new Date(time)
  const sentAt = new Date(createdAt.getTime() + 800)
  const finishedAt = new Date(sentAt.getTime() + 3000)
  return { created_at: createdAt, sent_at: sentAt, finished_at: finishedAt, status: 'delivered', ...more }
}

describe('a range', () => {
  test('adds up what became of its messages, and what it cost', async () => {
    const workspaceId = await workspaceWith('UTC', [
      sent('2026-03-02T10:00:00Z', { segments: 2, cost_micros: 16_600, price_micros: 15_000 }),
      sent('2026-03-03T10:00:00Z', { status: 'sent', finished_at: null }),
      sent('2026-03-03T10:00:00Z', { status: 'undelivered', error_code: 30003, provider: 'twilio' }),
      at('2026-03-03T10:00:00Z', { status: 'skipped', skip_reason: 'opted_out' }),
      at('2026-03-03T10:00:00Z'),
      sent('2026-03-04T00:00:00Z'),
    ])
    const { total } = await ask(workspaceId, '?from=2026-03-01&to=2026-03-03')
    assert.deepEqual(total, {
      messages: 5,
      pending: 1,
      sent: 2,
      delivered: 1,
      failed: 1,
      skipped: 1,
      failure_rate: 1 / 3,
      segments: 4,
      cost: [{ currency: 'USD', micros: 31_600, estimated_micros: 33_200, billed_micros: 15_000 }],
    })
  })

  test('keeps the money from whoever may not see it', async () => {
    const workspaceId = await workspaceWith('UTC', [sent('2026-03-02T10:00:00Z')])
    const { total, groups } = await ask(workspaceId, '?from=2026-03-01&to=2026-03-03&group_by=day', ['history.read'])
    assert.deepEqual([total.cost, groups[0].cost], [null, null])
    const actor = actorIn(workspaceId, ['history.read'])
    const csv = await slice.call(actor, 'GET', '/v1/statistics/export?from=2026-03-01&to=2026-03-03')
    assert.doesNotMatch(csv.body, /micros/)
    const none = await slice.call(
      actorIn(workspaceId, ['spend.read']),
      'GET',
      '/v1/statistics?from=2026-03-01&to=2026-03-03',
    )
    assert.equal(none.status, 403)
  })

  test('has nothing but naughts where nothing was sent', async () => {
    const workspaceId = await slice.workspace()
    const { total, latency, groups } = await ask(workspaceId, '?from=2026-03-01&to=2026-03-03')
    assert.deepEqual([total.messages, total.failure_rate, total.cost, groups], [0, null, [], []])
    assert.deepEqual(latency.delivered, { messages: 0, p50_ms: null, p95_ms: null, p99_ms: null })
  })

  test('narrows to a channel, a class and a type of event', async () => {
    const workspaceId = await workspaceWith('UTC', [
      sent('2026-03-02T10:00:00Z', { event_type: 'overdue' }),
      sent('2026-03-02T10:00:00Z', { channel: 'email', event_type: 'overdue' }),
      sent('2026-03-02T10:00:00Z', { class: 'otp' }),
    ])
    const count = async (filter: string) =>
      (await ask(workspaceId, `?from=2026-03-01&to=2026-03-03${filter}`)).total.messages
    assert.deepEqual(
      [await count('&channel=sms'), await count('&class=alert'), await count('&event_type=overdue&channel=email')],
      [2, 2, 1],
    )
  })

  const refused: [string, string, RegExp][] = [
    ['that ends before it begins', 'from=2026-03-03&to=2026-03-01', /before the first day/],
    ['of years', 'from=2024-01-01&to=2026-03-01', /At most 400 days/],
    ['of months by the hour', 'from=2026-01-01&to=2026-03-01&group_by=hour', /At most 31 days by the hour/],
    ['by what there is not', 'from=2026-03-01&to=2026-03-01&group_by=mood', /must be one of/],
    ['by two properties', 'from=2026-03-01&to=2026-03-01&group_by=class,channel', /must be one of/],
    ['by three', 'from=2026-03-01&to=2026-03-01&group_by=day,channel,class', /must be one of/],
    ['by a day and a mood', 'from=2026-03-01&to=2026-03-01&group_by=day,mood', /must be one of/],
    ['on a day that no calendar has', 'from=2026-02-30&to=2026-03-01', /./],
  ]
  for (const [what, query, words] of refused) {
    test(`${what} is refused`, async () => {
      const { status, body } = await slice.call(actorIn(await slice.workspace()), 'GET', `/v1/statistics?${query}`)
      assert.equal(status, 422)
      assert.match(body.errors[0].detail, words)
    })
  }
})

describe('groups', () => {
  test('come by each property, the largest first', async () => {
    const twilio = { provider: 'twilio', sent_from: '+14155550100' }
    const workspaceId = await workspaceWith('UTC', [
      sent('2026-03-02T10:00:00Z', twilio),
      sent('2026-03-02T10:00:00Z', { ...twilio, to_country: 'DE', class: 'campaign', event_type: 'overdue' }),
      sent('2026-03-02T10:00:00Z', { ...twilio, status: 'failed', error_code: 30007 }),
      at('2026-03-02T10:00:00Z', { status: 'expired' }),
      at('2026-03-02T10:00:00Z', { channel: 'email', status: 'failed', error_class: 'mail', to_country: null }),
      at('2026-03-02T10:00:00Z', { status: 'skipped', skip_reason: 'opted_out' }),
    ])
    const by = async (property: string) => {
      const { groups } = await ask(workspaceId, `?from=2026-03-02&to=2026-03-02&group_by=${property}`)
      return groups.map(({ key, messages }: { key: string; messages: number }) => `${key} ${messages}`)
    }
    assert.deepEqual(await by('channel'), ['sms 5', 'email 1'])
    assert.deepEqual(await by('status'), ['delivered 2', 'failed 2', 'expired 1', 'skipped 1'])
    assert.deepEqual(await by('event_type'), ['direct 5', 'overdue 1'])
    assert.deepEqual(await by('class'), ['alert 5', 'campaign 1'])
    assert.deepEqual(await by('country'), ['US 4', ' 1', 'DE 1'])
    assert.deepEqual(await by('failure'), ['expired 1', 'mail 1', 'twilio:30007 1'])
    assert.deepEqual(await by('skip_reason'), ['opted_out 1'])
    assert.deepEqual(await by('sender'), ['+14155550100 3'])
    const { groups } = await ask(workspaceId, '?from=2026-03-02&to=2026-03-02&group_by=failure')
    for (const { cause } of groups) {
      assert.ok(
        cause.title.length > 3 && cause.cause.endsWith('.') && cause.remedy.endsWith('.'),
        JSON.stringify(cause),
      )
    }
    assert.deepEqual(
      groups.map(({ cause }: { cause: { code: number | null } }) => cause.code),
      [null, null, 30007],
    )
  })
})

test('percentiles are right to a tenth', async () => {
  const times = [120, 200, 250, 300, 400, 450, 500, 600, 700, 20_000]
  const workspaceId = await workspaceWith(
    'UTC',
    times.map((ms) => {
      const createdAt = new Date('2026-03-02T10:00:00Z')
      const sentAt = new Date(createdAt.getTime() + ms)
      return {
        created_at: createdAt,
        sent_at: sentAt,
        finished_at: new Date(sentAt.getTime() + 10 * ms),
        status: 'delivered',
      }
    }),
  )
  const { latency } = await ask(workspaceId, '?from=2026-03-02&to=2026-03-02')
  const near = (is: number, should: number) => assert.ok(Math.abs(is / should - 1) <= 0.2, `${is} for ${should}`)
  near(latency.handed_over.p50_ms, 400)
  near(latency.handed_over.p99_ms, 20_000)
  near(latency.delivered.p50_ms, 4000)
  near(latency.delivered.p95_ms, 200_000)
  assert.equal(latency.delivered.messages, 10)
})

describe('people', () => {
  test('come by how much they were told, in pages, with names for whoever may see them', async () => {
    const told = (person: string, times: number) =>
      Array.from({ length: times }, (_, i) => sent(`2026-03-0${(i % 3) + 1}T10:00:00Z`, { person_id: person }))
    const workspaceId = await workspaceWith('UTC', [
      ...told('per_a', 2),
      ...told('per_b', 4),
      ...told('per_c', 2),
      ...told('per_d', 1),
      sent('2026-03-01T10:00:00Z'),
    ])
    await slice.db.tenant(workspaceId, (tx) =>
      tx.rows(
        '',
        `insert into persons (workspace_id, id, first_name, last_name, words) values ($1, 'per_b', 'Ines', 'Okafor', '')`,
        [workspaceId],
      ),
    )
    const page = async (query: string, permissions?: string[]) => {
      const body = await ask(workspaceId, `/people?from=2026-03-01&to=2026-03-31&limit=2${query}`, permissions)
      const items = body.items.map((one: Record<string, unknown>) => [one.person_id, one.messages, one.name])
      return { items, next: body.next as string }
    }
    const first = await page('')
    assert.deepEqual(first.items, [
      ['per_b', 4, 'Ines Okafor'],
      ['per_c', 2, null],
    ])
    const second = await page(`&after=${first.next}`)
    assert.deepEqual(second, {
      items: [
        ['per_a', 2, null],
        ['per_d', 1, null],
      ],
      next: null,
    })
    assert.equal((await page('', ['history.read'])).items[0]![2], null)
    const odd = await slice.call(
      actorIn(workspaceId),
      'GET',
      '/v1/statistics/people?from=2026-03-01&to=2026-03-31&after=x',
    )
    assert.equal(odd.status, 422)
  })
})

test('the table that is exported has what the screen has', async () => {
  const workspaceId = await workspaceWith('UTC', [
    sent('2026-03-02T10:00:00Z'),
    sent('2026-03-02T10:00:00Z', { event_type: '=cmd()', price_micros: 7000 }),
  ])
  const get = async (query: string) => {
    const { headers, body } = await slice.call(actorIn(workspaceId), 'GET', `/v1/statistics/export?${query}`)
    assert.match(headers.get('content-disposition')!, /statistics-2026-03-01-2026-03-02\.csv/)
    return body
  }
  const head =
    'messages,pending,sent,delivered,failed,skipped,segments,currency,cost_micros,estimated_micros,billed_micros'
  assert.equal(
    await get('from=2026-03-01&to=2026-03-02'),
    `day,channel,${head}\r\n2026-03-02,sms,2,0,2,2,0,0,2,USD,15300,16600,7000\r\n`,
  )
  assert.match(await get('from=2026-03-01&to=2026-03-02&group_by=event_type'), /^'=cmd\(\),1/m)
})

test('it says until when all is counted: now, unless something waits', async () => {
  const workspaceId = await workspaceWith('UTC', [sent('2026-03-02T10:00:00Z')])
  const asOf = async () => Date.parse((await ask(workspaceId, '?from=2026-03-01&to=2026-03-02')).as_of)
  const before = Date.now()
  assert.ok((await asOf()) >= before - 1000)
  const then = await asOf()
  await insertMessage(slice, workspaceId, sent('2026-03-02T10:00:00Z'))
  assert.ok((await asOf()) < then, 'the last counting was before')
})
