import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { findProcess, isRunning, type RunningProcess } from './processes.ts'
import { supervise } from './supervise.ts'
import { kill, until } from './test-folder.ts'

const pace = { pollMs: 5, firstWaitMs: 1, healthyAfterMs: 60_000, quickFailures: 5 }

test('a dead server is replaced, and the end of the watching gives the last one', async (t) => {
  const first = await startSleeper(t)
  const second = await startSleeper(t)
  const lines: string[] = []
  let isReplaced = false
  const replace = async () => {
    isReplaced = true
    return second
  }
  const watching = supervise(first, replace, (line) => lines.push(line), pace)
  kill(first.pid)
  await until(async () => isReplaced)
  assert.deepEqual(lines, [`PostgreSQL (pid ${first.pid}) died; starting it again.`])
  assert.equal(await watching.end(), second)
  assert.ok(isRunning(second))
})

test('after five failures in a row it is told once, with the reasons before, and nothing is tried again', async (t) => {
  const lines: string[] = []
  let tries = 0
  const restart = () => Promise.reject(new Error(`reason ${++tries}`))
  const first = await startSleeper(t)
  const { gaveUp, end } = supervise(first, restart, (line) => lines.push(line), pace)
  kill(first.pid)
  await until(async () => lines.length === 7)
  const last = 'PostgreSQL died 5 times in a row and is not started again; the lines above say why.'
  assert.equal(await gaveUp, last)
  assert.deepEqual(lines.slice(1), ['reason 1', 'reason 2', 'reason 3', 'reason 4', 'reason 5', last])
  assert.equal(await end(), undefined)
})

test('a server that keeps dying soon after its start is given up too', async (t) => {
  const lines: string[] = []
  const restart = async () => {
    const next = await startSleeper(t)
    kill(next.pid)
    return next
  }
  const first = await startSleeper(t)
  const { gaveUp } = supervise(first, restart, (line) => lines.push(line), pace)
  kill(first.pid)
  await until(async () => lines.length === 7)
  assert.match(await gaveUp, /died 5 times in a row/)
})

test('failures are counted anew after the server was healthy', async (t) => {
  const lines: string[] = []
  let starts = 0
  const restart = async () => {
    const next = await startSleeper(t)
    if (++starts <= 12) kill(next.pid)
    return next
  }
  const first = await startSleeper(t)
  const { end } = supervise(first, restart, (line) => lines.push(line), { ...pace, healthyAfterMs: 0 })
  kill(first.pid)
  await until(async () => starts === 13)
  assert.ok(await end())
  assert.equal(lines.length, 13)
})

async function startSleeper(t: TestContext): Promise<RunningProcess> {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
  t.after(() => child.kill('SIGKILL'))
  await once(child, 'spawn')
  return findProcess(child.pid!)!
}
