import assert from 'node:assert/strict'
import test from 'node:test'
import { pointNumber, replyFrom, startBench, startReceiver } from '../testing.ts'
import type { SimMessageView } from '../wire.ts'

const HANDSET = '+14155550142'
const NUMBER = '+14155550100'
const TOLL_FREE = '+18005550199'

test('STOP blocks one number for one phone at once, START lifts it, and both are still told to the client', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  pointNumber(bench.full, NUMBER, receiver.url)
  const client = bench.client(bench.full)
  const send = (from: string, to = HANDSET) => client.messages.create({ to, from, body: 'hi' })
  await send(NUMBER)
  const stopped = await replyFrom(bench, HANDSET, ' stop ', NUMBER)
  assert.equal(stopped.inbound?.keyword, 'STOP')
  assert.match(stopped.inbound?.auto_reply ?? '', /^You have successfully been unsubscribed/)
  assert.equal(receiver.received[0]?.params.Body, ' stop ')
  assert.equal('OptOutType' in receiver.received[0]!.params, false)
  await assert.rejects(send(NUMBER), { status: 400, code: 21610 })
  await send('12345')
  await send(NUMBER, '+14155550143')
  assert.equal((await replyFrom(bench, HANDSET, 'HELP', NUMBER)).inbound?.auto_reply, null, 'no help for who opted out')
  const started = await replyFrom(bench, HANDSET, 'yes', NUMBER)
  assert.match(started.inbound?.auto_reply ?? '', /^You have successfully been re-subscribed/)
  await send(NUMBER)
  await bench.pass(10_000)
  const answers = (await client.messages.list()).filter((message) => message.direction === 'outbound-reply')
  assert.deepEqual(
    answers.map((message) => [message.status, message.body.slice(0, 21)]),
    [
      ['delivered', 'You have successfully'],
      ['delivered', 'You have successfully'],
    ],
  )
})

const KEYWORDS: [text: string, keyword: string | null][] = [
  ...['STOP', 'STOPALL', 'Unsubscribe', 'cancel', 'END', 'quit', 'REVOKE', 'OPTOUT'].map((w): [string, string] => [
    w,
    'STOP',
  ]),
  ...['START', 'yes', 'UNSTOP'].map((w): [string, string] => [w, 'START']),
  ...['HELP', 'info'].map((w): [string, string] => [w, 'HELP']),
  ...['STOP PLEASE', 'STOP.', 'OPT OUT', 'the end', 'hello'].map((w): [string, null] => [w, null]),
]

test('only the single word counts', async (t) => {
  const bench = await startBench(t)
  for (const [text, keyword] of KEYWORDS) {
    const { inbound } = await replyFrom(bench, '+442079460123', text, '+442079460000')
    assert.equal(inbound?.keyword ?? null, keyword, text)
  }
})

test('STOP to one number of a service blocks the whole service, found out only after acceptance', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  const [alerts] = bench.full.services
  await replyFrom(bench, HANDSET, 'STOP', '+14155550102')
  const client = bench.client(bench.full)
  const text = { to: HANDSET, messagingServiceSid: alerts!.sid, body: 'hi', statusCallback: receiver.url }
  const { sid } = await client.messages.create(text)
  await bench.pass(10_000)
  const message = await client.messages(sid).fetch()
  assert.deepEqual([message.status, message.errorCode, message.price], ['failed', 21610, null])
  assert.deepEqual([receiver.statuses(), receiver.received[0]?.params.ErrorCode], [['failed'], '21610'])
  await assert.rejects(client.messages.create({ to: HANDSET, from: '+14155550103', body: 'hi' }), { code: 21610 })
})

test('on a toll-free number the network blocks too: only STOP sets that, only START and UNSTOP lift it', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const send = () => client.messages.create({ to: HANDSET, from: TOLL_FREE, body: 'hi' })
  const stopped = await replyFrom(bench, HANDSET, 'STOP', TOLL_FREE)
  assert.match(stopped.inbound?.auto_reply ?? '', /^NETWORK MSG: You replied with the word "stop"/)
  await assert.rejects(send(), { code: 21610 })
  await replyFrom(bench, HANDSET, 'YES', TOLL_FREE)
  const { sid } = await send()
  await bench.pass(10_000)
  const blocked = await client.messages(sid).fetch()
  assert.deepEqual([blocked.status, blocked.errorCode], ['undelivered', 30004])
  assert.match(
    (await replyFrom(bench, HANDSET, 'UNSTOP', TOLL_FREE)).inbound?.auto_reply ?? '',
    /^NETWORK MSG: You have replied "unstop"/,
  )
  const free = await send()
  await bench.pass(10_000)
  assert.equal((await client.messages(free.sid).fetch()).status, 'delivered')
  const { items } = await bench.sim<{ items: SimMessageView[] }>('/messages?direction=network')
  assert.deepEqual(
    items.map((item) => item.status),
    ['delivered', 'delivered'],
  )
  assert.equal(
    (await client.messages.list()).some((message) => message.body.startsWith('NETWORK')),
    false,
  )
})

test('a short code of its own is left to its owner: no block, no answer', async (t) => {
  const bench = await startBench(t)
  const stopped = await replyFrom(bench, HANDSET, 'STOP', '12345')
  assert.deepEqual([stopped.inbound?.keyword, stopped.inbound?.auto_reply], [null, null])
  await bench.client(bench.full).messages.create({ to: HANDSET, from: '12345', body: 'hi' })
})

test('Advanced Opt-Out has its own words and answers, and alone tells the type', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  pointNumber(bench.other, '+12125550171', receiver.url)
  const stopped = await replyFrom(bench, HANDSET, 'stop care', '+12125550171')
  assert.match(stopped.inbound?.auto_reply ?? '', /^You get no more texts from Care/)
  assert.equal((await replyFrom(bench, HANDSET, 'CANCEL', '+12125550171')).inbound?.keyword, null)
  await replyFrom(bench, HANDSET, 'UNSTOP', '+12125550171')
  await replyFrom(bench, HANDSET, 'aide', '+12125550171')
  assert.deepEqual(
    receiver.received.map((request) => request.params.OptOutType),
    ['STOP', undefined, 'START', 'HELP'],
  )
})

test('answers of the client do not go out to who has opted out', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t, () => ({
    body: '<Response><Message>Sorry to see you go</Message></Response>',
  }))
  pointNumber(bench.full, NUMBER, receiver.url)
  await replyFrom(bench, HANDSET, 'STOP', NUMBER)
  await bench.pass(10_000)
  const [newest] = await bench.client(bench.full).messages.list({ to: HANDSET })
  assert.deepEqual([newest?.body, newest?.status, newest?.errorCode], ['Sorry to see you go', 'failed', 21610])
})
