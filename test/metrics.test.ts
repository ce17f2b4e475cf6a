import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from './app.ts'
import { type Carrier, startCarrier, waitForStatus } from './carrier.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier()
})
after(() => carrier.stop())

async function metric(line: string): Promise<number> {
  const text = await (await fetch(`${carrier.server.url}/metrics`)).text()
  const found = text.split('\n').find((one) => one.startsWith(`${line} `))
  assert.ok(found, `${line} is not among the metrics`)
  return Number(found.slice(line.length + 1))
}

test('a text that is sent and confirmed is counted once at each step', async () => {
  const workspace = await carrier.connected()
  const { body } = await workspace.call<{ id: string }>('POST', '/v1/messages', { to: '+14155550142', body: 'Hello' })
  await waitForStatus(workspace, body.id, 'delivered')
  assert.equal(await metric('handset_attempts_total{outcome="accepted"}'), 1)
  assert.equal(await metric('handset_wait_seconds_count'), 1)
  assert.equal(await metric('handset_wait_seconds_bucket{le="10"}'), 1)
  assert.equal(await metric('handset_provider_seconds_count'), 1)
  assert.ok((await metric('handset_receipts_total{source="callback"}')) >= 1)
  assert.ok((await metric('handset_transaction_seconds_count{role="system"}')) >= 1)
})

test('the server is ready and sending by itself, and beats', async () => {
  const ready = await until('sending', async () => {
    const answer = await fetch(`${carrier.server.url}/readyz`)
    const body = (await answer.json()) as { ready: boolean; sending: boolean; alarms: unknown[] }
    return body.sending && { status: answer.status, ...body }
  })
  assert.deepEqual([ready.status, ready.ready, ready.alarms], [200, true, []])
})

test('a callback that proves nothing is counted as refused', async () => {
  const workspace = await carrier.connected()
  const { body } = await workspace.call<{ id: string }>('POST', '/v1/messages', { to: '+14155550143', body: 'Hello' })
  await waitForStatus(workspace, body.id, 'delivered')
  const [text] = await carrier.texts('+14155550143')
  const forged = await fetch(text!.receipts[0]!.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'AAAA' },
    body: `MessageSid=${text!.sid}&MessageStatus=failed`,
  })
  assert.equal(forged.status, 403)
  assert.equal(await metric('handset_callbacks_refused_total'), 1)
})

test('what this process counted stands in the row of the minute', async () => {
  const counted = await until('the minute', async () => {
    const { rows } = await carrier.server.context.db.pool.query<Record<string, number>>(
      `select sum(accepted)::int as accepted, sum(called_back)::int as called_back, sum(refused)::int as refused,
         sum((select sum(n) from unnest(waits) n))::int as waits from health_minutes`,
    )
    return rows[0]!.accepted === 2 && rows[0]
  })
  assert.deepEqual([counted.waits, counted.refused], [2, 1])
  assert.ok(counted.called_back! >= 2)
})
