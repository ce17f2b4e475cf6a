import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface RunningProcess {
  pid: number
  parent: number
  /** Boot and start time: tells a process from a later one that was given the same pid. */
  identity: string
  startedAtSeconds: number
  /** Its command line, or the title it gave itself. */
  command: string
}

/** All live processes we can see. A zombie is not alive, although a signal still reaches it. */
export function listProcesses(): RunningProcess[] {
  if (process.platform !== 'linux') return parsePs(runPs(['-ax']))
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readProc(Number(name)) ?? []) : []))
}

export function findProcess(pid: number): RunningProcess | undefined {
  return process.platform === 'linux' ? readProc(pid) : parsePs(runPs(['-p', String(pid)]))[0]
}

export function isRunning(process: { pid: number; identity: string }): boolean {
  return findProcess(process.pid)?.identity === process.identity
}

/** Does nothing when the pid meanwhile belongs to another process. */
export function sendSignal(target: { pid: number; identity: string }, signal: NodeJS.Signals): void {
  if (!isRunning(target)) return
  try {
    process.kill(target.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export async function endsWithin(process: { pid: number; identity: string }, timeoutMs: number): Promise<boolean> {
  const untilMs = performance.now() + timeoutMs
  while (isRunning(process)) {
    if (performance.now() > untilMs) return false
    await sleep(20)
  }
  return true
}

/** For `ps -o pid=,ppid=,stat=,lstart=,command=`. */
export function parsePs(output: string): RunningProcess[] {
  return output.split('\n').flatMap((line) => {
    const [, pid, parent, state, identity, command] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w+ +\w+ +\w+ [\d:]+ \d{4}) ?(.*)$/.exec(line) ?? []
    if (!pid || !identity || state?.startsWith('Z')) return []
    const startedAtSeconds = Date.parse(identity) / 1000
    return { pid: Number(pid), parent: Number(parent), identity, startedAtSeconds, command: command?.trim() ?? '' }
  })
}

export function runPs(selection: string[]): string {
  try {
    const columns = ['-ww', '-o', 'pid=,ppid=,stat=,lstart=,command=']
    return execFileSync('ps', [...selection, ...columns], {
      encoding: 'utf8',
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
    })
  } catch (error) {
    // `ps -p` exits with 1 when there is no such process.
    if ((error as { status?: number }).status === 1) return ''
    throw error
  }
}

function readProc(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything; the fields after it are state (3), parent (4), … start time (22).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    const boot = findBoot()
    // Linux tells times to programs in hundredths of a second.
    const startedAtSeconds = boot.atSeconds + Number(fields[19]) / 100
    return { pid, parent: Number(fields[1]), identity: `${boot.id}:${fields[19]}`, startedAtSeconds, command }
  } catch {
    // Gone between two reads, or hidden from us: either way not one we could speak about.
    return undefined
  }
}

let knownBoot: { id: string; atSeconds: number } | undefined

function findBoot(): { id: string; atSeconds: number } {
  knownBoot ??= {
    id: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    atSeconds: Number(/^btime (\d+)/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]),
  }
  return knownBoot
}
