import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type TestWorkspace, until } from './app.ts'
import { accountOf, type Bench, type Params, PUBLIC, startBench } from './callback.ts'
import { keptFrom, repliesTo } from './inbound.ts'

/** `HANDSET_TEST_PAIRS=400` for as many as the law is judged by. */
const PAIRS = Number(process.env.HANDSET_TEST_PAIRS ?? 60)
const AT_ONCE = 10
const WITHIN_MS = 4
const SENDER = '+14155550100'

let bench: Bench
let ours: TestWorkspace
let theirs: TestWorkspace
let path: string
let token: string
before(async () => {
  bench = await startBench()
  ours = await bench.workspaceOf(accountOf(bench))
  theirs = await bench.workspaceOf(accountOf(bench, 'Another account'))
  path = (await repliesTo(bench, ours, PUBLIC)).slice(PUBLIC.length)
  token = accountOf(bench).authToken
})
after(() => bench.stop())

let phones = 0
const newPhone = () => `+1415555${8000 + phones++}`

const texted = (from: string, body: string, more: Params = {}): Params => ({
  MessageSid: `SM${randomBytes(16).toString('hex')}`,
  AccountSid: accountOf(bench).sid,
  From: from,
  To: SENDER,
  Body: body,
  NumMedia: '0',
  SmsStatus: 'received',
  ApiVersion: '2010-04-01',
  ...more,
})

const optOuts = ({ id }: TestWorkspace) =>
  bench.server.context.db.system((tx) =>
    tx.selectFrom('opt_outs').select('number_hash').where('workspace_id', '=', id).execute(),
  )

test('the same text delivered ten times at once is kept once and stops once', async () => {
  const params = texted(newPhone(), 'STOP')
  const before = (await optOuts(ours)).length
  const answers = await Promise.all(Array.from({ length: 10 }, () => bench.call(path, params, token)))
  assert.deepEqual(new Set(answers), new Set([200]))
  assert.equal((await keptFrom(bench, params.From!)).length, 1)
  assert.equal((await optOuts(ours)).length, before + 1)
})

test('what is not signed, signed by another account, changed, or sent to a made-up address changes nothing', async () => {
  const params = texted(newPhone(), 'STOP')
  const before = await bench.rows()
  const otherToken = accountOf(bench, 'Another account').authToken
  assert.equal(await bench.call(path, params, null), 403)
  assert.equal(await bench.call(path, params, otherToken), 403)
  assert.equal(
    await bench.call(path, params, token, { body: new URLSearchParams({ ...params, Body: 'START' }).toString() }),
    403,
  )
  const madeUp = `${path.slice(0, path.lastIndexOf('/'))}/${'a'.repeat(32)}`
  assert.equal(await bench.call(madeUp, params, token), 403)
  assert.equal(await bench.call(path.replace(ours.id, theirs.id), params, token), 404)
  assert.deepEqual(await bench.rows(), before)
  assert.deepEqual(await keptFrom(bench, params.From!), [])
})

test('what is no text of a phone is passed over, and the provider is told that it need not come again', async () => {
  for (const params of [
    texted('Bank', 'STOP'),
    texted(SENDER, 'STOP'),
    { MessageSid: `SM${'0'.repeat(32)}`, MessageStatus: 'delivered', From: newPhone(), To: SENDER, Body: 'STOP' },
    { Body: 'STOP' },
  ]) {
    assert.equal(await bench.call(path, params as Params, token), 200)
    if (params.From) assert.deepEqual(await keptFrom(bench, params.From), [])
  }
})

