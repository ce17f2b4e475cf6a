import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ACTIONS, type AuditAction } from '../../shared/audit/actions.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import type { Actor } from '../kit/context.ts'
import { newId } from '../kit/id.ts'
import { chainHash, NO_HASH } from './canonical.ts'
import { openChaining } from './chain.ts'
import { statement } from './list.ts'
import { recordChange } from './record.ts'
import { auditRoutes } from './routes.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(auditRoutes)
})
after(() => slice.close())

test('an entry says who did what from where, in words and from what to what', async () => {
  const actor = await auditor({ name: 'Dana', address: '192.0.2.7' })
  await record(actor, 'sms_settings.changed', 'sms_settings', { sender: { from: '+44•••••123', to: 'ACME' } })
  await chain()
  const { status, body } = await slice.call(actor, 'GET', '/v1/audit')
  assert.equal(status, 200)
  const { id, at, ...rest } = body.items[0]
  assert.match(id, /^aud_/)
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000)
  assert.deepEqual(rest, {
    actor: { kind: 'user', id: actor.id, name: 'Dana' },
    from_address: '192.0.2.7',
    action: 'sms_settings.changed',
    title: 'SMS settings changed',
    sentence: 'Dana changed the sender from +44•••••123 to ACME',
    target: 'sms_settings',
    changes: { sender: { from: '+44•••••123', to: 'ACME' } },
    seq: 1,
  })
})

test('pages go from the newest to the oldest, without a gap and without a repeat', async () => {
  const actor = await auditor()
  for (let i = 0; i < 7; i++) await record(actor, 'role.changed', `rol_${i}`)
  const seen: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const { body } = await slice.call(actor, 'GET', `/v1/audit?limit=3${after && `&after=${after}`}`)
    seen.push(...body.items.map((item: { target: string }) => item.target))
    after = body.next
  }
  assert.deepEqual(seen.toSorted(), ['rol_0', 'rol_1', 'rol_2', 'rol_3', 'rol_4', 'rol_5', 'rol_6'])
})

test('each filter finds what it names, alone and joined with others', async () => {
  const dana = await auditor({ name: 'Dana' })
  const eli = { ...dana, id: 'usr_eli', name: 'Eli' }
  await record(dana, 'role.created', 'rol_1')
  await record(dana, 'role.changed', 'rol_1')
  await record(eli, 'role.changed', 'rol_2')
  await record(eli, 'api_key.created', 'key_1')
  const found = async (query: string) => {
    const { body } = await slice.call(dana, 'GET', `/v1/audit?${query}`)
    return body.items.map((item: { action: string; target: string }) => `${item.action} ${item.target}`).sort()
  }
  const past = new Date(Date.now() - 3_600_000).toISOString()
  const cases: Record<string, string[]> = {
    [`actor=${dana.id}`]: ['role.changed rol_1', 'role.created rol_1'],
    'action=role.changed': ['role.changed rol_1', 'role.changed rol_2'],
    'action=role': ['role.changed rol_1', 'role.changed rol_2', 'role.created rol_1'],
    'target=key_1': ['api_key.created key_1'],
    'actor=usr_eli&action=role': ['role.changed rol_2'],
    'target=rol_1&action=role.created': ['role.created rol_1'],
    'target=rol_1&actor=usr_eli': [],
    [`target=rol_1&actor=${dana.id}&action=role.changed`]: ['role.changed rol_1'],
    [`to=${past}`]: [],
    [`from=${past}&action=api_key`]: ['api_key.created key_1'],
    'action=nothing.known': [],
  }
  for (const [query, expected] of Object.entries(cases)) assert.deepEqual(await found(query), expected, query)
  const { body } = await slice.call(dana, 'GET', '/v1/audit/actors')
  assert.deepEqual(body.items, [
    { id: dana.id, kind: 'user', name: 'Dana' },
    { id: 'usr_eli', kind: 'user', name: 'Eli' },
  ])
})

