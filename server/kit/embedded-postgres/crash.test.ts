import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { withClient } from './connect.ts'
import { findProcess, listProcesses } from './processes.ts'
import { removeAbandoned } from './scratch.ts'
import { kill, killAll, killChild, makeTestFolder, postmasterOf, query, until } from './test-folder.ts'

describe('embedded PostgreSQL after a kill', { concurrency: 2 }, () => {
  test('when only Node is killed, the next start takes the server over within 2 s', async (t) => {
    const { dataDir, start, startInChild } = await makeTestFolder(t)
    const { child } = await startInChild()
    const pid = await postmasterOf(dataDir)
    await killChild(child)
    const startedAtMs = performance.now()
    const { adopted, connection, stop } = await start()
    const tookMs = performance.now() - startedAtMs
    assert.equal(adopted, true)
    assert.equal(await postmasterOf(dataDir), pid)
    t.diagnostic(`taken over in ${Math.round(tookMs)} ms`)
    assert.ok(tookMs < 2_000, `${tookMs} ms`)
    assert.deepEqual(await query(connection, 'select 1 as one'), [{ one: 1 }])
    await stop()
    assert.equal(findProcess(pid!), undefined)
  })

  test('a server with other settings is stopped cleanly and started anew', async (t) => {
    const { dataDir, lines, start, startInChild } = await makeTestFolder(t)
    const { child } = await startInChild()
    const pid = await postmasterOf(dataDir)
    await killChild(child)
    const { adopted, connection } = await start({ work_mem: '5MB' })
    assert.equal(adopted, false)
    assert.notEqual(await postmasterOf(dataDir), pid)
    assert.deepEqual(await query(connection, 'show work_mem'), [{ work_mem: '5MB' }])
    assert.equal(lines[0], `Stopping PostgreSQL (pid ${pid}): other settings or version, or no answer.`)
  })

  const linux = { skip: process.platform !== 'linux' && 'looks into /proc' }
  test('a server that does not answer is stopped and started anew', linux, async (t) => {
    const { dataDir, start, startInChild } = await makeTestFolder(t)
    const { child } = await startInChild()
    const pid = await postmasterOf(dataDir)
    await killChild(child)
    process.kill(pid!, 'SIGSTOP')
    const starting = start()
    // As an operator would who sees the line: the stop signal has been waiting for it.
    await until(async () => pendingSignals(pid!))
    process.kill(pid!, 'SIGCONT')
    assert.equal((await starting).adopted, false)
  })

  for (const whom of ['the postmaster', 'every process'] as const) {
    test(`when ${whom} is killed, the server is back within 5 s with all that was committed`, async (t) => {
      const { dataDir, start } = await makeTestFolder(t)
      const { connection } = await start()
      await query(connection, 'create table kept as select 42 as answer')
      const pid = await postmasterOf(dataDir)
      const killedAtMs = performance.now()
      if (whom === 'every process') killTree(pid!)
      kill(pid)
      await until(() => query(connection, 'select answer from kept'), 5_000)
      t.diagnostic(`back after ${Math.round(performance.now() - killedAtMs)} ms`)
      assert.notEqual(await postmasterOf(dataDir), pid)
    })
  }

  test('a session too busy to notice the death of its server does not hold up the next', async (t) => {
    const { dataDir, start } = await makeTestFolder(t)
    const { connection } = await start()
    await withBusySession(connection, async (session) => {
      kill(await postmasterOf(dataDir))
      await until(() => query(connection, 'select 1 as one'), 5_000)
      assert.equal(findProcess(session), undefined)
    })
  })

  test('such a session is also ended when Node was killed with its server', async (t) => {
    const { dataDir, start, startInChild } = await makeTestFolder(t)
    const { child, answer } = await startInChild()
    assert.ok(typeof answer === 'object')
    await withBusySession(answer.connection, async (session) => {
      await killChild(child)
      kill(await postmasterOf(dataDir))
      assert.ok(findProcess(session), 'still busy')
      assert.equal((await start()).adopted, false)
      assert.equal(findProcess(session), undefined)
    })
  })

  for (let delayMs = 0; delayMs < 500; delayMs += 60) {
    test(`a first start killed after ${delayMs} ms is made good by the next`, async (t) => {
      const { dataDir, start, spawnStart } = await makeTestFolder(t, { empty: true })
      const child = spawnStart()
      await until(async () => (await readdir(dataDir)).includes('lock'))
      // The moment of the kill is what varies here; nothing is waited for.
      await sleep(delayMs)
      await killChild(child)
      const { connection } = await start()
      assert.deepEqual(await query(connection, 'select 1 as one'), [{ one: 1 }])
      const left = (await readdir(dataDir)).filter((name) => name.startsWith('pg'))
      assert.deepEqual(left, ['pg'])
    })
  }

  test('rows whose commit was confirmed survive the killing of everything, ten times', async (t) => {
    const { dataDir, start, startInChild } = await makeTestFolder(t)
    const first = await start()
    await query(first.connection, 'create table kept (n bigint primary key)')
    await first.stop()
    let confirmed = 0
    for (let round = 0; round < 10; round += 1) {
      const { child, answer } = await startInChild()
      assert.ok(typeof answer === 'object')
      const writing = withClient(answer.connection, async (client) => {
        for (;;) {
          await client.query('insert into kept values ($1)', [confirmed + 1])
          confirmed += 1
        }
      })
      const target = confirmed + 50 + round * 7
      await Promise.race([until(async () => confirmed > target), writing])
      child.kill('SIGKILL')
      await killAll(dataDir)
      await assert.rejects(writing)
      const { connection, stop } = await start()
      const [found] = await query<{ n: string }>(connection, 'select count(*) as n from kept')
      // One more may be in: committed, but killed before it could say so.
      assert.ok([confirmed, confirmed + 1].includes(Number(found!.n)), `${found!.n} of ${confirmed}`)
      confirmed = Number(found!.n)
      await stop()
    }
  })

  for (const [who, argv0, ageSeconds] of [
    ['a live process of another program', 'sleeper', 0],
    ['a PostgreSQL that began at another time', 'postgres', 60],
  ] as const) {
    test(`pid files that name ${who} do not stop a start`, async (t) => {
      const { dataDir, start } = await makeTestFolder(t)
      const stranger = await spawnSleeper(t, argv0)
      await mkdir(join(dataDir, 'sock'), { mode: 0o700 })
      await writeFile(join(dataDir, 'pg', 'postmaster.pid'), pidFile(stranger, dataDir, ageSeconds))
      await writeFile(join(dataDir, 'sock', '.s.PGSQL.5432.lock'), pidFile(stranger, dataDir, ageSeconds))
      const { connection } = await start()
      assert.deepEqual(await query(connection, 'select 1 as one'), [{ one: 1 }])
      assert.ok(findProcess(stranger), 'the stranger lives on')
    })
  }

  test('it does not start beside a PostgreSQL that somebody else started on the folder', async (t) => {
    const { dataDir, start } = await makeTestFolder(t)
    const other = await spawnSleeper(t, 'postgres')
    await writeFile(join(dataDir, 'pg', 'postmaster.pid'), pidFile(other, dataDir))
    const line = `Another PostgreSQL (pid ${other}) runs on ${join(dataDir, 'pg')}: stop it before this start.`
    await assert.rejects(start(), { message: line })
    assert.match(await readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8'), new RegExp(`^${other}\n`))
  })

  test('it does not start beside a server that answers on its socket but is not to be seen', async (t) => {
    const { dataDir, start } = await makeTestFolder(t)
    await mkdir(join(dataDir, 'sock'), { mode: 0o700 })
    await writeFile(join(dataDir, 'pg', 'postmaster.pid'), pidFile(4_000_000, dataDir))
    const unseen = createServer((socket) => socket.destroy()).listen(join(dataDir, 'sock', '.s.PGSQL.5432'))
    await once(unseen, 'listening')
    const line = `Another PostgreSQL (pid 4000000) answers in ${join(dataDir, 'sock')}: stop it before this start.`
    await assert.rejects(start(), { message: line })
    assert.match(await readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8'), /^4000000\n/)
    unseen.close()
  })

  test('stopping in the middle of a restart leaves no server', async (t) => {
    const { dataDir, lines, start } = await makeTestFolder(t)
    const { stop } = await start()
    kill(await postmasterOf(dataDir))
    await until(async () => lines.some((line) => line.endsWith('died; starting it again.')))
    await stop()
    assert.equal(await postmasterOf(dataDir), undefined)
    assert.equal((await start()).adopted, false)
  })

  test('the scratch server of a killed test run is removed by the next run', async (t) => {
    const { dataDir, startInChild } = await makeTestFolder(t, { name: 'handset-scratch-left' })
    const { child } = await startInChild()
    await removeAbandoned(join(dataDir, '..'))
    assert.ok(await postmasterOf(dataDir), 'in use, so kept')
    const pid = await postmasterOf(dataDir)
    await killChild(child)
    // Several runs may clean up at once.
    await Promise.all([1, 2, 3].map(() => removeAbandoned(join(dataDir, '..'))))
    assert.equal(findProcess(pid!), undefined)
    await assert.rejects(readFile(join(dataDir, 'password')), { code: 'ENOENT' })
  })
})

function killTree(pid: number): void {
  for (const child of listProcesses()) if (child.parent === pid) kill(child.pid)
}

/** Runs `use` while a session computes without ever looking up; gives its pid. */
async function withBusySession(
  connection: Parameters<typeof withClient>[0],
  use: (pid: number) => Promise<void>,
): Promise<void> {
  await withClient(connection, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const busy = client.query('select count(*) from generate_series(1, 1000000000000)')
    const ended = assert.rejects(busy)
    await until(
      async () =>
        (await query(connection, `select from pg_stat_activity where state = 'active' and pid = ${rows[0]!.pid}`))
          .length === 1,
    )
    await use(rows[0]!.pid)
    await ended
  })
}

async function spawnSleeper(t: TestContext, argv0: string): Promise<number> {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { argv0 })
  t.after(() => child.kill('SIGKILL'))
  await once(child, 'spawn')
  return child.pid!
}

function pidFile(pid: number, dataDir: string, ageSeconds = 0): string {
  const startedAt = Math.floor(Date.now() / 1000) - ageSeconds
  return [pid, join(dataDir, 'pg'), startedAt, 5432, join(dataDir, 'sock'), '', '  1234 5678', 'ready   ', ''].join(
    '\n',
  )
}

/** SIGINT (bit 1) waits for a stopped process. */
async function pendingSignals(pid: number): Promise<boolean> {
  const [, mask = '0'] = /^ShdPnd:\s*(\w+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
  return (BigInt(`0x${mask}`) & 2n) !== 0n
}
