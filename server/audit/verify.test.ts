import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openScratch } from '../../test/database.ts'
import type { Database } from '../kit/db.ts'
import { chainHash, NO_HASH } from './canonical.ts'
import { openChaining } from './chain.ts'
import type { Finding } from './findings.ts'
import { type Head, readHeads, writeHead } from './heads-text.ts'
import { record, type Someone, someoneIn, tamper } from './testing.ts'
import { verifyWorkspace } from './verify.ts'

let db: Database
before(async () => {
  db = await openScratch()
})
after(() => db.close())

const LENGTH = 12

interface Case {
  does: (log: { workspaceId: string; ids: string[] }) => string[]
  finds: Pick<Finding, 'kind' | 'seq'>[]
  /** What shows only by what went outside before. */
  headsFind?: Pick<Finding, 'kind' | 'seq'>[]
}

const entry = (column: string, seq: number) => (log: { workspaceId: string; ids: string[] }) => [
  `update audit_entries set ${column} where workspace_id = '${log.workspaceId}' and id = '${log.ids[seq - 1]}'`,
]
const CUT_OFF = ({ workspaceId, ids }: { workspaceId: string; ids: string[] }) => [
  `delete from audit_entries where workspace_id = '${workspaceId}' and id = any('{${ids.slice(8)}}')`,
  `delete from audit_chain where workspace_id = '${workspaceId}' and seq >= 9`,
]
const PUT_IN = `insert into audit_entries (workspace_id, id, at, actor_kind, actor_id, actor_name, action, target)
  select workspace_id, left(id, 20) || repeat('0', 10), at - interval '1 hour', actor_kind, actor_id, 'Eve', action, target from audit_entries`

