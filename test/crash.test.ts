import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Simulator, startSimulator } from '../simulator/start.ts'
import { startTestServer, type TestServer, type TestWorkspace, until } from './app.ts'
import { fullAccount } from './carrier.ts'
import { type Running, startHandset as startHandsetProcess } from './handset-process.ts'

let folder: string
let simulator: Simulator
/** Never sends: it makes workspaces and looks, while another process on the same database is killed. */
let observer: TestServer
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handset-crash-'))
  await writeFile(join(folder, 'key'), randomBytes(32).toString('base64'), { mode: 0o600 })
  simulator = await startSimulator({ port: 0, logFile: join(folder, 'accepted') })
  // Without a public address no receipt can tell what became of an attempt whose answer nobody heard.
  observer = await startTestServer({
    role: 'api',
    simulatorUrl: simulator.url,
    publicAddress: false,
    environment: { HANDSET_KEY_FILE: join(folder, 'key') },
  })
})
beforeEach(() => simulator.state.faults.clear())
after(async () => {
  await observer.stop()
  await simulator.stop()
  await rm(folder, { recursive: true })
})

const startHandset = () =>
  startHandsetProcess({
    HANDSET_DATA_DIR: folder,
    HANDSET_KEY_FILE: join(folder, 'key'),
    HANDSET_SIMULATOR_URL: simulator.url,
    DATABASE_URL: observer.context.db.connection.connectionString!,
  })

async function connected(): Promise<TestWorkspace> {
  const workspace = await observer.workspace()
  const saved = await workspace.call('PUT', '/v1/sms/settings', fullAccount(simulator))
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  return workspace
}

/** The id under which Handset has taken the text, or null when no answer came. */
async function post(handset: Running, workspace: TestWorkspace, body: string): Promise<string | null> {
  try {
    const response = await fetch(`${handset.url}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ to: '+14155550142', body }),
    })
    const answer = (await response.json()) as { id: string }
    assert.equal(response.status, 202)
    return answer.id
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error
    return null
  }
}

interface Row {
  id: string
  body: string
  status: string
  attempts: string[]
}

async function storedTexts(workspace: TestWorkspace): Promise<Row[]> {
  const { db, keys } = observer.context
  const sealer = await keys.forWorkspace(workspace.id)
  const rows = await db.system((tx) =>
    tx.rows<Omit<Row, 'body'> & { body_sealed: Buffer }>(
      'test_stored',
      `select m.id, m.status, m.body_sealed, array(
         select a.state from attempts a where a.workspace_id = m.workspace_id and a.message_id = m.id order by n) as attempts
       from messages m where m.workspace_id = $1`,
      [workspace.id],
    ),
  )
  return rows.map(({ body_sealed, ...row }) => ({ ...row, body: sealer.open(`messages.body|${row.id}`, body_sealed) }))
}

/** What the carrier has taken, by its own log. */
function takenBodies(): string[] {
  const lines = readFileSync(join(folder, 'accepted'), 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line).body)
}

const pastDeadlines = () =>
  observer.context.db.system((tx) =>
    tx.rows('test_deadlines', `update attempts set deadline_at = now() where state = 'started'`, []),
  )

describe('a process that is killed while it sends', () => {
  const ROUNDS = [1, 2, 3]
  const TEXTS = 200
  const acknowledged = new Map<string, string>()
  let workspace: TestWorkspace
  let rows: Row[]

  /** Posts, and kills when the carrier has taken some of this round's texts and others are on their way. */
  async function killInTheMiddle(round: number): Promise<void> {
    const handset = await startHandset()
    const takenBefore = simulator.state.acceptedCount
    const bodies = Array.from({ length: TEXTS }, (_, i) => `Round ${round}, text ${i}`)
    const posting = Array.from({ length: 8 }, async () => {
      for (let body = bodies.shift(); body; body = bodies.shift()) {
        const id = await post(handset, workspace, body)
        if (id) acknowledged.set(id, body)
      }
    })
    await until('some texts being taken', async () => simulator.state.acceptedCount > takenBefore + 20)
    await handset.end('SIGKILL')
    await Promise.all(posting)
  }

  before(async () => {
    workspace = await connected()
    simulator.state.faults.change({ latency_ms: 100 })
    for (const round of ROUNDS) await killInTheMiddle(round)
    const last = await startHandset()
    await pastDeadlines()
    await until('every text being handed over or in doubt', async () => {
      rows = await storedTexts(workspace)
      return rows.every((row) => row.status === 'sent' || row.status === 'unknown')
    })
    // One more from end to end: whatever was going to be sent again has had its turn before it.
    const id = await post(last, workspace, 'The last')
    await until('the last text being sent', async () =>
      (await storedTexts(workspace)).some((row) => row.id === id && row.status === 'sent'),
    )
    assert.equal(await last.end('SIGTERM'), 0)
    rows = await storedTexts(workspace)
  })

  test('has lost no text that it acknowledged', () => {
    const stored = new Map(rows.map((row) => [row.id, row.body]))
    assert.ok(acknowledged.size > 100, `only ${acknowledged.size} texts were acknowledged`)
    for (const [id, body] of acknowledged) assert.equal(stored.get(id), body)
  })

  test('has sent no text twice', () => {
    const taken = takenBodies()
    assert.equal(new Set(taken).size, taken.length)
    assert.equal(simulator.state.doubles, 0)
    for (const row of rows) assert.equal(row.attempts.length, 1, JSON.stringify(row))
  })

  test('says of each text that it was sent, or that this is not known, and is right', () => {
    const taken = new Set(takenBodies())
    for (const row of rows) {
      if (row.status === 'sent') assert.ok(taken.has(row.body), `${row.body} is said to be sent`)
      if (!taken.has(row.body)) assert.equal(row.status, 'unknown', row.body)
    }
    const unknown = rows.filter((row) => row.status === 'unknown')
    assert.ok(unknown.length >= ROUNDS.length, `only ${unknown.length} attempts were cut off`)
    assert.deepEqual(new Set(unknown.flatMap((row) => row.attempts)), new Set(['unknown']))
  })
})

test('a process that is asked to stop hears the answers to what it has sent, and stores them', async () => {
  const workspace = await connected()
  const handset = await startHandset()
  simulator.state.faults.change({ latency_ms: 1000 })
  const bodies = ['One', 'Two', 'Three'].map((word) => `${word} on the way at the end`)
  await Promise.all(bodies.map((body) => post(handset, workspace, body)))
  // What else the process asks the provider is held up as well.
  await until('all being on their way', async () => {
    const rows = await storedTexts(workspace)
    const hits = simulator.state.faults.view().hits_by.latency_ms ?? 0
    return hits >= bodies.length && rows.every(({ attempts }) => attempts.length === 1)
  })
  assert.equal(await handset.end('SIGTERM'), 0)
  const rows = await storedTexts(workspace)
  assert.deepEqual(
    rows.map(({ status, attempts }) => ({ status, attempts })),
    bodies.map(() => ({ status: 'sent', attempts: ['accepted'] })),
  )
  assert.equal(takenBodies().filter((body) => bodies.includes(body)).length, bodies.length)
})
