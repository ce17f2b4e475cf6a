import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { type TestWorkspace, until } from './app.ts'
import { waitForStatus } from './carrier.ts'
import {
  BODY,
  type Gateway,
  KEY_IN_QUERY,
  QUERY,
  type Received,
  type Receiver,
  SECRET,
  startGateway,
  status,
  TO,
} from './receiver.ts'

let gateway: Gateway
let receiver: Receiver
before(async () => {
  gateway = await startGateway()
  receiver = gateway.receiver
})
beforeEach(() => {
  receiver.received.length = 0
  receiver.answers(status(200))
})
after(() => gateway.stop())

const connected = (more?: Record<string, unknown>) => gateway.connected(more)
const send = (workspace: TestWorkspace, text?: Record<string, unknown>) => gateway.send(workspace, text)
const requestsFor = (id: string) => receiver.received.filter(({ headers }) => headers['webhook-id'] === id)

/** Waits for the next try and makes it due at once, as often as there is one. */
async function hurry(workspace: TestWorkspace, id: string, tries: number): Promise<void> {
  for (let n = 1; n < tries; n++) {
    await until(`try ${n} being stored`, async () => {
      const { rows } = await gateway.server.context.db.system(async (tx) => ({
        rows: await tx.rows(
          'hurry',
          `with due as (update queue q set due_at = now() from messages m where q.workspace_id = $1 and q.id = $2
             and m.workspace_id = q.workspace_id and m.id = q.id and m.tries = $3 returning q.workspace_id)
           update lanes l set awake = true from due d where l.workspace_id = d.workspace_id returning l.lane`,
          [workspace.id, id, n],
        ),
      }))
      return rows.length > 0
    })
    gateway.server.context.wake.say('work')
  }
}

function verified({ body, headers }: Received, secret = SECRET): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>)
}

