// A file of people through the API, from its upload to the last person, against PostgreSQL's own COPY of the same file into
// a plain table; with what one who uses the interface feels meanwhile.
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { ImportOut } from '../server/people/import/schema.ts'
import { treeCpuMicros } from './cpu.ts'
import { openInstallationFor } from './installation.ts'
import { startServer } from './load.ts'
import { printTable } from './report.ts'

const ASK_EVERY_MS = 50

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rows: { type: 'string', default: '300000' } } })
  const count = Number(values.rows)
  const installation = await openInstallationFor({ providerUrl: 'http://127.0.0.1:1', workspaces: 1, optOuts: 10_000 })
  const server = await startServer(installation)
  const file = Buffer.from(fileOf(count))
  const headers = { authorization: `Bearer ${installation.workspaces[0]!.key}` }
  const call = async (method: string, path: string, body?: string | Buffer<ArrayBuffer>, type = 'application/json') => {
    const response = await fetch(server.ready.url + path, {
      method,
      headers: { ...headers, 'content-type': type },
      ...(body && { body }),
    })
    if (response.status > 299) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as ImportOut
  }
  try {
    const copySeconds = await copyInto(installation.connection, file)
    const { id } = await call('POST', '/v1/imports', JSON.stringify({ file_name: 'people.csv' }))
    const uploadMs = performance.now()
    await call('PUT', `/v1/imports/${id}/file`, file, 'text/csv')
    const cpu0 = [
      (await server.ask<{ cpuMicros: number }>('report')).cpuMicros,
      treeCpuMicros(installation.postgresPid),
    ]
    const startedMs = performance.now()
    await call('POST', `/v1/imports/${id}/start`)
    const waits: number[] = []
    let done = await call('GET', `/v1/imports/${id}`)
    while (done.state === 'importing') {
      const askedMs = performance.now()
      await call('GET', '/v1/people?limit=50')
      waits.push(performance.now() - askedMs)
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
      done = await call('GET', `/v1/imports/${id}`)
    }
    const seconds = (performance.now() - startedMs) / 1000
    if (done.state !== 'done' || done.counts.new !== count) throw new Error(JSON.stringify(done))
    const { peakRss } = await server.ask<{ peakRss: number }>('report')
    const cpu1 = [
      (await server.ask<{ cpuMicros: number }>('report')).cpuMicros,
      treeCpuMicros(installation.postgresPid),
    ]
    waits.sort((a, b) => a - b)
    printTable(`import: ${count} rows, ${(file.length / 1e6).toFixed(1)} MB`, [
      ['upload, seconds', ((startedMs - uploadMs) / 1000).toFixed(1)],
      ['import, seconds', seconds.toFixed(1)],
      ['rows/s', (count / seconds).toFixed(0)],
      ['COPY rows/s', (count / copySeconds).toFixed(0)],
      ['ratio', (copySeconds / seconds).toFixed(4)],
      ['CPU a row, ours, µs', ((cpu1[0]! - cpu0[0]!) / count).toFixed(1)],
      ['CPU a row, database, µs', ((cpu1[1]! - cpu0[1]!) / count).toFixed(1)],
      ['list of people meanwhile, p95 ms', waits[Math.floor(waits.length * 0.95)]!.toFixed(0)],
      ['peak memory, MB', (peakRss / 1e6).toFixed(0)],
    ])
  } finally {
    await server.stop()
    await installation.close()
  }
}

function fileOf(count: number): string {
  const lines = ['External id,First name,Last name,Email,Mobile,Language,Department']
  for (let i = 0; i < count; i++) {
    const number = `+1415${2_000_000 + i}`
    lines.push(`u-${i},First${i % 977},"Last, ${i % 4999}",user${i}@acme.example,${number},en,Team ${i % 50}`)
  }
  return `${lines.join('\r\n')}\r\n`
}

/** The driver knows the messages of COPY, and refuses to send anything by itself. */
class CopyIn extends pg.Query {
  readonly #file: Buffer

  constructor(text: string, file: Buffer, done: (error: Error | undefined) => void) {
    super(text, [], done)
    this.#file = file
  }

  handleCopyInResponse(connection: { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }): void {
    for (let at = 0; at < this.#file.length; at += 65_536)
      connection.sendCopyFromChunk(this.#file.subarray(at, at + 65_536))
    connection.endCopyFrom()
  }
}

async function copyInto(connection: pg.ClientConfig, file: Buffer): Promise<number> {
  const client = new pg.Client(connection)
  await client.connect()
  await client.query(
    'create table bench_plain (external_id text, first_name text, last_name text, email text, mobile text, language text, department text)',
  )
  const startedMs = performance.now()
  await new Promise<void>((resolve, reject) => {
    client.query(
      new CopyIn('copy bench_plain from stdin (format csv, header)', file, (error) =>
        error ? reject(error) : resolve(),
      ),
    )
  })
  const seconds = (performance.now() - startedMs) / 1000
  await client.query('drop table bench_plain')
  await client.end()
  return seconds
}
