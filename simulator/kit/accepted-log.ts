import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** What was accepted, one JSON line each, only ever appended to. */
export interface AcceptedLog {
  append(row: Record<string, unknown>): void
  close(): void
}

/**
 * Each line is with the operating system before `append` returns, so a line exists for everything that was ever
 * answered, even when this process is killed in between. Without a file nothing is kept.
 */
export function openAcceptedLog(file: string | undefined): AcceptedLog {
  if (!file) return { append: () => {}, close: () => {} }
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(file, 'a+', 0o600)
  if (endsInLine(handle)) writeSync(handle, '\n')
  return {
    append: (row) => writeSync(handle, `${JSON.stringify(row)}\n`),
    close: () => closeSync(handle),
  }
}

/** As a power cut or a full disk leaves it; the next line must not be lost with it. */
function endsInLine(handle: number): boolean {
  const { size } = fstatSync(handle)
  const last = Buffer.alloc(1)
  return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a
}
