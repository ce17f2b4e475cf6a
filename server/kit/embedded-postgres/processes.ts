import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface RunningProcess {
  pid: number
  parent: number
  /** Boot and start time: tells a process from a later one that was given the same pid. */
  identity: string
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

/** For `ps -o pid=,ppid=,stat=,lstart=,command=`. */
export function parsePs(output: string): RunningProcess[] {
  return output.split('\n').flatMap((line) => {
    const [, pid, parent, state, identity, command] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w+ +\w+ +\w+ [\d:]+ \d{4}) ?(.*)$/.exec(line) ?? []
    if (!pid || !identity || state?.startsWith('Z')) return []
    return { pid: Number(pid), parent: Number(parent), identity, command: command?.trim() ?? '' }
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
    return { pid, parent: Number(fields[1]), identity: `${bootId()}:${fields[19]}`, command }
  } catch {
    // Gone between two reads, or hidden from us: either way not one we could speak about.
    return undefined
  }
}

let knownBootId: string | undefined

function bootId(): string {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return knownBootId
}