describe('a text to a webhook', () => {
  test('is a POST of the five keys and no other, with everything else in headers, signed by the standard', async () => {
    const workspace = await connected()
    const occurred_at = '2026-03-12T14:02:03.000Z'
    const id = await send(workspace, {
      event_type: 'priority_changed',
      occurred_at,
      url: 'https://acme.example/ENG-142',
    })
    await waitForStatus(workspace, id, 'sent')
    const [request, ...more] = receiver.received
    assert.deepEqual(more, [])
    assert.equal(request!.method, 'POST')
    assert.equal(request!.path, `/sms${QUERY}`)
    const expected = { to: TO, body: BODY, workspace_id: workspace.id }
    assert.deepEqual(verified(request!), { ...expected, event_type: 'priority_changed', timestamp: occurred_at })
    assert.deepEqual(Object.keys(JSON.parse(request!.body)), ['to', 'body', 'workspace_id', 'event_type', 'timestamp'])
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'idempotency-key', 'content-type']
    assert.deepEqual(Object.keys(request!.headers).sort(), [...names, 'host', 'connection', 'content-length'].sort())
    assert.equal(request!.headers['webhook-id'], id)
    assert.equal(request!.headers['idempotency-key'], id)
    assert.equal(request!.headers['content-type'], 'application/json')
    assert.throws(() => verified({ ...request!, body: request!.body.replace('€5', '€6') }))
    assert.throws(() => verified(request!, `whsec_${Buffer.alloc(32).toString('base64')}`))
  })

  const KINDS = [
    ['direct', { class: 'alert' }],
    ['direct', { class: 'nudge' }],
    ['code', { class: 'otp' }],
    ['campaign', { class: 'campaign' }],
  ] as const
  for (const [eventType, text] of KINDS) {
    test(`without an event says ${eventType} for the class ${text.class}, and when it was accepted`, async () => {
      const workspace = await connected()
      const began = Date.now()
      const id = await send(workspace, text)
      await waitForStatus(workspace, id, 'sent')
      const { event_type, timestamp } = JSON.parse(requestsFor(id)[0]!.body)
      assert.equal(event_type, eventType)
      const acceptedMs = Date.parse(timestamp) - began
      assert.ok(acceptedMs > -1000 && acceptedMs < 10_000, timestamp)
    })
  }

  for (const code of [200, 201, 204]) {
    test(`that is answered with ${code} is sent`, async () => {
      receiver.answers(status(code))
      const workspace = await connected()
      const shown = await waitForStatus(workspace, await send(workspace), 'sent', 'failed', 'unknown')
      assert.equal(shown.status, 'sent')
    })
  }

  for (const code of [400, 404, 410, 422, 429]) {
    test(`that is answered with ${code} has failed, is not repeated, and keeps what was said`, async () => {
      receiver.answers(status(code, '{"error":"no such customer"}'))
      const workspace = await connected()
      const id = await send(workspace)
      const shown = await waitForStatus(workspace, id, 'sent', 'failed', 'unknown')
      assert.equal(shown.status, 'failed')
      assert.match(JSON.stringify(shown.attempts[0]), new RegExp(`HTTP ${code}: .*no such customer`))
      assert.ok(shown.error!.cause.includes(String(code)), shown.error!.cause)
      assert.equal(requestsFor(id).length, 1)
    })
  }

  test('that is answered with a redirect has failed, and the other address is not asked', async () => {
    const others = [`${receiver.url}/elsewhere`, `${gateway.trap.url}/elsewhere`]
    for (const [i, code] of [301, 302, 303, 307, 308].entries()) {
      receiver.answers(status(code, '', { location: others[i % 2]! }))
      const workspace = await connected()
      const shown = await waitForStatus(workspace, await send(workspace), 'sent', 'failed', 'unknown')
      assert.equal(shown.status, 'failed')
      assert.match(shown.error!.cause, new RegExp(`HTTP ${code}`))
    }
    assert.deepEqual(new Set(receiver.received.map(({ path }) => path)), new Set([`/sms${QUERY}`]))
    assert.equal(gateway.trap.connections, 0)
  })

  test('that meets a 5xx is repeated under the same id with new signatures, four times, and then has failed', async () => {
    receiver.answers(status(503, 'down for maintenance'))
    const workspace = await connected()
    const id = await send(workspace)
    await hurry(workspace, id, 4)
    const shown = await waitForStatus(workspace, id, 'failed')
    assert.deepEqual(
      shown.attempts.map(({ state }) => state),
      ['not_sent', 'not_sent', 'not_sent', 'not_sent'],
    )
    const requests = requestsFor(id)
    assert.equal(requests.length, 4)
    assert.deepEqual(new Set(requests.map(({ headers }) => headers['idempotency-key'])), new Set([id]))
    assert.equal(new Set(requests.map(({ body }) => body)).size, 1)
    for (const request of requests) verified(request)
  })

  test('that meets a 5xx once is sent by the next try', async () => {
    receiver.answers((request, response) =>
      status(requestsFor(String(request.headers['webhook-id'])).length === 1 ? 500 : 200)(request, response),
    )
    const workspace = await connected()
    const id = await send(workspace)
    await hurry(workspace, id, 2)
    const shown = await waitForStatus(workspace, id, 'sent', 'failed')
    assert.deepEqual([shown.status, shown.attempts.map(({ state }) => state)], ['sent', ['not_sent', 'accepted']])
  })

  test('that gets no answer is repeated where the receiver drops repeats', async () => {
    receiver.answers((request, response) => {
      if (requestsFor(String(request.headers['webhook-id'])).length === 1) response.destroy()
      else response.end()
    })
    const workspace = await connected({ drops_repeats: true })
    const id = await send(workspace)
    await hurry(workspace, id, 2)
    await waitForStatus(workspace, id, 'sent')
    assert.equal(requestsFor(id).length, 2)
  })

  test('that gets no answer is unknown where the receiver does not, and is left for a person to decide', async () => {
    receiver.answers((_, response) => void response.destroy())
    const workspace = await connected({ drops_repeats: false })
    const id = await send(workspace)
    await waitForStatus(workspace, id, 'unknown')
    const other = await connected()
    receiver.answers(status(200))
    await waitForStatus(other, await send(other), 'sent')
    assert.equal((await waitForStatus(workspace, id, 'unknown')).attempts.length, 1)
    assert.equal(requestsFor(id).length, 1)
  })

  test('is signed with the new secret once that was replaced', async () => {
    const workspace = await connected()
    const made = await workspace.call<{ signing_secret: string }>('POST', '/v1/sms/settings/signing-secret')
    const id = await send(workspace)
    await waitForStatus(workspace, id, 'sent')
    verified(requestsFor(id)[0]!, made.body.signing_secret)
    assert.throws(() => verified(requestsFor(id)[0]!))
  })

  test('whose answer cannot be stored as it is has failed like any other, and holds up no other text', async () => {
    receiver.answers((request, response) =>
      status(400, request.body.includes('odd') ? 'no\u0000\u001b[31m \ufffe' : 'no')(request, response),
    )
    const [odd, plain] = [await connected(), await connected()]
    const ids = await Promise.all([send(odd, { body: 'odd' }), send(plain), send(plain), send(odd, { body: 'odd' })])
    for (const [i, id] of ids.entries()) {
      const shown = await waitForStatus(i === 1 || i === 2 ? plain : odd, id, 'failed')
      assert.match(JSON.stringify(shown.attempts[0]), /HTTP 400: no/)
    }
  })
})

describe('a secret in the address of a webhook', () => {
  test('is shown nowhere, not even where the receiver repeats it', async () => {
    const echo = ({ path, headers }: Received) =>
      `${path} ${decodeURIComponent(path)} ${JSON.stringify(headers)} ${SECRET}`
    receiver.answers((request, response) => status(400, echo(request))(request, response))
    const workspace = await connected()
    const id = await send(workspace)
    await waitForStatus(workspace, id, 'failed')
    await workspace.call('PATCH', '/v1/sms/settings', { webhook_url: `${receiver.url}/other${QUERY}` })
    const answers = []
    for (const path of ['settings', 'settings/changes', 'readiness', 'senders', 'test'])
      answers.push(await workspace.call('GET', `/v1/sms/${path}`))
    answers.push(await workspace.call('GET', `/v1/messages/${id}`), await workspace.call('GET', '/v1/messages'))
    answers.push(await workspace.call('PATCH', '/v1/sms/settings', { drops_repeats: false }))
    for (const { status: code, body } of answers) {
      const text = JSON.stringify(body)
      assert.equal(code, 200, text)
      for (const secret of [KEY_IN_QUERY, encodeURIComponent(KEY_IN_QUERY), SECRET, SECRET.slice(6)])
        assert.ok(!text.includes(secret), `${secret} in ${text}`)
    }
    assert.equal(answers[0]!.body.webhook_url, `${receiver.url}/other?team=••••&key=••••`)
  })
})
