import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createEgress, type Egress } from './egress.ts'
import { isWhole, type RawServer, startRawServer } from './testing/raw-server.ts'

const OK_AND_CLOSE = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'

let server: Server
let port: number
let egress: Egress
let seen: { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers']; body: string }[]
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  seen = []
  answer = (_request, response) => response.writeHead(201, { 'content-type': 'application/json' }).end('{"sid":"SM1"}')
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ method: request.method, url: request.url, headers: request.headers, body })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as { port: number }).port
  egress = createEgress({ allowHosts: [`127.0.0.1:${port}`], timeoutMs: 300, maxBodyBytes: 1000 })
})

afterEach(async () => {
  await egress.close()
  server.closeAllConnections()
  server.close()
})

const url = (path = '/') => `http://127.0.0.1:${port}${path}`
const get = (path = '/') => egress.http({ method: 'GET', url: url(path), headers: {} })

describe('making a request', () => {
  it('sends it as it is and hands back the answer', async () => {
    const headers = { authorization: 'Basic abc', 'content-type': 'application/x-www-form-urlencoded' }
    const exchange = await egress.http({ method: 'POST', url: url('/a%20b?c=d'), headers, body: 'Body=€' })
    assert.equal(exchange.kind, 'answered')
    assert.deepEqual(
      [exchange.kind === 'answered' && exchange.status, exchange.kind === 'answered' && exchange.body],
      [201, '{"sid":"SM1"}'],
    )
    const { connection, ...rest } = seen[0]!.headers
    assert.deepEqual(
      { ...seen[0], headers: rest },
      {
        method: 'POST',
        url: '/a%20b?c=d',
        body: 'Body=€',
        headers: { ...headers, host: `127.0.0.1:${port}`, 'content-length': '8' },
      },
    )
    assert.equal(connection, 'keep-alive')
  })

  it('joins a header that comes twice and keeps header names in lower case', async () => {
    answer = (_request, response) => response.writeHead(429, { 'Retry-After': '7', 'X-Twice': ['a', 'b'] }).end()
    const exchange = await get()
    assert.ok(exchange.kind === 'answered')
    assert.deepEqual(
      [exchange.status, exchange.headers['retry-after'], exchange.headers['x-twice'], exchange.body],
      [429, '7', 'a, b', ''],
    )
  })

  it('follows no redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      answer = (_request, response) => response.writeHead(status, { location: url('/elsewhere') }).end('moved')
      const exchange = await get('/start')
      assert.equal(exchange.kind === 'answered' && exchange.status, status)
    }
    assert.deepEqual(
      seen.map((request) => request.url),
      Array(5).fill('/start'),
    )
  })

  it('repeats nothing, whatever the answer', async () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) {
      answer = (_request, response) => response.writeHead(status, { 'retry-after': '0' }).end()
      await get()
    }
    assert.equal(seen.length, 7)
  })

  it('keeps connections and uses no more than it may', async () => {
    const narrow = createEgress({ allowHosts: [`127.0.0.1:${port}`], connectionsPerOrigin: 3 })
    const sockets = new Set<unknown>()
    answer = (request, response) => {
      sockets.add(request.socket)
      setImmediate(() => response.end('ok'))
    }
    const all = await Promise.all(
      Array.from({ length: 60 }, () => narrow.http({ method: 'GET', url: url(), headers: {} })),
    )
    assert.ok(all.every(({ kind }) => kind === 'answered'))
    assert.equal(sockets.size, 3)
    await narrow.close()
  })

  it('lets what is on its way finish when it closes, and sends nothing after', async () => {
    const hold = Promise.withResolvers<void>()
    answer = (_request, response) => void hold.promise.then(() => response.end('late'))
    const onItsWay = get()
    while (seen.length === 0) await new Promise(setImmediate)
    const closing = egress.close()
    hold.resolve()
    assert.equal((await onItsWay).kind, 'answered')
    await closing
    assert.equal((await get()).kind, 'not_sent')
    assert.equal(seen.length, 1)
  })
})

