import assert from 'node:assert/strict'
import test from 'node:test'
import twilio from 'twilio'
import { SAMPLE_URL } from '../accounts/seed.ts'
import { pointNumber, replyFrom, startBench, startReceiver } from '../testing.ts'
import type { SimMessageView } from '../wire.ts'

const HANDSET = '+14155550142'
const NUMBER = '+14155550100'

test('a text from a phone reaches the address of the number, signed as the official package checks it', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t, () => ({ body: '<Response/>' }))
  pointNumber(bench.full, NUMBER, `${receiver.url}/in?token=1`)
  const message = await replyFrom(bench, HANDSET, 'Is it “open”? 😀', NUMBER)
  assert.deepEqual([message.inbound?.result, message.inbound?.http_status], ['received', 200])
  const [request] = receiver.received
  const { headers, params } = request!
  const signature = String(headers['x-twilio-signature'])
  assert.equal(twilio.validateRequest(bench.full.authToken, signature, `${receiver.url}/in?token=1`, params), true)
  assert.deepEqual(
    [params.MessageSid, params.SmsSid, params.SmsMessageSid, params.AccountSid],
    [message.sid, message.sid, message.sid, bench.full.sid],
  )
  assert.deepEqual([params.From, params.To, params.Body], [HANDSET, NUMBER, 'Is it “open”? 😀'])
  assert.deepEqual(
    [params.NumMedia, params.NumSegments, params.SmsStatus, params.ApiVersion],
    ['0', '1', 'received', '2010-04-01'],
  )
  assert.equal('OptOutType' in params, false)
  const listed = await bench.client(bench.full).messages(message.sid).fetch()
  assert.deepEqual([listed.direction, listed.status, listed.price], ['inbound', 'received', '-0.00750'])
})

test('a GET carries everything in the address, which is what is signed', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  pointNumber(bench.full, NUMBER, `${receiver.url}/in?token=1`)
  bench.full.numbers[0]!.smsMethod = 'GET'
  await replyFrom(bench, HANDSET, 'hello', NUMBER)
  const { headers, url, method } = receiver.received[0]!
  assert.deepEqual([method, new URL(url, receiver.url).searchParams.get('Body')], ['GET', 'hello'])
  const signature = String(headers['x-twilio-signature'])
  assert.equal(twilio.validateRequest(bench.full.authToken, signature, receiver.url + url, {}), true)
})

test('an application on the number beats its service, and the service beats the number', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t, () => ({ status: 204 }))
  const [alerts] = bench.full.services
  const number = bench.full.numbers.find((candidate) => alerts!.pool.includes(candidate.sid))!
  number.smsUrl = `${receiver.url}/number`
  const outcome = async () => {
    const { inbound } = await replyFrom(bench, HANDSET, 'hello', number.phoneNumber)
    return inbound?.url ? new URL(inbound.url).pathname : inbound?.result
  }
  assert.equal(await outcome(), 'dropped')
  alerts!.useInboundWebhookOnNumber = true
  assert.equal(await outcome(), '/number')
  Object.assign(alerts!, { useInboundWebhookOnNumber: false, inboundRequestUrl: `${receiver.url}/service` })
  assert.equal(await outcome(), '/service')
  assert.equal(receiver.received.at(-1)?.params.MessagingServiceSid, alerts!.sid)
  const sid = `AP${'a'.repeat(32)}`
  const settings = { smsMethod: 'POST', smsFallbackUrl: '', smsFallbackMethod: 'POST' } as const
  bench.full.applications.push({ ...settings, sid, name: 'App', smsUrl: `${receiver.url}/app`, statusCallback: '' })
  number.smsApplicationSid = sid
  assert.equal(await outcome(), '/app')
  assert.equal((await bench.client(bench.full).messages.list()).length, 3, 'what was dropped is not listed')
})

test('a number without an address takes texts and tells nobody', async (t) => {
  const bench = await startBench(t)
  const message = await replyFrom(bench, HANDSET, 'hello', '+442079460000')
  assert.deepEqual([message.inbound?.result, message.inbound?.warnings], ['nowhere', []])
  assert.equal((await bench.client(bench.full).messages.list()).length, 1)
})

test('the sample address answers without the simulator calling anybody', async (t) => {
  const bench = await startBench(t)
  assert.equal(bench.full.numbers[0]?.smsUrl, SAMPLE_URL)
  const message = await replyFrom(bench, HANDSET, 'hello', NUMBER)
  assert.match(message.inbound?.replies[0] ?? '', /^Thanks for the message/)
})

