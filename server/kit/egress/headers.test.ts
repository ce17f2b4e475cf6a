import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import fc from 'fast-check'
import { createEgress, type Egress } from './egress.ts'
import { isWhole, type RawServer, startRawServer } from './testing/raw-server.ts'

const OK_AND_CLOSE = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'

describe('the headers of a request', () => {
  let wire: RawServer
  let egress: Egress
  beforeEach(async () => {
    wire = await startRawServer((socket, received) => isWhole(received) && socket.end(OK_AND_CLOSE))
    egress = createEgress({ allowHosts: [`127.0.0.1:${wire.port}`], connectionsPerOrigin: 1 })
  })
  afterEach(async () => {
    await egress.close()
    await wire.stop()
  })

  const post = (headers: Record<string, string>) =>
    egress.http({ method: 'POST', url: `http://127.0.0.1:${wire.port}/`, headers, body: 'b' })

  it('let no line break or other control character through', async () => {
    const unit = fc.constantFrom('\r', '\n', '\0', '\x0b', '\x7f', 'a', ':', ' ', 'é', '€', 'x-injected: 1')
    const check = fc.asyncProperty(fc.string({ unit, maxLength: 12 }), fc.boolean(), async (text, isName) => {
      const exchange = await post(isName ? { [`x${text}`]: 'v' } : { 'x-value': text })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
      const isBad = (isName ? /[^a]/ : /[\r\n\0\x0b\x7f€]/).test(text)
      assert.equal(exchange.kind === 'not_sent' ? exchange.reason : exchange.kind, isBad ? 'forbidden' : 'answered')
    })
    await fc.assert(check, { numRuns: 400 })
    assert.ok(wire.received.length > 20)
    for (const request of wire.received) {
      const [start, ...lines] = request.split('\r\n\r\n')[0]!.split('\r\n')
      assert.deepEqual([start, lines.length], ['POST / HTTP/1.1', 4])
      assert.ok(!lines.some((line) => /^x-injected/i.test(line)))
    }
  })

  it('leave those of the connection to us', async () => {
    const names = ['Host', 'connection', 'Content-Length', 'Transfer-Encoding', 'upgrade', 'Proxy-Connection', 'TE']
    for (const name of names) {
      const detail = `the header ${name} is not for callers to set`
      assert.deepEqual(await post({ [name]: '1' }), { kind: 'not_sent', reason: 'forbidden', detail })
    }
    assert.equal(wire.received.length, 0)
  })

  it('block no connection when they are bad', async () => {
    for (const headers of [{ 'x-bad': 'a\r\nb' }, { 'x bad': 'a' }, { host: 'other' }]) {
      assert.equal((await post(headers as unknown as Record<string, string>)).kind, 'not_sent')
    }
    assert.equal((await post({})).kind, 'answered')
  })
})
