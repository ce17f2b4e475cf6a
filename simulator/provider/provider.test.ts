import assert from 'node:assert/strict'
import test from 'node:test'
import type { SimAccount } from '../accounts/account.ts'
import { differences, type ShapeName } from '../shape-check.ts'
import { type Bench, startBench } from '../testing.ts'

test('the official client reads the account, its balance and whether it is a trial', async (t) => {
  const bench = await startBench(t)
  const account = await bench.client(bench.full).api.v2010.accounts(bench.full.sid).fetch()
  assert.deepEqual([account.status, account.type, account.friendlyName], ['active', 'Full', 'Full account'])
  assert.equal((await bench.client(bench.full).balance.fetch()).balance, '100.0000')
  const trial = await bench.client(bench.trial).api.v2010.accounts(bench.trial.sid).fetch()
  assert.equal(trial.type, 'Trial')
})

test('a Standard key may do everything but read the account, a Main key may do that too', async (t) => {
  const bench = await startBench(t)
  const standard = bench.client(bench.full, 'Standard')
  await assert.rejects(standard.api.v2010.accounts(bench.full.sid).fetch(), { status: 401, code: 20003 })
  assert.equal((await standard.incomingPhoneNumbers.list()).length, 6)
  const main = bench.client(bench.full, 'Main')
  assert.equal((await main.api.v2010.accounts(bench.full.sid).fetch()).sid, bench.full.sid)
})

test('who cannot sign in gets 401 with code 20003, whatever is wrong', async (t) => {
  const bench = await startBench(t)
  const { sid, authToken, keys } = bench.full
  const path = `/2010-04-01/Accounts/${sid}/Messages.json`
  const cases: [name: string, user: string, password: string, path: string][] = [
    ['wrong token', sid, 'f'.repeat(32), path],
    ['stray space in the token', sid, `${authToken} `, path],
    ['unknown account', `AC${'0'.repeat(32)}`, authToken, path],
    ['token of another account', sid, bench.other.authToken, path],
    ['wrong key secret', keys[0]!.sid, 'wrong', path],
    ['path of another account', sid, authToken, path.replace(sid, bench.other.sid)],
  ]
  for (const [name, user, password, at] of cases) {
    const { status, body } = await get(bench, at, user, password)
    assert.deepEqual([status, body.code, body.status], [401, 20003, 401], name)
  }
  const anonymous = await fetch(bench.simulator.url + path)
  assert.equal(anonymous.status, 401)
  assert.equal(anonymous.headers.get('www-authenticate'), 'Basic realm="Twilio API"')
})

test('a suspended account says so when asked, and does nothing else', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.suspended)
  assert.equal((await client.api.v2010.accounts(bench.suspended.sid).fetch()).status, 'suspended')
  await assert.rejects(client.messages.list(), { status: 403, code: 20005 })
})

test('numbers are listed and found by a part, and the rest of a list is reached by its own links', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const found = async (phoneNumber: string) =>
    (await client.incomingPhoneNumbers.list({ phoneNumber })).map((number) => number.phoneNumber)
  assert.deepEqual(await found('+14155550100'), ['+14155550100'])
  assert.deepEqual(await found('41555501'), ['+14155550100', '+14155550101', '+14155550102', '+14155550103'])
  assert.deepEqual(await found('+4420*******0'), ['+442079460000'])
  assert.deepEqual(await found('+19'), [])
  const paged = await client.incomingPhoneNumbers.list({ pageSize: 2 })
  assert.equal(new Set(paged.map((number) => number.sid)).size, 6)
  const voice = paged.find((number) => number.phoneNumber === '+14155550101')!
  assert.deepEqual({ ...voice.capabilities }, { fax: false, mms: false, sms: false, voice: true })
})

