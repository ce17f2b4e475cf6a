import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Carrier, startCarrier } from '../../test/carrier.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier()
})
after(() => carrier.stop())

test('of thirty tests at the same instant ten are sent, and the others are told to wait', async () => {
  const workspace = await carrier.connected()
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => workspace.call('POST', '/v1/sms/test', { to: `+14155553${100 + i}` })),
  )
  const statuses = answers.map(({ status }) => status)
  assert.deepEqual(
    [200, 429].map((status) => statuses.filter((one) => one === status).length),
    [10, 20],
  )
  const { body } = answers.find(({ status }) => status === 429)!
  assert.deepEqual([body.code, body.retry_after_seconds], ['too_many_tests', 60])
  const { body: list } = await workspace.call<{ items: object[] }>('GET', '/v1/messages?class=test')
  assert.equal(list.items.length, 10)
})

test('a minute later there may be ten more, and another workspace is not concerned', async () => {
  const [workspace, other] = [await carrier.connected(), await carrier.connected()]
  const send = async (from = workspace) => (await from.call('POST', '/v1/sms/test', { to: '+14155553200' })).status
  await Promise.all(Array.from({ length: 10 }, () => send()))
  assert.deepEqual([await send(), await send(other)], [429, 200])
  await carrier.server.context.db.tenant(workspace.id, (tx) =>
    tx.rows(
      '',
      `update workspaces set tests_at = array(select at - interval '61 seconds' from unnest(tests_at) as at)`,
      [],
    ),
  )
  assert.equal(await send(), 200)
})
