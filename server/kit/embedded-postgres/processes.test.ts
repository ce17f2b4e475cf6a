import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { findProcess, isRunning, listProcesses, parsePs, runPs, sendSignal } from './processes.ts'
import { until } from './test-folder.ts'

test('a process is found with its parent and command, alone and in the list', () => {
  const own = findProcess(process.pid)!
  assert.equal(own.parent, process.ppid)
  assert.ok(own.command.includes('processes.test.ts'), own.command)
  assert.deepEqual(
    listProcesses().find(({ pid }) => pid === process.pid),
    own,
  )
})

test('a process that ended is not running, even while its parent has not taken note', async (t) => {
  const program =
    'const { spawn } = require("node:child_process"); const c = spawn("true"); c.on("spawn", () => { console.log(c.pid); for (;;); })'
  const parent = spawn(process.execPath, ['--eval', program])
  t.after(() => parent.kill('SIGKILL'))
  const [data] = (await once(parent.stdout, 'data')) as [Buffer]
  const zombie = Number(data)
  await until(async () => findProcess(zombie) === undefined)
  assert.ok(process.kill(zombie, 0), 'a signal still reaches it')
})

test('no signal goes to a later process with the same pid', async (t) => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
  t.after(() => child.kill('SIGKILL'))
  await once(child, 'spawn')
  const found = findProcess(child.pid!)!
  sendSignal({ ...found, identity: 'started earlier' }, 'SIGKILL')
  sendSignal(found, 'SIGTERM')
  const [, signal] = await once(child, 'exit')
  assert.equal(signal, 'SIGTERM')
  assert.ok(!isRunning(found))
  sendSignal(found, 'SIGKILL')
})

test('the output of ps is read, without zombies', () => {
  const startedAt = (day: number) => new Date(2026, 10, day, 21, 6, 1).getTime() / 1000
  const output = [
    '    1     0 Ss   Sat Nov 21 21:06:01 2026 /sbin/init splash',
    '  812     1 Z    Sat Nov  7 01:06:09 2026 <defunct>',
    '31337   812 S+   Sun Nov  1 21:06:01 2026 postgres: handset-0a: owner handset [local] idle',
    '',
  ].join('\n')
  assert.deepEqual(parsePs(output), [
    {
      pid: 1,
      parent: 0,
      identity: 'Sat Nov 21 21:06:01 2026',
      startedAtSeconds: startedAt(21),
      command: '/sbin/init splash',
    },
    {
      pid: 31337,
      parent: 812,
      identity: 'Sun Nov  1 21:06:01 2026',
      startedAtSeconds: startedAt(1),
      command: 'postgres: handset-0a: owner handset [local] idle',
    },
  ])
})

test('ps tells the same as the process table', { skip: spawnSync('ps').error && 'no ps here' }, () => {
  const [own] = parsePs(runPs(['-p', String(process.pid)]))
  const { identity, startedAtSeconds, ...expected } = findProcess(process.pid)!
  assert.ok(own && Math.abs(own.startedAtSeconds - startedAtSeconds) <= 2)
  assert.deepEqual({ pid: own.pid, parent: own.parent, command: own.command }, expected)
  assert.notEqual(identity, '')
  assert.equal(runPs(['-p', '4000000']), '')
})
