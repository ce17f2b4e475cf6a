import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { startBench } from '../testing.ts'

async function makeLog(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'))
  t.after(() => rm(folder, { recursive: true }))
  return join(folder, 'accepted.jsonl')
}

const TEXT = { to: '+14155550142', from: '+14155550100', body: 'still known', statusCallback: 'http://127.0.0.1:9/x' }

test('a text that was accepted before a restart is still listed, with what it was sent as', async (t) => {
  const logFile = await makeLog(t)
  const first = await startBench(t, { logFile })
  const created = await first.client(first.full).messages.create(TEXT)
  const { accounts } = first.simulator.state
  const second = await startBench(t, { logFile, accounts })
  const listed = await second.client(second.full).messages.list({ to: TEXT.to, dateSentAfter: new Date(0) })
  assert.deepEqual(
    listed.map(({ sid, body, from, status, dateCreated, price }) => [sid, body, from, status, +dateCreated, price]),
    [[created.sid, TEXT.body, TEXT.from, 'delivered', +created.dateCreated, '-0.00830']],
  )
  assert.deepEqual(await second.client(second.other).messages.list(), [])
  const page = await second.sim<{ items: { sid: string }[] }>(`/messages?handset=${encodeURIComponent(TEXT.to)}`)
  assert.deepEqual(
    page.items.map(({ sid }) => sid),
    [created.sid],
  )
})

test('the same text accepted again after a restart counts as a double', async (t) => {
  const logFile = await makeLog(t)
  const first = await startBench(t, { logFile })
  await first.client(first.full).messages.create(TEXT)
  const second = await startBench(t, { logFile, accounts: first.simulator.state.accounts })
  assert.equal(second.simulator.state.doubles, 0)
  await second.client(second.full).messages.create(TEXT)
  assert.equal(second.simulator.state.doubles, 1)
})

test('a line that a crash cut short is passed over, and the next text gets a line of its own', async (t) => {
  const logFile = await makeLog(t)
  const first = await startBench(t, { logFile })
  await first.client(first.full).messages.create(TEXT)
  await appendFile(logFile, '{"at":"2026-03-12T14:0')
  const { accounts } = first.simulator.state
  const second = await startBench(t, { logFile, accounts })
  await second.client(second.full).messages.create({ ...TEXT, body: 'after the crash' })
  const third = await startBench(t, { logFile, accounts })
  const bodies = (await third.client(third.full).messages.list()).map(({ body }) => body)
  assert.deepEqual(bodies, ['after the crash', 'still known'])
})
