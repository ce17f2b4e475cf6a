import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openImporting } from './run-imports.ts'
import type { ImportOut } from './schema.ts'
import { type ImportCaller, type ImportTests, openImportTests } from './testing.ts'

let tests: ImportTests
before(async () => {
  tests = await openImportTests()
})
after(() => tests.server.stop())

const FILE = 'external_id,first_name,phone\nu-1,Ann,+14155550142\nu-2,Bob,none\nu-3,Cid,\n'
const CONSENT = { wording: 'Text me about my orders.', at: '2026-03-01T10:00:00Z', source: 'https://acme.example/form' }

interface Person {
  first_name: string
  opt_ins: { source: string; wording: string; where: string | null; at: string; by: string | null }[]
}

async function imported(caller: ImportCaller, id: string): Promise<Person[]> {
  await caller.call('POST', `/v1/imports/${id}/start`)
  const { turn } = openImporting(tests.server.context, 'importing')
  while (await turn());
  const { items } = (await caller.call<{ items: { id: string }[] }>('GET', '/v1/people')).body
  const people = await Promise.all(items.map((one) => caller.call<Person>('GET', `/v1/people/${one.id}`)))
  return people.map(({ body }) => body).sort((a, b) => (a.first_name < b.first_name ? -1 : 1))
}

test('what the people of a file agreed to is kept with each number of theirs, and with no other', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent(FILE)
  const patched = await caller.call<ImportOut>('PATCH', `/v1/imports/${id}`, { consent: CONSENT })
  assert.deepEqual([patched.status, patched.body.consent, patched.body.rows], [200, CONSENT, 3])
  const people = await imported(caller, id)
  const [kept, ...more] = people[0]!.opt_ins
  assert.deepEqual(
    [kept!.source, kept!.wording, kept!.where, kept!.at, more],
    ['import', CONSENT.wording, CONSENT.source, '2026-03-01T10:00:00.000Z', []],
  )
  assert.deepEqual(
    people.slice(1).map((one) => one.opt_ins),
    [[], []],
  )
})

test('it can be taken back before the start, and a file without it keeps nothing', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent(FILE)
  await caller.call('PATCH', `/v1/imports/${id}`, { consent: CONSENT })
  const { body } = await caller.call<ImportOut>('PATCH', `/v1/imports/${id}`, { consent: null })
  assert.equal(body.consent, null)
  const people = await imported(caller, id)
  assert.deepEqual(
    people.map((one) => one.opt_ins),
    [[], [], []],
  )
})

test('words that are none are refused at their place', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent(FILE)
  const consent = { wording: '  ', at: 'yesterday' }
  const { status, body } = await caller.call<{ errors: { pointer: string }[] }>('PATCH', `/v1/imports/${id}`, {
    consent,
  })
  assert.deepEqual([status, body.errors.map(({ pointer }) => pointer)], [422, ['/consent/wording', '/consent/at']])
})
