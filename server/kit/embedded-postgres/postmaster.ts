import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { probe } from './connect.ts'
import { endsWithin, findProcess, isRunning, type RunningProcess, sendSignal } from './processes.ts'
import { handOver } from './server-user.ts'

export type Log = (line: string) => void

/** Starts the server and waits until it answers a query, however long its recovery takes. */
export async function startPostmaster(cluster: Cluster, log: Log, signal?: AbortSignal): Promise<RunningProcess> {
  const startedAtMs = performance.now()
  await handOver(cluster.folder, cluster.user)
  const postmaster = await launch(cluster)
  try {
    await waitUntilReady(cluster, postmaster, log, signal)
  } catch (error) {
    if (postmaster) await stopPostmaster(postmaster, log)
    throw error
  }
  const tookMs = Math.round(performance.now() - startedAtMs)
  log(`PostgreSQL ${cluster.user.version} started in ${tookMs} ms (pid ${postmaster!.pid}).`)
  return postmaster!
}

/**
 * PostgreSQL's "fast" stop: it ends sessions, rolling back what they had open, and shuts down cleanly. Whoever
 * calls has to end its own work first. After `fastMs` its "immediate" stop: no data is lost, the next start recovers.
 */
export async function stopPostmaster(postmaster: RunningProcess, log: Log, fastMs = 30_000): Promise<void> {
  sendSignal(postmaster, 'SIGINT')
  if (await endsWithin(postmaster, fastMs)) return
  log(`PostgreSQL (pid ${postmaster.pid}) did not stop in ${fastMs} ms; stopping it at once.`)
  sendSignal(postmaster, 'SIGQUIT')
  if (await endsWithin(postmaster, 15_000)) return
  throw new Error(`PostgreSQL (pid ${postmaster.pid}) does not stop; end it by hand before the next start.`)
}

interface PidFile {
  pid: number
  startedAtSeconds: number
  socketFolder: string
}

export async function readPidFile(cluster: { folder: string }): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8').catch(() => undefined)
  const [pid, , startedAtSeconds, , socketFolder = ''] = text?.split('\n') ?? []
  return pid ? { pid: Number(pid), startedAtSeconds: Number(startedAtSeconds), socketFolder } : undefined
}

async function launch(cluster: Cluster): Promise<RunningProcess | undefined> {
  const [command, ...args] = [...cluster.user.prefix, ...cluster.command]
  const output = openSync(join(cluster.dataDir, 'start.log'), 'w', 0o600)
  try {
    // A session of its own: neither ctrl-C in the terminal nor the end of this process reaches it.
    const stdio = ['ignore', output, output] as const
    const options = { detached: true, stdio: [...stdio], env: cluster.environment, ...cluster.user.ids }
    const child = spawn(command!, args, options)
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    child.unref()
    return findProcess(child.pid!)
  } finally {
    closeSync(output)
  }
}

async function waitUntilReady(
  cluster: Cluster,
  postmaster: RunningProcess | undefined,
  log: Log,
  signal: AbortSignal | undefined,
): Promise<void> {
  let reportAtMs = performance.now() + 10_000
  while (postmaster && isRunning(postmaster)) {
    signal?.throwIfAborted()
    const found = await probe(cluster)
    if (found.state === 'ready' && (await readPidFile(cluster))?.pid === postmaster.pid) return
    if (found.state === 'refused') throw new Error(`PostgreSQL in ${cluster.dataDir} refuses us: ${found.reason}`)
    if (found.state !== 'ready' && performance.now() > reportAtMs) {
      log(`PostgreSQL (pid ${postmaster.pid}) is not ready yet: ${found.reason}`)
      reportAtMs += 10_000
    }
    await sleep(20)
  }
  throw new Error(`PostgreSQL did not start in ${cluster.dataDir}: ${await lastComplaint(cluster)}`)
}

/** What it said before its own log files took over: its last complaint, with what explains it. */
async function lastComplaint(cluster: Cluster): Promise<string> {
  const lines = (await readFile(join(cluster.dataDir, 'start.log'), 'utf8')).trim().split('\n')
  const last = lines.findLastIndex((line) => /FATAL|PANIC|^\S+: /.test(line))
  return last < 0 ? `see ${cluster.logFolder}` : lines.slice(last).join(' ')
}
