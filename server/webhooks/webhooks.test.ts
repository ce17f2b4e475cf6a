import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestWorkspace, until } from '../../test/app.ts'
import { status } from '../../test/receiver.ts'
import { type Call, calls, openWebhookTests, verified, type WebhookTests } from './testing.ts'

let tests: WebhookTests
let { made, message, become, deliveries, delivery, endpoint, hurry } = {} as WebhookTests
before(async () => {
  tests = await openWebhookTests()
  ;({ made, message, become, deliveries, delivery, endpoint, hurry } = tests)
})
after(() => tests.stop())

const settled = (workspace: TestWorkspace, id: string, state: string, count = 1) =>
  until(`${count} deliveries ${state}`, async () => {
    const found = (await deliveries(workspace, id)).filter((one) => one.state === state)
    return found.length >= count ? found : null
  })

test('a message is told of as the API shows it, signed, without its text and without its number', async () => {
  const workspace = await tests.server.workspace()
  const { id, secret, path } = await made(workspace)
  const msg = await message(workspace)
  await become(workspace, [msg], 'sent')
  const [first] = await calls(tests.receiver, path, 1)
  const { type, workspace_id, data } = verified(secret, first!)
  assert.deepEqual([type, workspace_id, data.id, data.status], ['message.sent', workspace.id, msg, 'sent'])
  assert.equal(data.to, '+1 ••• ••• 0142')
  assert.ok(!first!.body.includes('4711') && !('body' in data), first!.body)
  const shown = await workspace.call('GET', `/v1/messages/${msg}`)
  for (const name of Object.keys(data)) assert.deepEqual(data[name], shown.body[name], name)
  const [only] = await settled(workspace, id, 'succeeded')
  assert.equal(first!.headers['webhook-id'], only!.id)
  const { last, last_24_hours } = await endpoint(workspace, id)
  assert.deepEqual([last?.ok, last_24_hours], [true, { succeeded: 1, failed: 0 }])
})

test('who asked for them gets the words too', async () => {
  const workspace = await tests.server.workspace()
  const { secret, path } = await made(workspace, { with_text: true })
  await become(workspace, [await message(workspace)], 'sent')
  const [first] = await calls(tests.receiver, path, 1)
  assert.equal(verified(secret, first!).data.body, 'Order 4711 is late')
})

test('only what was asked for is told, and each status says what it was then', async () => {
  const workspace = await tests.server.workspace()
  const { secret, path } = await made(workspace, { types: ['message.sent', 'message.delivered'] })
  const msg = await message(workspace)
  // Before any worker looks: all are made from a message that is delivered by then.
  await tests.server.context.db.system(async (tx) => {
    for (const next of ['unknown', 'sent', 'delivered'])
      await tx
        .updateTable('messages')
        .set({ status: next })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', msg)
        .execute()
  })
  const told = (await calls(tests.receiver, path, 2)).map((one) => verified(secret, one))
  const inOrder = told.sort((a, b) => a.sequence - b.sequence)
  assert.deepEqual(
    inOrder.map(({ type, data }) => [type, data.status]),
    [
      ['message.sent', 'sent'],
      ['message.delivered', 'delivered'],
    ],
  )
  assert.ok(inOrder[0]!.sequence < inOrder[1]!.sequence)
})

test('opt-outs are told of when they come and when they are lifted', async () => {
  const workspace = await tests.server.workspace()
  const { secret, path } = await made(workspace)
  const added = await workspace.call<{ handle: string }>('POST', '/v1/opt-outs', { number: '+14155550177' })
  await workspace.call('DELETE', `/v1/opt-outs/${added.body.handle}`)
  const told = (await calls(tests.receiver, path, 2)).map((one) => verified(secret, one))
  const [created, lifted] = told.sort((a, b) => a.sequence - b.sequence) as [Call, Call]
  assert.deepEqual([created.type, lifted.type], ['opt_out.created', 'opt_out.lifted'])
  for (const { data } of [created, lifted])
    assert.deepEqual([data.handle, data.to, data.source], [added.body.handle, '+1 ••• ••• 0177', 'admin'])
  assert.ok(lifted.data.lifted_at)
})

test('a workspace is told of its own alone', async () => {
  const [one, other] = [await tests.server.workspace(), await tests.server.workspace()]
  const { id, path } = await made(one)
  const { id: theirs } = await made(other)
  await become(other, [await message(other)], 'sent')
  await settled(other, theirs, 'succeeded')
  assert.deepEqual(await deliveries(one, id), [])
  assert.equal(tests.receiver.received.filter((call) => call.path === path).length, 0)
  for (const [method, at] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/deliveries'],
    ['POST', '/secret'],
    ['POST', '/test'],
  ])
    assert.equal((await one.call(method!, `/v1/webhooks/${theirs}${at}`)).status, 404, `${method} ${at}`)
})

