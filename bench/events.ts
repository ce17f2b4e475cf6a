// POST /v1/events: single ones against a bare Hono route with one durable insert, and batches of 1,000, looked at to the
// end, against plain set inserts of the rows that they left.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { newId } from '../server/kit/id.ts'
import { sealPurpose } from '../server/people/phones.ts'
import { type Child, startChild } from './child.ts'
import { type BenchInstallation, openInstallationFor } from './installation.ts'
import { startServer } from './load.ts'
import { plainInserts } from './plain-inserts.ts'
import { post } from './posting.ts'
import { median, printTable } from './report.ts'

const PEOPLE = 100_000
const TRIGGERS = 50
const ROUNDS = 3
const CONNECTIONS = [8, 32]

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { batches: { type: 'string', default: '20' }, seconds: { type: 'string', default: '5' } },
  })
  const installation = await openInstallationFor({ providerUrl: 'http://127.0.0.1:1', workspaces: 1, optOuts: 1000 })
  const client = new pg.Client(installation.connection)
  await client.connect()
  const rows: [string, string][] = []
  try {
    await fillPeople(installation, client)
    await fillTriggers(installation, client)
    await client.query('vacuum analyze persons, phones, triggers')
    rows.push(...(await inBatches(installation, client, Number(values.batches))))
    rows.push(...(await oneByOne(installation, Number(values.seconds) * 1000)))
  } finally {
    await client.end()
    await installation.close()
  }
  printTable('events: POST /v1/events', rows)
}

async function inBatches(installation: BenchInstallation, client: pg.Client, batches: number) {
  const server = await startServer(installation)
  const rates: number[] = []
  const slowest: number[] = []
  const plain: number[] = []
  try {
    await postBatches(installation, client, server, 3)
    for (let round = 0; round < ROUNDS; round++) {
      const since = newId('evt')
      const { rate, longestMs } = await postBatches(installation, client, server, batches)
      rates.push(rate)
      slowest.push(longestMs)
      plain.push(await plainInserts(client, since, batches))
    }
  } finally {
    await server.stop()
  }
  return [
    ['events/s in batches of 1,000, looked at to the end', median(rates).toFixed(0)],
    ['the same rows by plain set inserts, events/s', median(plain).toFixed(0)],
    ['ratio', (median(rates) / median(plain)).toFixed(3)],
    ['the slowest batch by itself, ms', median(slowest).toFixed(0)],
  ] as [string, string][]
}

/** One after the other, each until all its events are looked at. */
async function postBatches(
  { workspaces: [workspace] }: BenchInstallation,
  client: pg.Client,
  server: Child & { ready: { url: string } },
  batches: number,
): Promise<{ rate: number; longestMs: number }> {
  const startedMs = performance.now()
  let longestMs = 0
  for (let i = 0; i < batches; i++) {
    const batchMs = performance.now()
    const events = Array.from({ length: 1000 }, (_, j) => eventOf(i * 1000 + j))
    const answer = await fetch(`${server.ready.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${workspace!.key}` },
      body: JSON.stringify({ events }),
    })
    if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${await answer.text()}`)
    await answer.arrayBuffer()
    while ((await client.query('select 1 from event_queue limit 1')).rowCount)
      await new Promise((resolve) => setTimeout(resolve, 5))
    longestMs = Math.max(longestMs, performance.now() - batchMs)
  }
  return { rate: (batches * 1000) / ((performance.now() - startedMs) / 1000), longestMs }
}

async function oneByOne(installation: BenchInstallation, ms: number) {
  const ours = await startChild<{ url: string }>('./server-child.ts', [], {
    ...installation.environment,
    HANDSET_ROLE: 'api',
  })
  const bare = await startChild<{ url: string }>('./bare-insert-child.ts', [], installation.environment)
  const authorization = `Bearer ${installation.workspaces[0]!.key}`
  const rows: [string, string][] = []
  try {
    for (const connections of CONNECTIONS) {
      const rates: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
      const load = { path: '/v1/events', ms, connections, authorization, keyed: false }
      for (const child of [ours, bare]) await post(child.ready.url, { ...load, ms: 2000 }, eventOf)
      for (let i = 0; i < ROUNDS; i++) {
        rates.bare.push(await post(bare.ready.url, load, eventOf))
        rates.ours.push(await post(ours.ready.url, load, eventOf))
      }
      rows.push([`single events/s at ${connections} connections`, median(rates.ours).toFixed(0)])
      rows.push([`bare insert/s at ${connections} connections`, median(rates.bare).toFixed(0)])
      rows.push([`ratio at ${connections} connections`, (median(rates.ours) / median(rates.bare)).toFixed(3)])
    }
  } finally {
    await Promise.all([ours.stop(), bare.stop()])
  }
  return rows
}

/** Fits two triggers of the fifty, and names three people. */
function eventOf(i: number): unknown {
  const ref = (n: number) => `u-${(i * 31 + n * 7919) % PEOPLE}`
  return {
    type: 'property_changed',
    actor: ref(3),
    entity: {
      type: 'issue',
      id: String(i),
      identifier: `ENG-${i}`,
      title: 'Login redirect loses the query string behind a proxy',
      url: `https://app.acme.example/engineering/issues/ENG-${i}`,
      properties: { area: `area ${i % (TRIGGERS / 2)}`, project: 'Engineering', points: i % 8 },
    },
    before: { severity: 'minor' },
    after: { severity: 'major' },
    recipients: { assignees: [ref(0), ref(1)], watchers: [ref(1), ref(2)] },
  }
}

