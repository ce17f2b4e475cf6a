// The history, filtered by one thing and by several, in a small workspace and in a large one.
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { handleOf } from '../server/consent/handle.ts'
import { BEGINNING_MS, DAYS, fillHistory } from './history-rows.ts'
import { type BenchInstallation, openInstallationFor } from './installation.ts'
import { printTable } from './report.ts'

const FEW = 10_000

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rows: { type: 'string', default: '10000000' }, requests: { type: 'string', default: '60' } },
  })
  const many = Number(values.rows)
  const requests = Number(values.requests)
  const installation = await openInstallationFor({ providerUrl: 'http://127.0.0.1:1', workspaces: 2, optOuts: 100 })
  try {
    const startedMs = performance.now()
    const counts = [FEW, many]
    const fills = counts.map((count, at) => ({ workspaceId: installation.workspaces[at]!.id, count }))
    await fillHistory(installation.connection, fills)
    console.log(`${many} rows in ${Math.round((performance.now() - startedMs) / 1000)} s`)
    const measure = async (name: string, ask: Ask, path: string) => {
      const [small, large] = [
        await p95(installation, 0, FEW, ask, requests, path),
        await p95(installation, 1, many, ask, requests, path),
      ]
      return [name, small, large] as const
    }
    const lines = []
    for (const [name, ask] of Object.entries(SINGLES)) {
      lines.push(await measure(name, ask, ''))
      lines.push(await measure(`${name}, of a week`, (at) => `${ask(at)}&${aWeek(at.i)}`, ''))
    }
    printLines(`history: GET /v1/messages, p95 in ms at ${FEW} and at ${many}, and their ratio`, lines)
    const joined = []
    for (const [name, ask] of Object.entries(JOINED)) joined.push(await measure(name, ask, ''))
    printLines('history: filters that are joined', joined)
    const counted = []
    for (const [name, ask] of Object.entries(COUNTED)) counted.push(await measure(name, ask, '/counts'))
    printLines('history: GET /v1/messages/counts', counted)
  } finally {
    await installation.close()
  }
}

interface At {
  /** Of the request. */
  i: number
  /** Rows in the workspace. */
  count: number
  number: (n: number) => string
}
type Ask = (at: At) => string

const people = (count: number) => Math.max(100, count / 100)
const person = ({ i, count }: At) => `per_${String((i * 997) % people(count)).padStart(26, '0')}`

const SINGLES: Record<string, Ask> = {
  'no filter': () => '',
  'channel sms': () => 'channel=sms',
  'channel email': () => 'channel=email',
  'channel in_app': () => 'channel=in_app',
  person: (at) => `person=${person(at)}`,
  event: ({ i, count }) => `event=evt_${(i * 997) % Math.floor(count / 10)}`,
  'event type': ({ i }) => `event_type=type_${i % 16}`,
  'event type of posted texts': () => 'event_type=posted.reminder',
  trigger: ({ i }) => `trigger=trg_${i % 49}`,
  'a rare trigger': () => 'trigger=trg_49',
  template: ({ i }) => `template=template_${i % 21}`,
  'a common sender': () => 'sender=%2B14155550100',
  'a sender of one in 1,000': () => 'sender=ACME',
  'class code': () => 'class=otp',
  'class test (rare)': () => 'class=test',
  'status delivered': () => 'status=delivered',
  'status group pending': () => 'status=pending',
  'status group sent': () => 'status=sent',
  'status group failed': () => 'status=failed',
  'status group skipped': () => 'status=skipped',
  'a status that none has': () => 'status=cancelled',
  'skip reason': () => 'skip_reason=opted_out',
  'a rare skip reason': () => 'skip_reason=over_cap',
  error: () => 'error=30006',
  'a rare error': () => 'error=30034',
  'an error that none has': () => 'error=11111',
  redirected: () => 'redirected=true',
  number: (at) => `recipient=${at.number((at.i * 997) % (people(at.count) * 2))}`,
}

const JOINED: Record<string, Ask> = {
  'person and failed': (at) => `person=${person(at)}&status=failed`,
  'failed and class code': () => 'status=failed&class=otp',
  'failed by mail': () => 'status=failed&channel=email',
  'trigger and failed': ({ i }) => `trigger=trg_${i % 49}&status=failed`,
  'event type and skip reason': ({ i }) => `event_type=type_${i % 16}&skip_reason=opted_out`,
  'template, text, rare error': ({ i }) => `template=template_${i % 21}&channel=sms&error=30034`,
  'error and rare sender': () => 'error=30006&sender=ACME',
  'two that never meet': () => 'error=30006&status=delivered',
  'delivered from nobody': () => 'status=delivered&sender=nobody',
}

const COUNTED: Record<string, Ask> = {
  'no filter': () => '',
  'channel sms': () => 'channel=sms',
  'class code': () => 'class=otp',
  trigger: ({ i }) => `trigger=trg_${i % 49}`,
  person: (at) => `person=${person(at)}`,
  'error and sender': () => 'error=30006&sender=ACME',
}

function aWeek(i: number): string {
  const until = BEGINNING_MS + (8 + ((i * 37) % (DAYS - 9))) * 86_400_000
  return `since=${new Date(until - 7 * 86_400_000).toISOString()}&until=${new Date(until).toISOString()}`
}

/** Through HTTP, one after the other, after a few to warm up. */
async function p95(
  { handset, workspaces }: BenchInstallation,
  at: number,
  count: number,
  ask: Ask,
  requests: number,
  path: string,
) {
  const { id, key } = workspaces[at]!
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  const number = (n: number) => handleOf(handset.context.keys, id, Buffer.from(md5(`${n}`) + md5(`n${n}`), 'hex'))
  const times: number[] = []
  let short = 0
  for (let i = -10; i < requests; i++) {
    const query = ask({ i: i + 10, count, number })
    const startedMs = performance.now()
    const answer = await fetch(`${handset.url}/v1/messages${path}?${query}`, {
      headers: { authorization: `Bearer ${key}` },
    })
    const body = (await answer.json()) as { searched_back_to?: string | null }
    if (!answer.ok) throw new Error(`${query} answered ${answer.status}`)
    if (i < 0) continue
    times.push(performance.now() - startedMs)
    if (body.searched_back_to) short++
  }
  return { ms: times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!, short: short / requests }
}

type Line = readonly [string, { ms: number; short: number }, { ms: number; short: number }]

function printLines(title: string, lines: Line[]): void {
  printTable(
    title,
    lines.map(([name, small, large]) => {
      const given = large.short > 0 ? `, ${Math.round(large.short * 100)} % searched back` : ''
      return [name, `${small.ms.toFixed(1)}  ${large.ms.toFixed(1)}  ${(large.ms / small.ms).toFixed(2)}${given}`]
    }),
  )
}
