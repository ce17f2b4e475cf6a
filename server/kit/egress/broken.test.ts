import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe, it } from 'node:test'
import { createEgress, type Egress } from './egress.ts'
import type { Exchange, HttpRequest } from './exchange.ts'
import { isWhole, OK, startRawServer } from './testing/raw-server.ts'

const HEAD = 'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 20\r\n'

/** Where the server breaks the connection, and what that must be called. Nothing in between is a guess. */
const POINTS: [where: string, expected: string, breaks: (socket: Socket, received: string) => void][] = [
  ['when the first bytes of a long request arrive', 'unknown reset', (socket) => socket.resetAndDestroy()],
  [
    'when the headers have arrived',
    'unknown reset',
    (socket, received) => /\r\n\r\n/.test(received) && socket.resetAndDestroy(),
  ],
  [
    'when the whole request has arrived',
    'unknown reset',
    (socket, received) => isWhole(received) && socket.resetAndDestroy(),
  ],
  ['by closing politely without an answer', 'unknown reset', (socket, received) => isWhole(received) && socket.end()],
  ['within the status line', 'unknown reset', answering('HTTP/1.1 2')],
  ['after the status line', 'unknown reset', answering('HTTP/1.1 201 Created\r\n')],
  ['within the headers of the answer', 'unknown reset', answering(HEAD)],
  ['before the body of the answer', 'unknown reset', answering(`${HEAD}\r\n`)],
  ['within the body of the answer', 'unknown reset', answering(`${HEAD}\r\n{"sid":"SM`)],
  [
    'within a chunked answer',
    'unknown reset',
    answering('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nabcd\r\n'),
  ],
  ['after answering something that is not HTTP', 'unknown reset', answering('SSH-2.0-OpenSSH_9.2\r\n')],
  ['after the last byte of the answer', 'answered', answering(`${HEAD}\r\n{"sid":"SM00000001"}`)],
]

describe('a connection that breaks', () => {
  for (const [where, expected, breaks] of POINTS) {
    it(`${where} is ${expected}, and is not tried again`, async () => {
      const server = await startRawServer(breaks)
      const egress = createEgress({ allowHosts: [`127.0.0.1:${server.port}`] })
      const body = 'Body='.concat('x'.repeat(where.includes('long') ? 5_000_000 : 50))
      const exchange = await post(egress, server.port, body)
      assert.equal(inShort(exchange), expected)
      await egress.close()
      await server.closed(1)
      assert.equal(server.received.length, 1)
      await server.stop()
    })
  }

  it('is not_sent when nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    server.close()
    await once(server, 'close')
    const egress = createEgress({ allowHosts: [`127.0.0.1:${port}`] })
    const detail = `127.0.0.1:${port}: ECONNREFUSED`
    assert.deepEqual(await post(egress, port), { kind: 'not_sent', reason: 'refused', detail })
    await egress.close()
  })

  const handshakes: [how: string, breaks: (socket: Socket) => void][] = [
    ['reset', (socket) => socket.resetAndDestroy()],
    ['closed', (socket) => socket.end()],
    ['answered in plain text', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ]
  for (const [how, breaks] of handshakes) {
    it(`is not_sent when the TLS handshake is ${how}`, async () => {
      const server = await startRawServer(breaks)
      const egress = createEgress({ allowHosts: [`127.0.0.1:${server.port}`] })
      assert.equal(inShort(await post(egress, server.port, 'x', 'https')), 'not_sent tls')
      await egress.close()
      await server.stop()
    })
  }

  it('is not_sent when the handshake never ends', async () => {
    const server = await startRawServer(() => {})
    const egress = createEgress({ allowHosts: [`127.0.0.1:${server.port}`], connectTimeoutMs: 100 })
    assert.equal(inShort(await post(egress, server.port, 'x', 'https')), 'not_sent connect_timeout')
    await server.closed(1)
    await egress.close()
    await server.stop()
  })

  it('is not_sent when the name leads nowhere, or nowhere in time', async () => {
    const nowhere = Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' })
    const cases: [resolve: () => Promise<never[]>, expected: Exchange][] = [
      [() => Promise.reject(nowhere), { kind: 'not_sent', reason: 'dns', detail: 'gone.example.com: ENOTFOUND' }],
      [async () => [], { kind: 'not_sent', reason: 'dns', detail: 'gone.example.com has no address' }],
      [
        () => new Promise(() => {}),
        { kind: 'not_sent', reason: 'connect_timeout', detail: 'no connection to gone.example.com:443' },
      ],
    ]
    for (const [resolve, expected] of cases) {
      const egress = createEgress({ allowHosts: [], resolve, connectTimeoutMs: 50 })
      assert.deepEqual(await egress.http({ method: 'GET', url: 'https://gone.example.com/', headers: {} }), expected)
      await egress.close()
    }
  })

  it('is unknown when a kept-alive connection is reset under the next request, which is not sent twice', async () => {
    const server = await startRawServer((socket, received) => {
      if (received.split('POST /').length === 2) isWhole(received) && socket.write(OK)
      else socket.resetAndDestroy()
    })
    const egress = createEgress({ allowHosts: [`127.0.0.1:${server.port}`], connectionsPerOrigin: 1 })
    assert.equal(inShort(await post(egress, server.port)), 'answered')
    assert.equal(inShort(await post(egress, server.port)), 'unknown reset')
    assert.equal(server.received.length, 1)
    await egress.close()
    await server.stop()
  })

  it('is not_sent, or answered on another connection, when a kept-alive one was reset while idle', async () => {
    const server = await startRawServer((socket, received, connection) => {
      if (isWhole(received)) socket.write(OK, () => connection === 0 && socket.resetAndDestroy())
    })
    const egress = createEgress({ allowHosts: [`127.0.0.1:${server.port}`], connectionsPerOrigin: 1 })
    assert.equal(inShort(await post(egress, server.port)), 'answered')
    await server.closed(1)
    const second = inShort(await post(egress, server.port))
    const repeats = server.received.join('').split('POST /').length - 2
    // On Linux the reset is known before the next request is written; what matters is that the two agree.
    assert.deepEqual([second, repeats], repeats === 0 ? ['not_sent refused', 0] : ['answered', 1])
    await egress.close()
    await server.stop()
  })
})

function answering(text: string): (socket: Socket, received: string) => void {
  return (socket, received) => {
    if (isWhole(received)) socket.write(text, () => setImmediate(() => socket.resetAndDestroy()))
  }
}

function post(egress: Egress, port: number, body = 'Body=hello', scheme = 'http'): Promise<Exchange> {
  const request: HttpRequest = { method: 'POST', url: `${scheme}://127.0.0.1:${port}/send`, headers: {}, body }
  return egress.http(request)
}

function inShort(exchange: Exchange): string {
  return exchange.kind === 'answered' ? 'answered' : `${exchange.kind} ${exchange.reason}`
}
