// The list of people, searched and filtered, in a small workspace and in a large one.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { newId } from '../server/kit/id.ts'
import { sealPurpose } from '../server/people/phones.ts'
import { inOne, wordsOf } from '../server/people/words.ts'
import { type BenchInstallation, openInstallationFor } from './installation.ts'
import { printTable } from './report.ts'

const FEW = 10_000
const AT_ONCE = 20_000

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { many: { type: 'string', default: '1000000' }, requests: { type: 'string', default: '60' } },
  })
  const many = Number(values.many)
  const installation = await openInstallationFor({ providerUrl: 'http://127.0.0.1:1', workspaces: 2, optOuts: 100 })
  try {
    const client = new pg.Client(installation.connection)
    await client.connect()
    await fillPeople(installation, client, 0, FEW)
    await fillPeople(installation, client, 1, many)
    await client.query('vacuum analyze persons, person_words, phones, groups, group_people, opt_outs')
    await client.end()
    const rows: [string, string][] = []
    for (const [what, queries] of Object.entries(QUERIES)) {
      const small = await p95(installation, 0, queries(FEW), Number(values.requests))
      const large = await p95(installation, 1, queries(many), Number(values.requests))
      rows.push([`${what}, p95 ms at ${FEW}`, small.toFixed(1)], [`  at ${many}`, large.toFixed(1)])
      rows.push(['  ratio', (large / small).toFixed(2)])
    }
    printTable('people: GET /v1/people', rows)
  } finally {
    await installation.close()
  }
}

type Ask = (i: number) => string | { lookup: string }

const SYLLABLES = [
  'ka',
  'mi',
  'ro',
  'te',
  'lu',
  'sa',
  'no',
  'vi',
  'da',
  'pe',
  'go',
  'ha',
  'je',
  'bo',
  'ni',
  'ru',
  'ze',
  'fo',
  'wa',
  'ly',
]
const syllable = (n: number) => SYLLABLES[Math.floor(n) % 20]!
const first = (i: number) => syllable(i) + syllable(i / 20)
const last = (i: number) => `${syllable(i * 7)}${syllable((i * 7) / 20)}${syllable((i * 7) / 400)}n`
const number = (i: number) => `+1415${String(2_000_000 + i).padStart(7, '0')}`

const QUERIES: Record<string, (many: number) => Ask> = {
  'first page': () => () => '',
  'one word that many begin with': () => (i) => `search=${syllable(i)}`,
  'first and last name': (many) => (i) => `search=${first((i * 997) % many)}%20${last((i * 997) % many)}`,
  'two beginnings that seldom meet': () => (i) =>
    `search=${syllable(i)}%20${syllable(i + 3)}${syllable(i)}${syllable(i + 9)}`,
  'a name that nobody has': () => () => 'search=xyzzy',
  'an exact number': (many) => (i) => ({ lookup: number((i * 997) % many) }),
  'not confirmed (1 %)': () => () => 'reach=unverified',
  'no number (rare)': () => () => 'reach=no_phone',
  'not active (1 %)': () => () => 'active=false',
}

/** Names of syllables, so that words begin alike as names do; a number each but for a few. */
async function fillPeople({ handset, workspaces }: BenchInstallation, client: pg.Client, at: number, count: number) {
  const workspaceId = workspaces[at]!.id
  const { keys } = handset.context
  const sealer = await keys.forWorkspace(workspaceId)
  for (let from = 0; from < count; from += AT_ONCE) {
    const people = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, j) => {
      const i = from + j
      const id = newId('per')
      const email = `${first(i)}.${last(i)}.${i}@acme.example`
      const words = inOne(wordsOf({ first_name: first(i), last_name: last(i), email, external_id: null }))
      return { i, id, first: first(i), last: last(i), email, words }
    })
    await client.query(`begin; set local role handset_tenant; set local handset.workspace = '${workspaceId}'`)
    await client.query(PERSONS, [
      workspaceId,
      ...(['id', 'first', 'last', 'email', 'i', 'words'] as const).map((name) => people.map((person) => person[name])),
    ])
    await client.query(PHONES, [
      workspaceId,
      people.map(({ id }) => id),
      people.map(({ i }) => keys.hashNumber(number(i))),
      people.map(({ id, i }) => sealer.seal(sealPurpose(id, 'import'), number(i))),
    ])
    await client.query('commit')
  }
}

const PERSONS = `
with given as (
  insert into persons (workspace_id, id, first_name, last_name, email, active, reach, phone_source, words)
  select $1, id, first, last, email, i % 100 <> 7,
    case when i % 100 = 3 then 'unverified' when i % 5000 = 4 then 'no_phone' else 'ok' end, 'import', words
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[]) as p(id, first, last, email, i, words)
  returning id, words
)
insert into person_words (workspace_id, person_id, word)
select $1, id, word from given cross join lateral unnest(string_to_array(btrim(words), ' ')) as word order by word`

const PHONES = `
insert into phones (workspace_id, person_id, source, number_hash, number_sealed, country, kind)
select $1, id, 'import', hash, sealed, 'US', 'mobile' from unnest($2::text[], $3::bytea[], $4::bytea[]) as f(id, hash, sealed)`

/** Through HTTP, one after the other, after a few to warm up. */
async function p95({ handset, workspaces }: BenchInstallation, at: number, ask: Ask, requests: number) {
  const headers = { authorization: `Bearer ${workspaces[at]!.key}`, 'content-type': 'application/json' }
  const times: number[] = []
  for (let i = -10; i < requests; i++) {
    const wanted = ask(i + 10)
    const startedMs = performance.now()
    const query = typeof wanted === 'string' ? wanted : await lookedUp(handset.url, headers, wanted.lookup)
    const answer = await fetch(`${handset.url}/v1/people?${query}`, { headers })
    await answer.json()
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
    if (i >= 0) times.push(performance.now() - startedMs)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!
}

async function lookedUp(url: string, headers: Record<string, string>, number: string): Promise<string> {
  const answer = await fetch(`${url}/v1/numbers/lookup`, { method: 'POST', headers, body: JSON.stringify({ number }) })
  const { handle } = (await answer.json()) as { handle: string }
  return `recipient=${handle}`
}
