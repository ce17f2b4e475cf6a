import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Exchange, HttpRequest } from '../server/kit/egress/exchange.ts'
import type { RepliesOut } from '../server/settings/replies-schema.ts'
import { type Carrier, startCarrier } from './carrier.ts'
import { connectedTo, looked, newAccount, pointAll, putBack } from './replies.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier({ role: 'api' })
})
after(() => carrier.stop())

const OLD = 'https://old.acme.example/in?key=hush-hush'

test('only what was shown is changed, by whoever may, once, and on record', async () => {
  const where = newAccount(carrier)
  where.number.smsUrl = OLD
  const workspace = await connectedTo(carrier, where)
  const replies = await looked(carrier, workspace)
  where.number.smsUrl = 'https://newer.acme.example/in'
  const late = await pointAll(workspace, replies)
  assert.deepEqual([late.status, late.body.code], [409, 'changed_meanwhile'])
  assert.equal(where.number.smsUrl, 'https://newer.acme.example/in')
  const now = await looked(carrier, workspace)
  assert.equal((await pointAll(workspace, now)).status, 200)
  assert.equal((await pointAll(workspace, now)).status, 200)
  const [sender] = (await looked(carrier, workspace)).senders
  assert.deepEqual([sender?.before?.address, sender?.before?.by], ['https://newer.acme.example/in', 'Test key'])
  await putBack(workspace, await looked(carrier, workspace))
  await putBack(workspace, await looked(carrier, workspace))
  assert.equal(where.number.smsUrl, 'https://newer.acme.example/in')
  const { body } = await workspace.call<{ items: { action: string; changes: object }[] }>('GET', '/v1/audit')
  const told = body.items.filter(({ action }) => action.startsWith('sms_replies'))
  assert.deepEqual(
    told.map(({ action }) => action),
    ['sms_replies.put_back', 'sms_replies.pointed'],
  )
  assert.match(JSON.stringify(told), /newer\.acme\.example/)
  assert.equal(JSON.stringify(told).includes(where.number.phoneNumber), false)
})

test('a change that the provider refuses, or does not confirm, is told, and what can be put back is kept', async (t) => {
  const { egress } = carrier.server.context
  const { http } = egress
  t.after(() => Object.assign(egress, { http }))
  const where = newAccount(carrier)
  where.number.smsUrl = OLD
  const workspace = await connectedTo(carrier, where)
  const replies = await looked(carrier, workspace)
  /** Answers instead of the provider when something is changed; `after`: once it has happened. */
  const answering = (exchange: Exchange, { after = false } = {}) =>
    Object.assign(egress, {
      async http(request: HttpRequest) {
        const isChange = request.method === 'POST' && request.url.includes('/IncomingPhoneNumbers/')
        if (!isChange || after) {
          const real = await http(request)
          return isChange ? exchange : real
        }
        return exchange
      },
    })
  const body = JSON.stringify({ code: 20403, status: 403 })
  answering({ kind: 'answered', status: 403, headers: {}, body })
  const refused = await pointAll(workspace, replies)
  assert.deepEqual([refused.status, refused.body.code, where.number.smsUrl], [422, 'provider_refused', OLD])
  assert.match(refused.body.detail!, /refused to change .* Copy the address and set it at the simulator yourself\.$/)
  assert.equal((await looked(carrier, workspace)).senders[0]?.before, null)
  answering({ kind: 'unknown', reason: 'timeout', detail: 'no answer' }, { after: true })
  const silent = await pointAll(workspace, replies)
  assert.deepEqual([silent.status, silent.body.code], [503, 'provider_unreachable'])
  const { state, senders } = (await workspace.call<RepliesOut>('GET', '/v1/sms/replies')).body
  assert.deepEqual(
    [state, senders[0]?.before?.address, senders[0]?.can_put_back],
    ['ours', 'https://old.acme.example/in?••••', true],
  )
  Object.assign(egress, { http: async () => ({ kind: 'not_sent', reason: 'connect_timeout', detail: '' }) })
  assert.equal((await putBack(workspace, { senders } as RepliesOut)).status, 503)
  Object.assign(egress, { http })
  assert.equal((await putBack(workspace, { senders } as RepliesOut)).status, 200)
  assert.equal(where.number.smsUrl, OLD)
})

test('disconnecting puts back what was there, when it is asked to', async () => {
  const where = newAccount(carrier)
  where.number.smsUrl = OLD
  const workspace = await connectedTo(carrier, where)
  await pointAll(workspace, await looked(carrier, workspace))
  assert.notEqual(where.number.smsUrl, OLD)
  const answer = await workspace.call('DELETE', '/v1/sms/settings?put_back=true')
  assert.deepEqual([answer.status, answer.body.provider, where.number.smsUrl], [200, null, OLD])
})

test('a number that is no longer the sender can still be put back', async () => {
  const where = newAccount(carrier)
  where.number.smsUrl = OLD
  const second = {
    ...where.number,
    sid: `PN${where.account.sid.slice(2)}`,
    phoneNumber: `${where.number.phoneNumber.slice(0, -1)}x`,
  }
  second.phoneNumber = second.phoneNumber
    .replace('x', String((Number(where.number.phoneNumber.at(-1)) + 5) % 10))
    .replace('556', '557')
  where.account.numbers.push(second)
  const workspace = await connectedTo(carrier, where)
  await pointAll(workspace, await looked(carrier, workspace))
  await workspace.call('PATCH', '/v1/sms/settings', {
    sender: { kind: 'phone_number', phone_number: second.phoneNumber },
  })
  const replies = await looked(carrier, workspace)
  assert.deepEqual(
    replies.senders.map(({ in_use, state, can_put_back }) => [in_use, state, can_put_back]),
    [
      [true, 'elsewhere', false],
      [false, 'ours', true],
    ],
  )
  await putBack(workspace, replies)
  assert.equal(where.number.smsUrl, OLD)
  assert.equal((await looked(carrier, workspace)).senders.length, 1)
})

test('what was pointed here is put back also while a webhook is used instead', async () => {
  const where = newAccount(carrier)
  where.number.smsUrl = OLD
  const workspace = await connectedTo(carrier, where)
  await pointAll(workspace, await looked(carrier, workspace))
  const webhook_url = `${carrier.simulator.url}/hook`
  const switched = await workspace.call('PATCH', '/v1/sms/settings', { provider: 'webhook', webhook_url })
  assert.equal(switched.status, 200, JSON.stringify(switched.body))
  const { body } = await workspace.call<RepliesOut>('GET', '/v1/sms/replies')
  assert.deepEqual([body.state, body.senders.map(({ can_put_back }) => can_put_back)], [null, [true]])
  assert.equal((await putBack(workspace, body)).status, 200)
  assert.equal(where.number.smsUrl, OLD)
})