test('what the answer asks for is sent: TwiML messages, plain text, and after a redirect', async (t) => {
  const bench = await startBench(t)
  let answer = { type: 'text/xml', body: '' }
  const receiver = await startReceiver(t, ({ url }) =>
    url === '/next' ? { body: '<Response><Message>after all</Message></Response>' } : answer,
  )
  pointNumber(bench.full, NUMBER, receiver.url)
  const replies = async (type: string, body: string) => {
    answer = { type, body }
    const { inbound } = await replyFrom(bench, HANDSET, 'hello', NUMBER)
    return [inbound?.replies, inbound?.warnings]
  }
  const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`
  assert.deepEqual(await replies('text/xml', xml('')), [[], []])
  assert.deepEqual(await replies('text/xml', xml('<Message>A &amp; B</Message><Message><Body>C</Body></Message>')), [
    ['A & B', 'C'],
    [],
  ])
  assert.deepEqual(await replies('text/plain; charset=utf-8', ' thanks '), [['thanks'], []])
  assert.deepEqual(await replies('text/xml', xml('<Redirect>/next</Redirect><Message>never</Message>')), [
    ['after all'],
    [],
  ])
  assert.deepEqual(await replies('application/json', '{}'), [[], [12300]])
  assert.deepEqual(await replies('text/xml', '<Response><Message>'), [[], [12100]])
  assert.deepEqual(await replies('text/xml', xml(`<Message>${'x'.repeat(66_000)}</Message>`)), [[], [11750]])
  assert.deepEqual(await replies('text/plain', 'x'.repeat(1601)), [[], [21617]])
  await bench.pass(10_000)
  const [last] = await bench.client(bench.full).messages.list({ to: HANDSET })
  assert.deepEqual(
    [last?.direction, last?.status, last?.from, last?.body],
    ['outbound-reply', 'delivered', NUMBER, 'after all'],
  )
})

test('more than ten answers to one text, or fifteen in half a minute, are not sent', async (t) => {
  const bench = await startBench(t)
  const many = `<Response>${'<Message>again</Message>'.repeat(12)}</Response>`
  const receiver = await startReceiver(t, () => ({ body: many }))
  pointNumber(bench.full, NUMBER, receiver.url)
  const first = await replyFrom(bench, HANDSET, 'hello', NUMBER)
  assert.deepEqual([first.inbound?.replies.length, first.inbound?.warnings], [10, [14109]])
  const second = await replyFrom(bench, HANDSET, 'hello', NUMBER)
  assert.deepEqual([second.inbound?.replies.length, second.inbound?.warnings], [5, [14107]])
  await bench.pass(31_000)
  assert.equal((await replyFrom(bench, HANDSET, 'hello', NUMBER)).inbound?.replies.length, 10)
})

test('when the address fails the second one is asked and told why; without one nothing was received', async (t) => {
  const bench = await startBench(t)
  const broken = await startReceiver(t, () => ({ status: 502 }))
  const spare = await startReceiver(t, () => ({ body: '<Response><Message>spare</Message></Response>' }))
  pointNumber(bench.full, NUMBER, broken.url)
  const alone = await replyFrom(bench, HANDSET, 'hello', NUMBER)
  assert.deepEqual(
    [alone.inbound?.result, alone.inbound?.url, alone.inbound?.http_status, alone.inbound?.warnings],
    ['not_received', broken.url, 502, [11200]],
  )
  bench.full.numbers[0]!.smsFallbackUrl = spare.url
  const helped = await replyFrom(bench, HANDSET, 'hello', NUMBER)
  assert.deepEqual([helped.inbound?.result, helped.inbound?.replies], ['received', ['spare']])
  assert.deepEqual([spare.received[0]?.params.ErrorCode, spare.received[0]?.params.ErrorUrl], ['11200', broken.url])
})

test('an address that does not answer in time counts as failed', async (t) => {
  const bench = await startBench(t, { webhookTimeoutMs: 60 })
  const receiver = await startReceiver(t, () => new Promise(() => {}))
  pointNumber(bench.full, NUMBER, receiver.url)
  const message = await replyFrom(bench, HANDSET, 'hello', NUMBER)
  assert.deepEqual([message.inbound?.result, message.inbound?.detail], ['not_received', 'no answer in 0.06 s'])
})

test('without a named number a reply goes to whoever texted last; names cannot be answered', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const path = '/handsets/+442079460123/replies'
  const answer = () => bench.sim<SimMessageView & { detail?: string }>(path, { method: 'POST', body: { body: 'hi' } })
  assert.match((await answer()).detail ?? '', /got no text/)
  await client.messages.create({ to: '+442079460123', from: '+442079460000', body: 'from London' })
  assert.equal((await answer()).to, '+442079460000')
  await client.messages.create({ to: '+442079460123', from: 'Acme', body: 'from Acme' })
  assert.match((await answer()).detail ?? '', /Acme cannot be answered/)
})