async function fillTriggers({ workspaces: [workspace] }: BenchInstallation, client: pg.Client): Promise<void> {
  for (let i = 0; i < TRIGGERS; i++) {
    const conditions = {
      and: [
        { '==': [{ var: 'entity.properties.area' }, `area ${i >> 1}`] },
        { '!=': [{ var: 'before.severity' }, { var: 'after.severity' }] },
      ],
    }
    const recipients = {
      roles: i % 2 ? ['assignees', 'watchers'] : ['assignees'],
      people: [],
      groups: [],
      managers_of: [],
    }
    await client.query(
      `insert into triggers (workspace_id, id, name, event_type, conditions, template, recipients)
       values ($1, $2, $3, 'property_changed', $4, 'property_change', $5)`,
      [workspace!.id, newId('trg'), `Trigger ${i}`, JSON.stringify(conditions), JSON.stringify(recipients)],
    )
  }
}

/** One in ten wants texts of these events. */
async function fillPeople({ handset, workspaces: [workspace] }: BenchInstallation, client: pg.Client): Promise<void> {
  const { keys } = handset.context
  const sealer = await keys.forWorkspace(workspace!.id)
  const ids = Array.from({ length: PEOPLE }, () => newId('per'))
  await client.query(
    `insert into persons (workspace_id, id, external_id, first_name, last_name, email, phone_source, reach)
     select $1, id, 'u-' || n - 1, 'Person', n::text, 'u-' || n || '@acme.example', 'api', 'ok'
     from unnest($2::text[]) with ordinality as p(id, n)`,
    [workspace!.id, ids],
  )
  const numbers = ids.map((_, i) => `+1415${String(2_000_000 + i).padStart(7, '0')}`)
  await client.query(
    `insert into phones (workspace_id, person_id, source, number_hash, number_sealed, country)
     select $1, id, 'api', hash, sealed, 'US' from unnest($2::text[], $3::bytea[], $4::bytea[]) as p(id, hash, sealed)`,
    [
      workspace!.id,
      ids,
      numbers.map((number) => keys.hashNumber(number)),
      numbers.map((number, i) => sealer.seal(sealPurpose(ids[i]!, 'api'), number)),
    ],
  )
  await client.query(
    `insert into preferences (workspace_id, person_id, choices)
     select $1, id, '{"property_changed:sms": true, "property_changed:email": true}'
     from unnest($2::text[]) with ordinality as p(id, n) where n % 10 = 0`,
    [workspace!.id, ids],
  )
}
