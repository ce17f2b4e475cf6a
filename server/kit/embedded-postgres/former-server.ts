import { readFile, realpath, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { type Answer, probe } from './connect.ts'
import { type Log, readPidFile, stopPostmaster } from './postmaster.ts'
import { endsWithin, findProcess, isRunning, listProcesses, type RunningProcess, sendSignal } from './processes.ts'
import { port } from './settings.ts'

/**
 * Looks at what an earlier run left on this folder (after kill -9, say). Returns its server when it is the one
 * that would be started now; otherwise stops it, so that afterwards nothing works on the folder.
 */
export async function settleFormerServer(cluster: Cluster, log: Log): Promise<RunningProcess | undefined> {
  const former = findPostmaster(cluster.tag)
  if (former) {
    if (await isWanted(cluster, former)) return former
    if (isRunning(former)) log(`Stopping PostgreSQL (pid ${former.pid}): other settings or version, or no answer.`)
    await stopPostmaster(former, log)
  }
  await refuseStranger(cluster)
  await endLeftovers(cluster.tag, log)
  // PostgreSQL believes these as long as any process, even a zombie, has the pid written in them.
  await rm(join(cluster.folder, 'postmaster.pid'), { force: true })
  await rm(join(cluster.socketFolder, `.s.PGSQL.${port}.lock`), { force: true })
  return undefined
}

/** The server of a cluster, known by its command line; a child just forked has the same line, and it as a parent. */
export function findPostmaster(tag: string): RunningProcess | undefined {
  const servers = listProcesses().filter(({ command }) => command.includes(`cluster_name=${tag}`))
  return servers.find(({ parent }) => !servers.some(({ pid }) => pid === parent))
}

/**
 * Ends what outlives a killed postmaster: a session busy with a long query does not notice, and keeps the shared
 * memory that a new server must not find in use. Nothing is lost: without a postmaster it can commit for nobody.
 */
export async function endLeftovers(tag: string, log: Log): Promise<void> {
  const leftovers = listProcesses().filter(({ command }) => command.includes(tag) && command.startsWith('postgres: '))
  for (const each of leftovers) sendSignal(each, 'SIGQUIT')
  for (const each of leftovers) {
    if (await endsWithin(each, 1_000)) continue
    log(`Ending a process of a dead PostgreSQL: ${each.command} (pid ${each.pid}).`)
    sendSignal(each, 'SIGKILL')
    await endsWithin(each, 5_000)
  }
}

/** Waits while it starts up or shuts down; one that says nothing for ten seconds is not wanted. */
async function isWanted(cluster: Cluster, former: RunningProcess): Promise<boolean> {
  if (former.command !== cluster.command.join(' ')) return false
  let heardAtMs = performance.now()
  while (isRunning(former) && performance.now() < heardAtMs + 10_000) {
    const found = await probe(cluster)
    if (found.state === 'ready') return await isItself(cluster, former, found.answer)
    if (found.state === 'refused') return false
    if (found.state === 'starting') heardAtMs = performance.now()
    await sleep(50)
  }
  return false
}

/** The process, the pid file, what answers and what lies on the disk must all be one. */
async function isItself(cluster: Cluster, former: RunningProcess, answer: Answer): Promise<boolean> {
  const pidFile = await readPidFile(cluster)
  const control = await readFile(join(cluster.folder, 'global', 'pg_control'))
  return (
    pidFile?.pid === former.pid &&
    // Both by the same clock at the same moment, so that setting the clock later changes neither.
    Math.abs(pidFile.startedAtSeconds - answer.startedAtSeconds) < 10 &&
    (await realpath(answer.folder)) === cluster.folder &&
    answer.systemIdentifier === String(control.readBigUInt64LE(0)) &&
    answer.version === cluster.user.version
  )
}

/** Somebody else's server on this folder: started by hand, or seen from another container. Two destroy the data. */
async function refuseStranger(cluster: Cluster): Promise<void> {
  const pidFile = await readPidFile(cluster)
  for (const folder of new Set([cluster.socketFolder, pidFile?.socketFolder || cluster.socketFolder])) {
    if (!(await answers(join(folder, `.s.PGSQL.${port}`)))) continue
    throw new Error(`Another PostgreSQL (pid ${pidFile?.pid}) answers in ${folder}: stop it before this start.`)
  }
  const holder = pidFile && findProcess(pidFile.pid)
  if (!holder || !/(^|\/)(postgres|postmaster)(:| |$)/.test(holder.command)) return
  // Pids recur, in containers at every start; a start in the same moment does not.
  if (Math.abs(holder.startedAtSeconds - pidFile.startedAtSeconds) > 5) return
  throw new Error(`Another PostgreSQL (pid ${holder.pid}) runs on ${cluster.folder}: stop it before this start.`)
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
