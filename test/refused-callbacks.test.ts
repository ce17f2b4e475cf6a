import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newId } from '../server/kit/id.ts'
import { openVerifiers } from '../server/messages/verifier.ts'
import { type Simulator, startSimulator } from '../simulator/start.ts'
import { startTestServer, type TestServer, type TestWorkspace, until } from './app.ts'
import { accountOf, type Bench, startBench } from './callback.ts'
import { fullAccount } from './carrier.ts'
import { type ScratchDatabase, scratchDatabase } from './database.ts'

let scratch: ScratchDatabase
let simulator: Simulator
let server: TestServer
let workspace: TestWorkspace
let owner: pg.Client

before(async () => {
  scratch = await scratchDatabase()
  owner = new pg.Client(scratch.connection)
  await owner.connect()
  simulator = await startSimulator({ port: 0 })
  const environment = { DATABASE_URL: scratch.connection.connectionString! }
  server = await startTestServer({ role: 'api', simulatorUrl: simulator.url, environment })
  workspace = await server.workspace()
  assert.equal((await workspace.call('PUT', '/v1/sms/settings', fullAccount(simulator))).status, 200)
  // One line for each row that is written, whoever writes it.
  await owner.query(`create table writes (at timestamptz default clock_timestamp());
    create function note() returns trigger language plpgsql security definer as $$ begin insert into writes default values; return null; end $$;
    create trigger noted after insert or update on refused_callbacks for each row execute function note()`)
})
after(async () => {
  await simulator.stop()
  await owner.end()
  await scratch.drop()
})

async function forge(count: number): Promise<void> {
  const { rows } = await owner.query<{ id: string }>('select id from connections')
  const path = `/callbacks/sms/${workspace.id}/${rows[0]!.id}/${newId('msg')}/1/${'A'.repeat(22)}`
  const answers = await Promise.all(
    Array.from({ length: count }, () =>
      fetch(server.url + path, { method: 'POST', headers: { 'x-twilio-signature': 'forged' }, body: 'MessageSid=SM1' }),
    ),
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    answers.map(() => 403),
  )
}

const counted = async () =>
  Number((await owner.query('select coalesce(sum(count), 0) as count from refused_callbacks')).rows[0].count)
const writes = async () => Number((await owner.query('select count(*) from writes')).rows[0].count)

test('a flood of forged callbacks is counted to the last, in a write a second', async () => {
  const startedMs = performance.now()
  for (let i = 0; i < 10; i++) await forge(100)
  await until('all are written down', async () => (await counted()) === 1000)
  const seconds = (performance.now() - startedMs) / 1000
  const written = await writes()
  assert.ok(written >= 1 && written <= seconds + 1, `${written} writes in ${seconds} seconds`)
})

test('what a server counted is written down when it stops', async () => {
  await forge(25)
  await server.stop()
  assert.equal(await counted(), 1025)
})

test('receipts that are signed with a token that was saved this instant are believed', async () => {
  const bench: Bench = await startBench()
  try {
    const account = accountOf(bench)
    const ours = await bench.workspaceOf(account)
    const texts = await bench.send(ours, 21)
    const receipt = (sid: string) => ({ MessageSid: sid, MessageStatus: 'delivered', AccountSid: account.sid })
    const deliver = ({ path, sid }: (typeof texts)[number]) => bench.call(path, receipt(sid), account.authToken)
    assert.equal(await deliver(texts[0]!), 204)
    account.authToken = 'f'.repeat(32)
    const credentials = { kind: 'auth_token', auth_token: account.authToken }
    assert.equal((await ours.call('PATCH', '/v1/sms/settings', { credentials })).status, 200)
    const statuses = await Promise.all(texts.slice(1).map(deliver))
    assert.deepEqual(
      statuses,
      statuses.map(() => 204),
    )
    const verifiers = openVerifiers(bench.server.context)
    const connection = texts[0]!.path.split('/')[4]!
    const first = verifiers.findAnew(ours.id, connection)
    assert.equal(verifiers.findAnew(ours.id, connection), first, 'looked up twice in the same second')
  } finally {
    await bench.stop()
  }
})
