import assert from 'node:assert/strict'
import test from 'node:test'
import { startBench } from '../testing.ts'

test('a Restricted key sees messages, and nothing of the senders', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full, 'Restricted')
  assert.deepEqual(await client.messages.list(), [])
  await assert.rejects(client.incomingPhoneNumbers.list(), { status: 401, code: 20003 })
  await assert.rejects(client.messaging.v1.services.list(), { status: 401, code: 20003 })
})

test('the official client reads and changes where an application sends texts', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const sid = `AP${'a'.repeat(32)}`
  const settings = { smsUrl: '', smsMethod: 'POST', smsFallbackUrl: '', smsFallbackMethod: 'POST' } as const
  bench.full.applications.push({ ...settings, sid, name: 'App', statusCallback: '' })
  assert.deepEqual(
    (await client.applications.list()).map((one) => [one.sid, one.friendlyName]),
    [[sid, 'App']],
  )
  await client.applications(sid).update({ smsUrl: 'https://app.example/in' })
  assert.equal((await client.applications(sid).fetch()).smsUrl, 'https://app.example/in')
  await assert.rejects(client.applications(sid).update({ smsUrl: 'nowhere' }), { status: 400, code: 21502 })
  await assert.rejects(client.applications(`AP${'b'.repeat(32)}`).fetch(), { status: 404, code: 20404 })
})

test('whether a number is in the pool of a service can be asked of the service', async (t) => {
  const bench = await startBench(t)
  const [alerts, empty] = bench.full.services
  const [pooled] = alerts!.pool
  const numbers = (sid: string) => bench.client(bench.full).messaging.v1.services(sid).phoneNumbers(pooled!)
  assert.equal((await numbers(alerts!.sid).fetch()).phoneNumber, '+14155550102')
  await assert.rejects(numbers(empty!.sid).fetch(), { status: 404 })
})
