import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sealWebhookUrl } from '../server/settings/secrets.ts'
import { until } from './app.ts'
import { type Gateway, settingsOf, startGateway } from './receiver.ts'

let gateway: Gateway
before(async () => {
  gateway = await startGateway()
})
after(() => gateway.stop())

/** Ways to this machine, to a network's inside, and to where clouds hand out credentials. */
const INSIDE = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://localhost/',
  'https://gateway.localhost/',
  'https://10.1.2.3/sms',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00:ec2::254]/',
  'https://metadata.google.internal/computeMetadata/v1/',
  'https://printer/',
]

describe('an address that the operator has not allowed', () => {
  for (const url of INSIDE) {
    test(`is refused at its field: ${url}`, async () => {
      const workspace = await gateway.server.workspace()
      const answer = await workspace.call<{ errors: unknown[] }>('PUT', '/v1/sms/settings', settingsOf(url))
      const { hostname } = new URL(url)
      const detail = `${hostname} is a private address. The operator can allow exactly ${hostname}:443 with HANDSET_ALLOW_HOSTS.`
      assert.equal(answer.status, 422)
      assert.deepEqual(answer.body.errors, [{ pointer: '/webhook_url', detail }])
      assert.equal((await workspace.call('GET', '/v1/sms/settings')).body.provider, null)
    })
  }

  test('is refused on another port, by another name of the same machine, and over http', async () => {
    const port = gateway.receiver.host.split(':')[1]!
    const https = 'Use https. For an address inside your network the operator can allow its host and port.'
    const cases = [
      [gateway.trap.url, https],
      [`http://localhost:${port}/`, https],
      [`http://[::1]:${port}/`, https],
      ['http://gateway.example/', https],
      [
        `https://${gateway.trap.host}/`,
        `127.0.0.1 is a private address. The operator can allow exactly ${gateway.trap.host} with HANDSET_ALLOW_HOSTS.`,
      ],
      [
        'https://gateway.example:8443/',
        'Use port 443. The operator can allow exactly gateway.example:8443 with HANDSET_ALLOW_HOSTS.',
      ],
    ]
    const workspace = await gateway.server.workspace()
    for (const [url, detail] of cases) {
      const answer = await workspace.call<{ errors: unknown[] }>('PUT', '/v1/sms/settings', settingsOf(url!))
      assert.deepEqual([answer.status, answer.body.errors], [422, [{ pointer: '/webhook_url', detail }]])
    }
  })

  test('is not connected to even if it was stored while it was allowed', async () => {
    const workspace = await gateway.connected()
    const sealer = await gateway.server.context.keys.forWorkspace(workspace.id)
    await gateway.server.context.db.tenant(workspace.id, async (tx) => {
      const { id } = await tx.selectFrom('connections').select('id').executeTakeFirstOrThrow()
      const webhook_url_sealed = sealWebhookUrl(sealer, id, `${gateway.trap.url}/sms`)
      await tx.updateTable('connections').set({ webhook_url_sealed, changed_at: new Date() }).execute()
    })
    const id = await gateway.send(workspace)
    const shown = await until('the first try', async () => {
      const { body } = await workspace.call<{ status: string; attempts: { state: string; detail: string }[] }>(
        'GET',
        `/v1/messages/${id}`,
      )
      return body.attempts[0]?.state === 'not_sent' && body
    })
    assert.equal(shown.status, 'queued')
    assert.match(shown.attempts[0]!.detail, /Use https|private address/)
    assert.equal(gateway.receiver.received.length, 0)
  })

  test('was never connected to by any of this', () => assert.equal(gateway.trap.connections, 0))
})