test('filters that are rare together look no further than a bound, and the next page goes on from there', async () => {
  const actor = await auditor()
  await record(actor, 'role.created', 'rol_first')
  await slice.db.tenant(actor.workspaceId, (tx) =>
    tx.rows(
      'many',
      `insert into audit_entries (workspace_id, id, actor_kind, actor_id, actor_name, action, target)
       select $1, 'aud_zzzzzzzzzz' || lpad(i::text, 16, '0'), 'user', $2, 'Dana', 'role.changed', 'rol_' || i % 10
       from generate_series(1, 25000) i`,
      [actor.workspaceId, actor.id],
    ),
  )
  const query = `/v1/audit?actor=${actor.id}&action=role.created`
  const first = await slice.call(actor, 'GET', query)
  assert.deepEqual(first.body.items, [])
  const second = await slice.call(actor, 'GET', `${query}&after=${first.body.next}`)
  assert.deepEqual([second.body.items[0].target, second.body.next], ['rol_first', null])
})

test('each filter is read off an index in order of id, and nothing is sorted or counted whole', async () => {
  const filter = { workspaceId: 'ws_x', actor: null, actions: null, target: null, fromId: '', beforeId: '~' }
  const cases = {
    audit_entries_pkey: filter,
    audit_entries_actor: { ...filter, actor: 'usr_1' },
    audit_entries_target: { ...filter, target: 'rol_1' },
    audit_entries_action: { ...filter, actions: ['role.changed', 'role.created'] },
  }
  for (const [index, wanted] of Object.entries(cases)) {
    const { text, values } = statement(wanted)
    const plan = await slice.db.tenant('ws_x0000', async (tx) => {
      await tx.rows('', 'set local enable_seqscan = off; set local enable_bitmapscan = off', []).catch(() => {})
      return tx.rows<{ 'QUERY PLAN': string }>('', `explain ${text}`, values)
    })
    const lines = plan.map((row) => row['QUERY PLAN']).join('\n')
    assert.match(lines, new RegExp(`Index.*Scan.* using ${index} `), lines)
  }
})

test('who may not read the log learns nothing of it', async () => {
  const actor = await auditor({ permissions: new Set(['sms.read']) })
  for (const path of ['', '/actions', '/actors', '/chain', '/export'])
    assert.equal((await slice.call(actor, 'GET', `/v1/audit${path}`)).status, 403, path)
})

test('what is no cursor, no time and no format is refused by name', async () => {
  const actor = await auditor()
  for (const [query, pointer] of [
    ['after=yesterday', '/after'],
    ['from=yesterday', '/from'],
    ['limit=0', '/limit'],
  ] as const) {
    const { status, body } = await slice.call(actor, 'GET', `/v1/audit?${query}`)
    assert.deepEqual([status, body.errors[0].pointer], [422, pointer])
  }
  assert.equal((await slice.call(actor, 'GET', '/v1/audit/export?format=xml')).status, 422)
})

test('the known actions come with what they are called', async () => {
  const { body } = await slice.call(await auditor(), 'GET', '/v1/audit/actions')
  assert.equal(body.items.length, Object.keys(ACTIONS).length)
  assert.deepEqual(body.items[0], { action: 'api_key.created', title: 'API key made' })
})

test('the state of the chain says how far it goes and what waits', async () => {
  const actor = await auditor()
  const empty = await slice.call(actor, 'GET', '/v1/audit/chain')
  assert.deepEqual(empty.body, { head: null, waiting: 0, oldest_waiting_at: null, heads: null })
  await record(actor, 'role.changed', 'rol_1')
  await chain()
  await record(actor, 'role.changed', 'rol_2')
  const { body } = await slice.call(actor, 'GET', '/v1/audit/chain')
  assert.deepEqual([body.head.seq, body.waiting], [1, 1])
  assert.match(body.head.hash, /^[0-9a-f]{64}$/)
})

