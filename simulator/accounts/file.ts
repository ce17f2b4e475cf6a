import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SimAccount } from './account.ts'
import { seedAccounts } from './seed.ts'

/** The accounts of a data directory: the same after every restart, drawn anew for every directory. */
export function loadAccounts(file: string, nowMs: number): SimAccount[] {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as SimAccount[]
  const accounts = seedAccounts(nowMs)
  saveAccounts(file, accounts)
  return accounts
}

/** Written beside and moved into place: a crash leaves the old file or the new one, never half of one. */
export function saveAccounts(file: string, accounts: SimAccount[]): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.new`
  writeFileSync(beside, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 })
  renameSync(beside, file)
}
