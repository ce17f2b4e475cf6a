import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startTestServer, until } from '../../test/app.ts'
import { startHandset } from '../../test/handset-process.ts'
import { startReceiver, status } from '../../test/receiver.ts'
import type { EndpointOut } from './schema.ts'
import { openWebhookTests, verified, type WebhookTests } from './testing.ts'

let tests: WebhookTests
before(async () => {
  tests = await openWebhookTests()
})
after(() => tests.stop())

test('whatever an endpoint does, each event arrives in the end, and none under two ids', async () => {
  const { receiver, made, message, become, hurry, deliveries } = tests
  const workspace = await tests.server.workspace()
  const { id, secret, path } = await made(workspace, { types: ['message.sent'] })
  const went = new Set<string>()
  receiver.answers((request, response) => {
    const calls = receiver.received.filter((one) => one.headers['webhook-id'] === request.headers['webhook-id']).length
    // Fewer bad ones than it is tried.
    const luck = calls > 5 ? 1 : Math.random()
    if (luck < 0.2) return void response.destroy()
    if (luck < 0.5) return status(500)(request, response)
    went.add(String(request.headers['webhook-id']))
    // Taken, and the word of it lost.
    if (luck < 0.6) return void response.destroy()
    status(204)(request, response)
  })
  const ids = await Promise.all(Array.from({ length: 40 }, () => message(workspace)))
  await become(workspace, ids, 'sent')
  await until('all being delivered', async () => {
    await hurry(workspace)
    return (await deliveries(workspace, id, '?state=succeeded&limit=200')).length === 40
  })
  const told = receiver.received.filter((one) => one.path === path).map((one) => verified(secret, one))
  assert.deepEqual([...new Set(told.map(({ data }) => String(data.id)))].sort(), [...ids].sort())
  assert.equal(went.size, 40)
  receiver.answers(status(204))
})

test('a worker that is killed while it calls loses nothing: another calls with the same id', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'handset-hooks-'))
  const keyFile = join(folder, 'key')
  await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  const receiver = await startReceiver()
  const environment = { HANDSET_KEY_FILE: keyFile, HANDSET_ALLOW_HOSTS: receiver.host }
  const server = await startTestServer({ role: 'api', publicAddress: false, environment })
  const worker = () =>
    startHandset({
      ...environment,
      HANDSET_DATA_DIR: folder,
      DATABASE_URL: server.context.db.connection.connectionString!,
    })
  after(async () => {
    await server.stop()
    await receiver.stop()
    await rm(folder, { recursive: true })
  })
  const workspace = await server.workspace()
  const made = await workspace.call<{ webhook: EndpointOut }>('POST', '/v1/webhooks', { url: `${receiver.url}/hook` })
  receiver.answers(() => {})
  await workspace.call('POST', `/v1/webhooks/${made.body.webhook.id}/test`)
  const first = await worker()
  await until('the first call', async () => receiver.received.length === 1)
  await first.end('SIGKILL')
  receiver.answers(status(204))
  // As if the lease were over.
  await server.context.db.system((tx) => tx.rows('over', 'update webhook_deliveries set due_at = now()', []))
  const second = await worker()
  after(() => second.end('SIGKILL'))
  await until('the second call', async () => receiver.received.length === 2)
  const [one, two] = receiver.received.map(({ headers }) => headers['webhook-id'])
  assert.equal(one, two)
})

test('once somebody is erased, nothing of their number is left in what was told', async () => {
  const workspace = await tests.server.workspace()
  const { id } = await tests.made(workspace)
  await workspace.call('POST', '/v1/opt-outs', { number: '+14155550188' })
  await until('the call', async () => (await tests.deliveries(workspace, id, '?state=succeeded')).length === 1)
  const own = [tests.server.context.keys.hashNumber('+14155550188')]
  await tests.server.context.db.tenant(workspace.id, (tx) =>
    tx.rows(
      'mark',
      `insert into erasures (workspace_id, person_id, numbers, own, salt, sought_sealed) values ($1, 'per_gone', $2, $2, $3, '')`,
      [workspace.id, own, randomBytes(16)],
    ),
  )
  await tests.server.context.db.system((tx) =>
    tx.rows('over', 'delete from erasures where workspace_id = $1', [workspace.id]),
  )
  const rows = await tests.server.context.db.tenant(workspace.id, (tx) =>
    tx.rows<{ subject: string; number_sealed: Buffer | null }>(
      'left',
      'select subject, number_sealed from webhook_deliveries where workspace_id = $1',
      [workspace.id],
    ),
  )
  assert.equal(rows.length, 1)
  assert.equal(rows[0]!.number_sealed, null)
  assert.notEqual(rows[0]!.subject, own[0]!.toString('hex'))
  const [only] = await tests.deliveries(workspace, id)
  assert.equal(JSON.parse((await tests.delivery(workspace, id, only!.id)).request.body).data.to, null)
})