test('what fails is tried again with the same id, and the log says how each try went', async () => {
  const workspace = await tests.server.workspace()
  const { id, secret, path } = await made(workspace)
  tests.receiver.answers((request, response) => {
    const seen = tests.receiver.received.filter((one) => one.path === request.path).length
    status(seen < 3 ? 500 : 204, seen < 3 ? 'call +14155550142 failed' : '')(request, response)
  })
  await become(workspace, [await message(workspace)], 'failed')
  for (const tries of [1, 2]) {
    await until(`try ${tries}`, async () => {
      const [one] = await deliveries(workspace, id)
      return one && (await delivery(workspace, id, one.id)).attempts.length === tries
    })
    const [waiting] = await deliveries(workspace, id)
    const inSeconds = (Date.parse(waiting!.next_try_at!) - Date.now()) / 1000
    assert.ok(tries === 1 ? inSeconds > 2 && inSeconds <= 6.1 : inSeconds > 230 && inSeconds <= 361, `${inSeconds}`)
    const shown = await delivery(workspace, id, waiting!.id)
    assert.equal(shown.answer, 'call +1 ••• ••• 0142 failed')
    assert.ok(shown.request.body.includes('message.failed') && !JSON.stringify(shown).includes('4155550142'))
    await hurry(workspace)
  }
  await settled(workspace, id, 'succeeded')
  const all = await calls(tests.receiver, path, 3)
  assert.equal(new Set(all.map((one) => one.headers['webhook-id'])).size, 1)
  assert.equal(new Set(all.map((one) => verified(secret, one).sequence)).size, 1)
  const { attempts, tries } = await delivery(workspace, id, (await deliveries(workspace, id))[0]!.id)
  assert.deepEqual([tries, attempts.map((one) => one.http_status)], [3, [500, 500, 204]])
  assert.deepEqual((await endpoint(workspace, id)).last_24_hours, { succeeded: 1, failed: 2 })
  assert.equal((await endpoint(workspace, id)).failing_since, null)
  tests.receiver.answers(status(204))
})

test('while secrets change over both sign, until the old one is ended', async () => {
  const workspace = await tests.server.workspace()
  const { id, secret: old, path } = await made(workspace)
  const { body } = await workspace.call<{ secret: string }>('POST', `/v1/webhooks/${id}/secret`)
  assert.notEqual(body.secret, old)
  await workspace.call('POST', `/v1/webhooks/${id}/test`)
  const [both] = await calls(tests.receiver, path, 1)
  assert.equal(String(both!.headers['webhook-signature']).split(' ').length, 2)
  for (const secret of [old, body.secret]) assert.equal(verified(secret, both!).type, 'webhook.test')
  assert.equal((await workspace.call('DELETE', `/v1/webhooks/${id}/old-secret`)).status, 200)
  assert.equal((await workspace.call('DELETE', `/v1/webhooks/${id}/old-secret`)).status, 409)
  await workspace.call('POST', `/v1/webhooks/${id}/test`)
  const [, one] = await calls(tests.receiver, path, 2)
  assert.equal(verified(body.secret, one!).type, 'webhook.test')
  assert.throws(() => verified(old, one!))
})

test('one that answers 410 is disabled at once, misses are kept, and what failed goes again when it is on', async () => {
  const workspace = await tests.server.workspace()
  const { id, path } = await made(workspace)
  tests.receiver.answers(status(410))
  await become(workspace, [await message(workspace)], 'sent')
  await until('the webhook being disabled', async () => (await endpoint(workspace, id)).state === 'disabled')
  assert.equal((await endpoint(workspace, id)).disabled_for, 'gone')
  const audited = async () =>
    (await workspace.call<{ items: { action: string }[] }>('GET', '/v1/audit')).body.items
      .map(({ action }) => action)
      .filter((action) => action.startsWith('webhook.'))
  await until('those being told who may mend it', async () => (await audited()).includes('webhook.disabled'))
  tests.receiver.answers(status(204))
  await become(workspace, [await message(workspace)], 'sent')
  const missed = await settled(workspace, id, 'failed', 2)
  assert.deepEqual(missed.map(({ tries }) => tries).sort(), [0, 1])
  assert.equal(
    (await workspace.call('POST', `/v1/webhooks/${id}/resend`, { since: '2026-01-01T00:00:00Z' })).status,
    409,
  )
  await workspace.call('PATCH', `/v1/webhooks/${id}`, { active: true })
  const resent = await workspace.call('POST', `/v1/webhooks/${id}/resend`, { since: '2026-01-01T00:00:00Z' })
  assert.deepEqual([resent.status, resent.body], [202, { count: 2, more: false }])
  await settled(workspace, id, 'succeeded', 2)
  assert.equal((await calls(tests.receiver, path, 3)).length, 3)
  assert.deepEqual((await audited()).sort(), [
    'webhook.changed',
    'webhook.created',
    'webhook.disabled',
    'webhook.resent',
  ])
})

