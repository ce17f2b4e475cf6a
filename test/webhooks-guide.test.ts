import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { VERIFY_SAMPLE } from '../console/webhooks/verify-sample.ts'
import { TEST_TYPE, WEBHOOK_TYPES } from '../shared/webhooks.ts'
import { startTestServer, until } from './app.ts'
import { codeIn, readPage } from './markdown.ts'

const guide = readPage('docs/guides/webhooks.md')
const sample = (label: string) => guide.blocks.find((block) => block.label === label)!.text

const folder = await mkdtemp(join(tmpdir(), 'handset-hooks-'))
after(() => rm(folder, { recursive: true }))

test('the console shows the same sample', () => {
  assert.equal(sample('verify'), VERIFY_SAMPLE)
})

test('the guide names every type, and none that there is not', () => {
  const named = codeIn(guide).filter((code) => /^(message|opt_out|reply|webhook)\.\w+$/.test(code))
  assert.deepEqual([...new Set(named)].sort(), [...WEBHOOK_TYPES, TEST_TYPE].sort())
})

test('its receiver takes what Handset sends, once, and nothing that is not signed', async () => {
  await writeFile(join(folder, 'verify.mjs'), sample('verify'))
  await writeFile(join(folder, 'hooks.mjs'), sample('hooks'))
  const port = await freePort()
  const server = await startTestServer({ environment: { HANDSET_ALLOW_HOSTS: `127.0.0.1:${port}` } })
  after(() => server.stop())
  const workspace = await server.workspace()
  const url = `http://127.0.0.1:${port}/handset`
  const { body } = await workspace.call<{ webhook: { id: string }; secret: string }>('POST', '/v1/webhooks', { url })
  const env = { ...process.env, WEBHOOK_SECRET: body.secret, PORT: String(port) }
  const receiver = spawn(process.execPath, [join(folder, 'hooks.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  after(() => receiver.kill())
  const lines: string[] = []
  const reading = createInterface({ input: receiver.stdout })
  reading.on('line', (line) => lines.push(line))
  await once(reading, 'line')
  const told = await workspace.call<{ id: string }>('POST', `/v1/webhooks/${body.webhook.id}/test`)
  await until('the line of the test', async () =>
    lines.some((line) => line === `${told.body.id} webhook.test undefined`),
  )

  const text = '{"type":"message.sent","data":{"id":"msg_1"}}'
  const post = async (id: string, at: Date, signature: string, sent = text) => {
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature,
    }
    return (await fetch(url, { method: 'POST', headers, body: sent })).status
  }
  const [now, old] = [new Date(), new Date(Date.now() - 3600_000)]
  const signed = (id: string, at: Date) => new Webhook(body.secret).sign(id, at, text)
  const other = new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`).sign('whd_a', now, text)
  assert.equal(await post('whd_a', now, `${other} ${signed('whd_a', now)}`), 204)
  assert.equal(await post('whd_a', now, signed('whd_a', now)), 204)
  assert.equal(await post('whd_b', now, other), 401)
  assert.equal(await post('whd_b', now, signed('whd_a', now)), 401)
  assert.equal(await post('whd_a', now, signed('whd_a', now), `${text} `), 401)
  assert.equal(await post('whd_c', old, signed('whd_c', old)), 401)
  assert.equal((await fetch(url, { method: 'POST', body: text })).status, 401)
  assert.equal(lines.filter((line) => line.startsWith('whd_a ')).length, 1)
})

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
