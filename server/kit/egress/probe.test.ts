import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { createEgress } from './egress.ts'

let connections = 0
const listener = createServer((socket) => {
  connections += 1
  socket.destroy()
})
let port = 0
before(async () => {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  port = (listener.address() as { port: number }).port
})
after(() => new Promise((resolve) => listener.close(resolve)))

const leads = (address: string) => async () => [{ address, family: 4 }]
const probe = { method: 'POST', headers: {}, probe: true } as const

test('a probe says whether an address may be connected to, and connects to nothing', async () => {
  const egress = createEgress({ allowHosts: [`127.0.0.1:${port}`] })
  const allowed = await egress.http({ ...probe, url: `http://127.0.0.1:${port}/sms` })
  assert.deepEqual([allowed.kind, connections], ['answered', 0])
  await egress.close()
})

test('a probe refuses a name that leads to a private address', async () => {
  const egress = createEgress({ allowHosts: [], resolve: leads('10.0.0.5') })
  const answer = await egress.http({ ...probe, url: 'https://gateway.example/sms' })
  assert.deepEqual([answer.kind, answer.kind === 'not_sent' && answer.reason], ['not_sent', 'forbidden'])
  await egress.close()
})

test('a probe tells a name that does not resolve from one that is forbidden', async () => {
  const egress = createEgress({
    allowHosts: [],
    resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
  })
  const answer = await egress.http({ ...probe, url: 'https://gateway.example/sms' })
  assert.deepEqual([answer.kind, answer.kind === 'not_sent' && answer.reason], ['not_sent', 'dns'])
  await egress.close()
})
