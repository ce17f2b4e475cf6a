import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
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
  const handle = openSync(file, 'a', 0o600)
  return {
    append: (row) => writeSync(handle, `${JSON.stringify(row)}\n`),
    close: () => closeSync(handle),
  }
}