describe('an answer that takes too much', () => {
  const cases: [what: string, expected: string, answers: (response: ServerResponse) => void][] = [
    ['never comes', 'timeout', () => {}],
    ['never ends', 'timeout', (response) => response.writeHead(200).write('{')],
    ['drips a byte at a time', 'timeout', (response) => drip(response)],
    [
      'announces more than it may',
      'too_large',
      (response) => response.writeHead(200, { 'content-length': 1001 }).write('x'),
    ],
    ['floods', 'too_large', (response) => flood(response)],
    ['has endless headers', 'too_large', (response) => response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end()],
  ]
  for (const [what, expected, answers] of cases) {
    it(`and ${what} is unknown (${expected}), and the connection is closed`, async () => {
      const closed = Promise.withResolvers<void>()
      answer = (request, response) => {
        request.socket.on('close', () => closed.resolve())
        answers(response)
      }
      const exchange = await get()
      assert.equal(exchange.kind === 'unknown' && exchange.reason, expected)
      await closed.promise
      answer = (_request, response) => response.end('fresh')
      const next = await get()
      assert.equal(next.kind === 'answered' && next.body, 'fresh')
    })
  }

  it('is not unpacked: a small answer stays small', async () => {
    const packed = gzipSync('x'.repeat(100_000))
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
    const exchange = await get()
    assert.ok(exchange.kind === 'answered' && exchange.body.length <= packed.length)
  })

  it('does not keep a request waiting for a connection for ever, nor sends it once it was given up', async () => {
    const narrow = createEgress({
      allowHosts: [`127.0.0.1:${port}`],
      connectionsPerOrigin: 1,
      timeoutMs: 200,
      connectTimeoutMs: 20,
    })
    answer = () => {}
    const urls = [url('/1'), url('/2'), url('/3')]
    const [first, , third] = await Promise.all(
      urls.map((address) => narrow.http({ method: 'GET', url: address, headers: {} })),
    )
    assert.equal(first!.kind, 'unknown')
    const detail = 'all connections were busy for too long'
    assert.deepEqual(third, { kind: 'not_sent', reason: 'connect_timeout', detail })
    await narrow.close()
    assert.ok(!seen.some((request) => request.url === '/3'))
  })

  it('may be given more or less time by the caller', async () => {
    answer = () => {}
    const start = performance.now()
    const exchange = await egress.http({ method: 'GET', url: url(), headers: {}, timeoutMs: 20 })
    assert.deepEqual(exchange, { kind: 'unknown', reason: 'timeout', detail: 'no whole answer within 20 ms' })
    assert.ok(performance.now() - start < 290)
  })
})

describe('what nobody may talk it into', () => {
  let wire: RawServer
  beforeEach(async () => {
    wire = await startRawServer((socket, received) => isWhole(received) && socket.end(OK_AND_CLOSE))
  })
  afterEach(() => wire.stop())

  it('ignores every proxy the environment names', async () => {
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
    const before = { ...process.env }
    for (const name of names) process.env[name] = `http://127.0.0.1:${wire.port}`
    process.env.NODE_USE_ENV_PROXY = '1'
    try {
      const fresh = createEgress({ allowHosts: [`127.0.0.1:${port}`] })
      assert.equal((await fresh.http({ method: 'GET', url: url('/direct'), headers: {} })).kind, 'answered')
      await fresh.close()
    } finally {
      for (const name of [...names, 'NODE_USE_ENV_PROXY']) {
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      }
    }
    assert.deepEqual([seen.length, wire.received.length], [1, 0])
  })

  it('takes the operator at the word: that host and that port, no other', async () => {
    const near = [
      `http://localhost:${port}/`,
      `http://127.0.0.1:${wire.port}/`,
      `http://127.0.0.2:${port}/`,
      `http://[::1]:${port}/`,
    ]
    for (const address of near) {
      assert.equal(egress.checkUrl(address).ok, false, address)
      assert.equal((await egress.http({ method: 'GET', url: address, headers: {} })).kind, 'not_sent')
    }
    assert.deepEqual(egress.checkUrl(url('/x')), { ok: true })
    assert.deepEqual([seen.length, wire.received.length], [0, 0])
  })

  it('closes idle connections to many hosts rather than keep them all', async () => {
    const many = createEgress({
      allowHosts: Array.from({ length: 300 }, (_, i) => `h${i}.test:${port}`),
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    })
    for (let i = 0; i < 300; i++) {
      const exchange = await many.http({ method: 'GET', url: `http://h${i}.test:${port}/${i}`, headers: {} })
      assert.equal(exchange.kind, 'answered')
    }
    assert.deepEqual([seen.length, new Set(seen.map(({ headers }) => headers.host)).size], [300, 300])
    await many.close()
  })
})

function drip(response: ServerResponse): void {
  response.writeHead(200)
  const timer = setInterval(() => response.write('x'), 10)
  response.on('close', () => clearInterval(timer))
}

function flood(response: ServerResponse): void {
  response.writeHead(200)
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(1000)));
  }
  response.on('drain', more)
  more()
}