test('the JSON export has all that fits, and the chain can be recomputed from it alone', async () => {
  const actor = await auditor()
  for (let i = 0; i < 450; i++)
    await record(actor, 'role.changed', `rol_${i}`, { n: { from: i, to: { z: 1, a: ['ü', i] } } })
  await chain()
  const rows = await exported(actor, 'format=json')
  assert.equal(rows.length, 450)
  let previous: Buffer = NO_HASH
  for (const { hash, ...entry } of rows.sort((a: { seq: number }, b: { seq: number }) => a.seq - b.seq)) {
    previous = chainHash(previous, { ...entry, workspace_id: actor.workspaceId })
    assert.equal(hash, previous.toString('hex'))
  }
})

test('an export is recorded before it leaves, and is not in itself', async () => {
  const actor = await auditor()
  await record(actor, 'role.changed', 'rol_1')
  assert.equal((await exported(actor, 'format=json&action=role')).length, 1)
  const { body } = await slice.call(actor, 'GET', '/v1/audit?limit=1')
  assert.equal(body.items[0].sentence, 'Test Admin exported the audit log as JSON, only action role')
})

test('what was recorded where the clock is ahead is in the export too', async () => {
  const actor = await auditor()
  await record(actor, 'role.changed', 'rol_1')
  const { workspaceId: workspace_id, kind, id, name } = actor
  await slice.db.tenant(workspace_id, (tx) =>
    tx
      .insertInto('audit_entries')
      .values({
        workspace_id,
        id: newId('aud', Date.now() + 60_000),
        ...{ actor_kind: kind, actor_id: id, actor_name: name, action: 'role.changed', target: 'rol_2', changes: '{}' },
      })
      .execute(),
  )
  const rows = await exported(actor, 'format=json')
  assert.deepEqual(
    rows.map(({ target }: { target: string }) => target),
    ['rol_2', 'rol_1'],
  )
})

test('no cell of the CSV export is taken for a formula, and each is quoted as it must be', async () => {
  const actor = await auditor({ name: '=HYPERLINK("https://evil.example","click")' })
  for (const target of ['+1', '-1', '@SUM(1)', '\t=1', '\r=1', '＝1', 'a,"b"', 'two\r\nlines', 'plain'])
    await record(actor, 'role.changed', target)
  const lines = parseCsv(await exported(actor, 'format=csv'))
  const [head, ...rows] = lines
  assert.deepEqual(head!.slice(0, 4), ['number', 'at', 'who', 'kind'])
  const column = (name: string) => rows.map((row) => row[head!.indexOf(name)]!)
  assert.deepEqual(
    new Set(column('target')),
    new Set(["'+1", "'-1", "'@SUM(1)", "'\t=1", "'\r=1", "'＝1", 'a,"b"', 'two\r\nlines', 'plain']),
  )
  assert.deepEqual(new Set(column('who')), new Set([`'=HYPERLINK("https://evil.example","click")`]))
  for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[\s\0]*[=+\-@＝＋－＠]/)
})

async function auditor(wanted: Partial<Actor> = {}): Promise<Actor> {
  return { ...actorIn(await slice.workspace()), ...wanted }
}

function record(actor: Actor, action: AuditAction, target: string, changes = {}): Promise<void> {
  return slice.db.tenant(actor.workspaceId, (tx) => recordChange(tx, actor, { action, target, changes }))
}

async function chain(): Promise<void> {
  const turn = openChaining(slice.context)
  while (await turn());
}

async function exported(actor: Actor, query: string) {
  const { status, body } = await slice.call(actor, 'GET', `/v1/audit/export?${query}`)
  assert.equal(status, 200)
  return body
}

/** By RFC 4180, for the test alone. */
function parseCsv(text: string): string[][] {
  assert.ok(text.endsWith('\r\n'))
  const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)]
  const lines: string[][] = [[]]
  for (const [, cell, end] of cells) {
    lines.at(-1)!.push(cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!)
    if (end === '\r\n') lines.push([])
  }
  return lines.slice(0, -1)
}