test('a number keeps the addresses it is given, and refuses a second one without a first', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: '+442079460000' })
  const smsUrl = 'http://127.0.0.1:9/callbacks/in?token=a%20b'
  const changed = await client.incomingPhoneNumbers(number!.sid).update({ smsUrl, smsMethod: 'GET' })
  assert.deepEqual([changed.smsUrl, changed.smsMethod, changed.friendlyName], [smsUrl, 'GET', '+442079460000'])
  assert.equal((await client.incomingPhoneNumbers(number!.sid).fetch()).smsUrl, smsUrl)
  const only = client.incomingPhoneNumbers(number!.sid).update({ smsUrl: '', smsFallbackUrl: smsUrl })
  await assert.rejects(only, { status: 400, code: 21406 })
  await assert.rejects(client.incomingPhoneNumbers(number!.sid).update({ smsUrl: 'nonsense' }), { code: 21502 })
  await assert.rejects(client.incomingPhoneNumbers(`PN${'0'.repeat(32)}`).fetch(), { status: 404, code: 20404 })
})

test('a Messaging Service lists its senders and can be told where replies go', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full, 'Standard')
  const services = await client.messaging.v1.services.list()
  assert.deepEqual(
    services.map((service) => [service.friendlyName, service.inboundRequestUrl, service.useInboundWebhookOnNumber]),
    [
      ['Alerts', null, false],
      ['Empty service', null, false],
    ],
  )
  const alerts = client.messaging.v1.services(services[0]!.sid)
  const numbers = await alerts.phoneNumbers.list()
  assert.deepEqual(
    numbers.map((number) => [number.phoneNumber, number.countryCode, number.capabilities]),
    [
      ['+14155550102', 'US', ['SMS', 'Voice']],
      ['+14155550103', 'US', ['SMS', 'Voice']],
    ],
  )
  assert.deepEqual([await alerts.shortCodes.list(), await alerts.alphaSenders.list()], [[], []])
  const changed = await alerts.update({ inboundRequestUrl: 'http://127.0.0.1:9/in' })
  assert.deepEqual([changed.inboundRequestUrl, changed.friendlyName], ['http://127.0.0.1:9/in', 'Alerts'])
  await alerts.update({ inboundRequestUrl: '', useInboundWebhookOnNumber: true })
  const now = await alerts.fetch()
  assert.deepEqual([now.inboundRequestUrl, now.useInboundWebhookOnNumber], [null, true])
  await assert.rejects(client.messaging.v1.services(bench.other.services[0]!.sid).fetch(), { status: 404, code: 20404 })
})

test('prices, enabled countries and what kind of number one has can be asked', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const price = await client.pricing.v1.messaging.countries('GB').fetch()
  assert.deepEqual([price.country, price.priceUnit], ['United Kingdom', 'USD'])
  const { sid, authToken } = bench.full
  const geo = await get(bench, '/v1/Messaging/GeoPermissions?CountryCode=NG', sid, authToken)
  const closed = { country_code: 'NG', type: 'country', enabled: false, prefix: '+234', message: '' }
  assert.deepEqual(geo.body.permissions, [closed])

  await bench.sim('/handsets', { method: 'POST', body: { number: '+442079460123', behaviour: 'landline' } })
  const fields = 'line_type_intelligence'
  const landline = await client.lookups.v2.phoneNumbers('+442079460123').fetch({ fields })
  assert.deepEqual([landline.valid, landline.countryCode, landline.lineTypeIntelligence.type], [true, 'GB', 'landline'])
  const short = await client.lookups.v2.phoneNumbers('+1415').fetch()
  assert.deepEqual([short.valid, short.validationErrors], [false, ['TOO_SHORT']])
})