const CASES: Record<string, Case> = {
  'a changed name': { does: entry(`actor_name = 'Eve'`, 5), finds: [{ kind: 'changed', seq: 5 }] },
  'a time moved by a microsecond': {
    does: entry(`at = at + interval '1 microsecond'`, 1),
    finds: [{ kind: 'changed', seq: 1 }],
  },
  'an address taken away': { does: entry('from_address = null', LENGTH), finds: [{ kind: 'changed', seq: LENGTH }] },
  'a value changed in the JSON': {
    does: entry(`changes = jsonb_set(changes, '{cap,to}', '7')`, 6),
    finds: [{ kind: 'changed', seq: 6 }],
  },
  'two entries changed': {
    does: (log) => [...entry(`target = 'x'`, 3)(log), ...entry(`target = 'x'`, 9)(log)],
    finds: [
      { kind: 'changed', seq: 3 },
      { kind: 'changed', seq: 9 },
    ],
  },
  'an entry deleted from the middle': {
    does: ({ workspaceId, ids }) => [
      `delete from audit_entries where workspace_id = '${workspaceId}' and id = '${ids[5]}'`,
    ],
    finds: [{ kind: 'deleted', seq: 6 }],
  },
  'an entry and its link deleted from the middle': {
    does: ({ workspaceId, ids }) => [
      `delete from audit_entries where workspace_id = '${workspaceId}' and id = '${ids[5]}'`,
      `delete from audit_chain where workspace_id = '${workspaceId}' and seq = 6`,
    ],
    finds: [{ kind: 'deleted', seq: 6 }],
  },
  'the entries of the tail deleted': {
    does: (log) => CUT_OFF(log).slice(0, 1),
    finds: [9, 10, 11, 12].map((seq) => ({ kind: 'deleted', seq })),
  },
  'the tail cut off, links and all': { does: CUT_OFF, finds: [], headsFind: [{ kind: 'truncated', seq: 9 }] },
  'an entry put in past the chain': {
    does: ({ workspaceId, ids }) => [
      'alter table audit_entries disable trigger note_unchained',
      `${PUT_IN} where workspace_id = '${workspaceId}' and id = '${ids[3]}'`,
      'alter table audit_entries enable trigger note_unchained',
    ],
    finds: [{ kind: 'inserted', seq: null }],
  },
  'an entry of yesterday put in, to be chained as a new one': {
    does: ({ workspaceId, ids }) => [`${PUT_IN} where workspace_id = '${workspaceId}' and id = '${ids[3]}'`],
    finds: [{ kind: 'inserted', seq: LENGTH + 1 }],
  },
  'an entry put in with a link of its own': {
    does: ({ workspaceId, ids }) => [
      'alter table audit_entries disable trigger note_unchained',
      `${PUT_IN} where workspace_id = '${workspaceId}' and id = '${ids[3]}'`,
      'alter table audit_entries enable trigger note_unchained',
      `update audit_chain set seq = seq + 1000 where workspace_id = '${workspaceId}' and seq >= 7`,
      `insert into audit_chain select workspace_id, 7, left('${ids[3]}', 20) || repeat('0', 10), sha256('junk')
       from audit_chain where workspace_id = '${workspaceId}' and seq = 1`,
      `update audit_chain set seq = seq - 999 where workspace_id = '${workspaceId}' and seq > 1000`,
    ],
    finds: [{ kind: 'inserted', seq: 7 }],
    headsFind: [{ kind: 'rewritten', seq: LENGTH }],
  },
  'two links swapped': {
    does: ({ workspaceId }) => [
      `update audit_chain set seq = 1005 where workspace_id = '${workspaceId}' and seq = 5`,
      `update audit_chain set seq = 5 where workspace_id = '${workspaceId}' and seq = 6`,
      `update audit_chain set seq = 6 where workspace_id = '${workspaceId}' and seq = 1005`,
    ],
    finds: [5, 6, 7].map((seq) => ({ kind: 'reordered', seq })),
  },
  'the entries of two links swapped': {
    does: ({ workspaceId, ids }) => [
      `update audit_chain set entry_id = 'aside' where workspace_id = '${workspaceId}' and seq = 4`,
      `update audit_chain set entry_id = '${ids[3]}' where workspace_id = '${workspaceId}' and seq = 8`,
      `update audit_chain set entry_id = '${ids[7]}' where workspace_id = '${workspaceId}' and seq = 4`,
    ],
    finds: [
      { kind: 'reordered', seq: 4 },
      { kind: 'reordered', seq: 8 },
    ],
  },
  'what two entries say swapped': {
    does: ({ workspaceId, ids }) => [
      `update audit_entries e set id = case id when '${ids[3]}' then 'aud_aside' else id end where workspace_id = '${workspaceId}'`,
      `update audit_entries set id = '${ids[3]}' where workspace_id = '${workspaceId}' and id = '${ids[7]}'`,
      `update audit_entries set id = '${ids[7]}' where workspace_id = '${workspaceId}' and id = 'aud_aside'`,
    ],
    finds: [
      { kind: 'reordered', seq: 4 },
      { kind: 'reordered', seq: 8 },
    ],
  },
}

for (const [what, { does, finds, headsFind = [] }] of Object.entries(CASES)) {
  test(`${what}: found, and said by name`, async () => {
    const log = await soundLog()
    await tamper(db, does(log))
    await chainAll()
    assert.deepEqual(await found(log, []), finds)
    assert.deepEqual(await found(log, log.heads), [...finds, ...headsFind])
  })
}

test('a log that was rewritten from some entry on, hashes and all: the heads outside show it', async () => {
  const log = await soundLog()
  await tamper(db, entry(`actor_name = 'Eve'`, 5)(log))
  await rehash(log)
  assert.deepEqual(await found(log, []), [])
  assert.deepEqual(await found(log, log.heads), [{ kind: 'rewritten', seq: LENGTH }])
})

test('what is found names the entry and what it says', async () => {
  const log = await soundLog()
  await tamper(db, entry(`actor_name = 'Eve'`, 5)(log))
  const { findings } = await verifyWorkspace(db, log.workspaceId, [])
  assert.equal(findings[0]!.entryId, log.ids[4])
  assert.match(
    findings[0]!.detail,
    new RegExp(`^Number 5 \\(${log.ids[4]}: sms_settings.changed by Eve, .+Z\\) is not what was chained`),
  )
})