test('STOP to a sender that two workspaces share by one account stops both, and is kept with who texted last', async () => {
  const second = await bench.workspaceOf(accountOf(bench))
  const phone = newPhone()
  await second.call('POST', '/v1/messages', { to: phone, body: 'Hello' })
  assert.equal(await bench.call(path, texted(phone, 'STOP'), token), 200)
  assert.deepEqual(
    (await keptFrom(bench, phone)).map(({ workspace_id }) => workspace_id),
    [second.id],
  )
  for (const [workspace, skip] of [
    [ours, 'opted_out'],
    [second, 'opted_out'],
    [theirs, null],
  ] as const) {
    const { body } = await workspace.call('POST', '/v1/messages', { to: phone, body: 'Hello again' })
    assert.equal(body.skip_reason, skip)
  }
})

test('a text that somebody sent stands nowhere in the clear', async () => {
  const phone = newPhone()
  await bench.call(path, texted(phone, 'my secret is plum'), token)
  const found = await bench.server.context.db.system((tx) =>
    tx.rows<{ row: string }>('test_clear', 'select t::text as row from inbound_texts t', []),
  )
  const bytes = (text: string) => Buffer.from(text).toString('hex')
  assert.ok(found.length > 0)
  for (const { row } of found)
    for (const word of [phone, 'plum', bytes(phone), bytes('plum')]) assert.ok(!row.includes(word), word)
})

test(`law: of ${PAIRS} pairs of STOP and text within ${WITHIN_MS} ms, no attempt begins after its STOP was committed`, async () => {
  const owner = new pg.Client(bench.server.context.db.connection as pg.ClientConfig)
  await owner.connect()
  try {
    // Each attempt looks once more, as it is written down, whether an opt-out is committed by now.
    await owner.query(`create table late_attempts (message_id text);
      grant insert on late_attempts to handset_system;
      create function look_late() returns trigger language plpgsql as $$
        begin
          if exists (select from messages m join opt_outs o on o.workspace_id = m.workspace_id and o.number_hash = m.to_hash
            where m.workspace_id = new.workspace_id and m.id = new.message_id) then
            insert into late_attempts values (new.message_id);
          end if;
          return new;
        end $$;
      create trigger look_late before insert on attempts for each row execute function look_late()`)
    let attempts = 0
    for (let done = 0; done < PAIRS; done += AT_ONCE) {
      const pairs = await Promise.all(Array.from({ length: Math.min(AT_ONCE, PAIRS - done) }, pair))
      attempts += (await settled(pairs)).filter((tries) => tries > 0).length
    }
    const { rows } = await owner.query('select * from late_attempts')
    assert.deepEqual(rows, [])
    assert.ok(PAIRS < 20 || (attempts > 0 && attempts < PAIRS), `${attempts} of ${PAIRS} came first: no race was run`)
  } finally {
    await owner.end()
  }
})

/** A worker begins a text about so long after it was accepted. */
const BEGUN_WITHIN_MS = 25

/** A text, and STOP a moment before it was asked for, after it, after it was accepted, or about when it is begun. */
async function pair(_: unknown, i: number): Promise<string> {
  const phone = newPhone()
  const kind = i % 4
  const waitMs = Math.random() * (kind === 3 ? BEGUN_WITHIN_MS : WITHIN_MS)
  const stop = () => bench.call(path, texted(phone, 'STOP'), token)
  const send = async () => {
    const { status, body } = await ours.call<{ id: string }>('POST', '/v1/messages', { to: phone, body: 'Hello' })
    assert.equal(status, 202)
    return body.id
  }
  const sending = kind === 0 ? sleep(waitMs).then(send) : send()
  const stopping = kind === 0 ? stop() : (kind === 1 ? sleep(0) : sending).then(() => sleep(waitMs)).then(stop)
  assert.equal(await stopping, 200)
  return sending
}

/** How often each was tried, once all of them are done with. */
async function settled(ids: string[]): Promise<number[]> {
  return until('all texts being sent or skipped', async () => {
    const rows = await bench.server.context.db.system((tx) =>
      tx.selectFrom('messages').select(['status', 'tries']).where('id', 'in', ids).execute(),
    )
    return rows.every(({ status }) => status === 'sent' || status === 'skipped') && rows.map(({ tries }) => tries)
  })
}
