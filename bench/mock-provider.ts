// A provider that accepts everything, in a process of its own: the least that Handset's requests need, so that what is
// measured is Handset. Says over IPC how many it accepted and what it cost.
import { createHmac, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'

const { values } = parseArgs({
  options: {
    latency: { type: 'string', default: '0' },
    receipts: { type: 'string', default: '0' },
    // Takes everything but codes and never answers.
    hang: { type: 'boolean', default: false },
    account: { type: 'string', default: `AC${'0'.repeat(32)}` },
    token: { type: 'string', default: '' },
  },
})
const latencyMs = Number(values.latency)
const receiptStatuses = ['sent', 'delivered', 'delivered'].slice(3 - Number(values.receipts))
let accepted = 0
let receiptsAnswered = 0
let receiptsFailed = 0
const pools = new Map<string, Pool>()

const server = createServer((request, response) => {
  // Asked about a text of a minute ago: it has nothing to say, and that is no text.
  if (request.method !== 'POST') return void response.writeHead(404).end()
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString()
    noteArrival(body)
    if (values.hang && !body.includes('Code')) return
    const sid = `SM${randomBytes(16).toString('hex')}`
    const answer = () => {
      accepted += 1
      const text = JSON.stringify({
        sid,
        account_sid: values.account,
        status: 'queued',
        num_segments: '1',
        num_media: '0',
        direction: 'outbound-api',
        error_code: null,
      })
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      response.end(text)
      if (receiptStatuses.length) void sendReceipts(sid, new URLSearchParams(body))
    }
    if (latencyMs) setTimeout(answer, latencyMs)
    else answer()
  })
})

/** When the texts that carry a mark came in, by the clock that all processes of a machine share. */
const arrivals: Record<string, number> = {}
function noteArrival(body: string): void {
  const mark = /mark-\d+/.exec(body)?.[0]
  if (mark) arrivals[mark] ??= performance.timeOrigin + performance.now()
}

async function sendReceipts(sid: string, sent: URLSearchParams): Promise<void> {
  const url = sent.get('StatusCallback')
  // The bare loop's texts name an address where nobody listens.
  if (!url || url.startsWith('http://127.0.0.1:1/')) return
  for (const status of receiptStatuses) {
    const fields = {
      AccountSid: values.account!,
      ApiVersion: '2010-04-01',
      From: sent.get('From') ?? '',
      MessageSid: sid,
      MessageStatus: status,
      SmsSid: sid,
      SmsStatus: status,
      To: sent.get('To') ?? '',
    }
    const body = new URLSearchParams(fields).toString()
    const signed =
      url +
      Object.keys(fields)
        .sort()
        .map((key) => key + fields[key as keyof typeof fields])
        .join('')
    const signature = createHmac('sha1', values.token!).update(signed).digest('base64')
    const { origin, pathname } = new URL(url)
    const pool = pools.get(origin) ?? new Pool(origin, { connections: 32 })
    pools.set(origin, pool)
    const { statusCode, body: answer } = await pool.request({
      method: 'POST',
      path: pathname,
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    })
    await answer.dump()
    if (statusCode === 204) receiptsAnswered += 1
    else receiptsFailed += 1
  }
}

process.on('message', (message) => {
  if (message === 'arrivals') process.send!(arrivals)
  if (message !== 'report') return
  const { user, system } = process.cpuUsage()
  process.send!({ accepted, receiptsAnswered, receiptsFailed, cpuMicros: user + system })
})
process.on('disconnect', () => process.exit())
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as { port: number }).port }))