test('what is not chained yet is told apart, and is nothing wrong', async () => {
  const log = await soundLog()
  await record(db, log.actor, [{}, {}])
  const { findings, head, tail } = await verifyWorkspace(db, log.workspaceId, log.heads)
  assert.deepEqual([findings, head!.seq, tail.count], [[], LENGTH, 2])
})

test('an entry that was deleted before it was chained is missed', async () => {
  const log = await soundLog()
  await record(db, log.actor, [{}])
  await tamper(db, [
    `delete from audit_entries e using audit_unchained u where u.workspace_id = '${log.workspaceId}'
       and e.workspace_id = u.workspace_id and e.id = u.entry_id`,
  ])
  await chainAll()
  assert.deepEqual(await found(log, log.heads), [{ kind: 'deleted', seq: null }])
})

test('heads are read from a file, from a mail with wrapped lines and from the body of a webhook', () => {
  const head: Head = {
    workspaceId: 'ws_00000000000000000000000000',
    seq: 120,
    hash: 'ab'.repeat(32),
    at: '2026-11-22T12:00:00.123456Z',
  }
  const line = writeHead(head)
  for (const text of [
    `${line}\n`,
    `Heads of the chains:\r\n\r\n${line.replace(' ab', ' =\r\nab')}\r\n`,
    line.replaceAll(' ', '\r\n'),
    JSON.stringify({ heads: [{ workspace_id: head.workspaceId, seq: head.seq, hash: head.hash, at: head.at }] }),
  ])
    assert.deepEqual(readHeads(text), [head])
})

interface Log {
  actor: Someone
  workspaceId: string
  ids: string[]
  heads: Head[]
}

/** Twelve entries, chained, and their last head outside. */
async function soundLog(): Promise<Log> {
  const actor = await someoneIn(db)
  const { workspaceId } = actor
  await record(
    db,
    actor,
    Array.from({ length: LENGTH }, (_, i) => ({
      target: `t${i}`,
      changes: { cap: { from: i, to: { of: ['ü', i] } } },
    })),
  )
  await chainAll()
  const links = await linksOf(workspaceId)
  assert.deepEqual((await verifyWorkspace(db, workspaceId, [])).findings, [])
  const { seq, hash } = links.at(-1)!
  const heads = [{ workspaceId, seq, hash: hash.toString('hex'), at: '2026-11-22T12:00:00Z' }]
  return { actor, workspaceId, ids: links.map((link) => link.entry_id), heads }
}

async function found({ workspaceId }: Log, heads: Head[]): Promise<Pick<Finding, 'kind' | 'seq'>[]> {
  const { findings } = await verifyWorkspace(db, workspaceId, heads)
  return findings.map(({ kind, seq }) => ({ kind, seq }))
}

function linksOf(workspaceId: string) {
  return db.tenant(workspaceId, (tx) => tx.selectFrom('audit_chain').selectAll().orderBy('seq').execute())
}

/** As somebody would who has the database and this code. */
async function rehash({ workspaceId }: Log): Promise<void> {
  let previous: Buffer = NO_HASH
  for (const { seq } of await linksOf(workspaceId)) {
    const [row] = await db.system((tx) => tx.rows<never>('one_entry', ONE_ENTRY, [workspaceId, seq]))
    previous = chainHash(previous, row!)
    await tamper(db, [
      `update audit_chain set hash = '\\x${previous.toString('hex')}' where workspace_id = '${workspaceId}' and seq = ${seq}`,
    ])
  }
}

const ONE_ENTRY = `select e.workspace_id, e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  e.actor_kind, e.actor_id, e.actor_name, e.from_address, e.action, e.target, e.changes
  from audit_chain c join audit_entries e on e.workspace_id = c.workspace_id and e.id = c.entry_id
  where c.workspace_id = $1 and c.seq = $2`

async function chainAll(): Promise<void> {
  const turn = openChaining({ db })
  while (await turn());
}