test('five days of nothing but failures disable, and a single success would not let it come to that', async () => {
  const workspace = await tests.server.workspace()
  const { id } = await made(workspace)
  const failingFor = (days: number) =>
    tests.server.context.db.system((tx) =>
      tx.rows('age', `update webhook_endpoints set failing_since = now() - make_interval(days => $2) where id = $1`, [
        id,
        days,
      ]),
    )
  tests.receiver.answers(status(500))
  await failingFor(4)
  await become(workspace, [await message(workspace)], 'sent')
  await until('a failure', async () => (await endpoint(workspace, id)).last_24_hours.failed === 1)
  assert.equal((await endpoint(workspace, id)).state, 'active')
  await failingFor(6)
  await hurry(workspace)
  await until('the webhook being disabled', async () => (await endpoint(workspace, id)).state === 'disabled')
  tests.receiver.answers(status(204))
  assert.equal((await endpoint(workspace, id)).disabled_for, 'failing')
})

test('an address that may not be called is refused in words', async () => {
  const workspace = await tests.server.workspace()
  const cases: [url: string, words: RegExp][] = [
    ['http://example.com/in', /Use https/],
    ['https://10.0.0.1/in', /private address/],
    ['https://169.254.169.254/latest', /private address/],
    ['https://[::1]/in', /private address/],
    ['https://localhost/in', /private address/],
    ['https://user:pass@example.com/', /user name and password/],
    ['https://example.com:22/', /port 443/],
    [`${tests.receiver.url}/in?key=1`, /after \? and #/],
    ['nonsense', /not a web address/],
  ]
  for (const [url, words] of cases) {
    const { status: code, body } = await workspace.call<{ errors: { detail: string }[] }>('POST', '/v1/webhooks', {
      url,
    })
    assert.equal(code, 422, url)
    assert.match(body.errors[0]!.detail, words, url)
  }
})

test('a redirect is not followed', async () => {
  const workspace = await tests.server.workspace()
  const { id, path } = await made(workspace)
  tests.receiver.answers(status(302, '', { location: `${tests.receiver.url}/elsewhere` }))
  await become(workspace, [await message(workspace)], 'sent')
  await calls(tests.receiver, path, 1)
  await until('the words', async () => /redirects elsewhere/.test((await deliveries(workspace, id))[0]?.trouble ?? ''))
  tests.receiver.answers(status(204))
  assert.ok(!tests.receiver.received.some((one) => one.path === '/elsewhere'))
})

test('one that asks for a rest gets it', async () => {
  const workspace = await tests.server.workspace()
  const { id, path } = await made(workspace)
  tests.receiver.answers(status(429, '', { 'retry-after': '600' }))
  await become(workspace, [await message(workspace)], 'sent')
  await until('the failure', async () => (await deliveries(workspace, id))[0]?.http_status === 429)
  tests.receiver.answers(status(204))
  await become(workspace, [await message(workspace)], 'sent')
  await hurry(workspace)
  const other = await made(workspace)
  await workspace.call('POST', `/v1/webhooks/${other.id}/test`)
  await calls(tests.receiver, other.path, 1)
  assert.equal((await calls(tests.receiver, path, 1)).length, 1)
})

test('what does not answer does not hold up others, of its own workspace or of another', async () => {
  const [slow, other] = [await tests.server.workspace(), await tests.server.workspace()]
  const hanging = await made(slow)
  const quick = await made(slow)
  const theirs = await made(other)
  tests.receiver.answers((request, response) => {
    if (request.path !== hanging.path) response.writeHead(204).end()
  })
  const ids = await Promise.all(Array.from({ length: 40 }, () => message(slow)))
  await become(slow, ids, 'sent')
  await become(other, [await message(other)], 'sent')
  await calls(tests.receiver, theirs.path, 1)
  await calls(tests.receiver, quick.path, 40)
  // All its places are taken, and no more than these.
  assert.equal((await calls(tests.receiver, hanging.path, 16)).length, 16)
  await slow.call('DELETE', `/v1/webhooks/${hanging.id}`)
  tests.receiver.answers(status(204))
})

test('the log is filtered and paged', async () => {
  const workspace = await tests.server.workspace()
  const { id } = await made(workspace)
  const ids = [await message(workspace), await message(workspace), await message(workspace)]
  await become(workspace, ids, 'sent')
  await become(workspace, ids.slice(0, 2), 'delivered')
  await settled(workspace, id, 'succeeded', 5)
  assert.equal((await deliveries(workspace, id, '?type=message.delivered')).length, 2)
  assert.equal((await deliveries(workspace, id, '?state=failed')).length, 0)
  assert.equal((await deliveries(workspace, id, '?state=succeeded&type=message.sent')).length, 3)
  for (const filter of ['', '&state=succeeded']) {
    const seen: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const path: string = `/v1/webhooks/${id}/deliveries?limit=2${filter}${next && `&after=${next}`}`
      const { body } = await workspace.call<{ items: { id: string }[]; next: string | null }>('GET', path)
      seen.push(...body.items.map((one) => one.id))
      next = body.next
    }
    assert.equal(new Set(seen).size, 5)
    assert.deepEqual(seen, [...seen].sort().reverse())
  }
})