test('every answer fits the published description of the API', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const account = bench.full
  const [alerts, empty] = account.services
  empty!.alphaSenders.push({ sid: `AI${'a'.repeat(32)}`, alphaSender: 'Acme' })
  empty!.pool.push(account.shortCodes[0]!.sid)
  const bare = await client.messages.create({ to: '+14155550142', from: '+14155550100', body: 'one' })
  await client.messages.create({ to: '+14155550142', messagingServiceSid: alerts!.sid, body: 'two' })
  await bench.sim('/handsets', { method: 'POST', body: { number: '+14155550177', behaviour: 'landline' } })
  await client.messages.create({ to: '+14155550177', from: '+14155550100', body: 'three' })
  await bench.pass(60_000)
  await bench.sim('/handsets/+14155550142/replies', { method: 'POST', body: { body: 'hi', to: '+14155550100' } })

  const base = `/2010-04-01/Accounts/${account.sid}`
  const cases: [ShapeName, string][] = [
    ['account', `${base}.json`],
    ['balance', `${base}/Balance.json`],
    ['number', `${base}/IncomingPhoneNumbers/${account.numbers[0]!.sid}.json`],
    ['numbers', `${base}/IncomingPhoneNumbers.json?PageSize=2`],
    ['short_codes', `${base}/SMS/ShortCodes.json`],
    ['message', `${base}/Messages/${bare.sid}.json`],
    ['messages', `${base}/Messages.json`],
    ['service', `/v1/Services/${alerts!.sid}`],
    ['services', '/v1/Services?PageSize=1'],
    ['service_numbers', `/v1/Services/${alerts!.sid}/PhoneNumbers`],
    ['service_short_codes', `/v1/Services/${empty!.sid}/ShortCodes`],
    ['service_alpha_senders', `/v1/Services/${empty!.sid}/AlphaSenders`],
    ['price_countries', '/v1/Messaging/Countries'],
    ['price_country', '/v1/Messaging/Countries/us'],
    ['lookup', '/v2/PhoneNumbers/%2B14155550142?Fields=line_type_intelligence'],
    ['geo_permissions', '/v1/Messaging/GeoPermissions'],
  ]
  for (const [shape, path] of cases) {
    const { status, body } = await get(bench, path, account.sid, account.authToken)
    assert.deepEqual([status, differences(shape, body)], [200, []], path)
    assert.ok(
      Object.values(body).some((value) => (Array.isArray(value) ? value.length : value)),
      path,
    )
  }
})

test('a message is written with its keys in the order of live answers, and its request id tells its SID', async (t) => {
  const bench = await startBench(t)
  const response = await post(bench, bench.full, { To: '+14155550142', From: '+14155550100', Body: 'hello' })
  const body = (await response.json()) as Record<string, unknown>
  assert.equal(response.status, 201)
  assert.equal(
    Object.keys(body).join(' '),
    'sid date_created date_updated date_sent account_sid to from messaging_service_sid body status num_segments ' +
      'num_media direction api_version price price_unit error_code error_message uri subresource_uris',
  )
  assert.equal(body.date_created, 'Thu, 12 Mar 2026 14:02:03 +0000')
  assert.equal(response.headers.get('twilio-request-id'), `RQ${String(body.sid).slice(2)}`)
  assert.equal(response.headers.get('twilio-concurrent-requests'), '1')
  assert.match(response.headers.get('twilio-request-duration') ?? '', /^\d+\.\d{3}$/)
})

test('what is not there is 404 with code 20404, XML included', async (t) => {
  const bench = await startBench(t)
  const { sid, authToken } = bench.full
  for (const path of [
    `/2010-04-01/Accounts/${sid}/Messages`,
    `/2010-04-01/Accounts/${sid}/Calls.json`,
    '/v1/Nothing',
  ]) {
    const { status, body } = await get(bench, path, sid, authToken)
    assert.deepEqual([status, body.code, body.more_info], [404, 20404, 'https://www.twilio.com/docs/errors/20404'])
  }
})

async function get(bench: Bench, path: string, user: string, password: string) {
  const headers = { authorization: `Basic ${btoa(`${user}:${password}`)}` }
  const response = await fetch(bench.simulator.url + path, { headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

function post(bench: Bench, account: SimAccount, params: Record<string, string>): Promise<Response> {
  return fetch(`${bench.simulator.url}/2010-04-01/Accounts/${account.sid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.authToken}`)}` },
    body: new URLSearchParams(params),
  })
}
