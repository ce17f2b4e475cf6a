import { readdirSync, readFileSync } from 'node:fs'

/** Fields of /proc/<pid>/stat after the name, which may hold spaces. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

export function parentOf(pid: number): number {
  return Number(statOf(pid)[1])
}

const TICK_MICROS = 10_000

/** Processor time of a process, its children that live, and those that ended; microseconds. Linux only. */
export function treeCpuMicros(root: number): number {
  const own = statOf(root)
  let ticks = Number(own[11]) + Number(own[12]) + Number(own[13]) + Number(own[14])
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const fields = statOf(Number(name))
      if (Number(fields[1]) === root) ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // It ended while we looked; its time is in its parent's figures.
    }
  }
  return ticks * TICK_MICROS
}
