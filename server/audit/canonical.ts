import { createHash } from 'node:crypto'

/** An entry as the chain sees it: the columns of `audit_entries`, its time to the microsecond. */
export interface ChainedEntry {
  workspace_id: string
  id: string
  at: string
  actor_kind: string
  actor_id: string
  actor_name: string
  from_address: string | null
  action: string
  target: string
  changes: unknown
}

/** Before the first entry of a workspace. */
export const NO_HASH = Buffer.alloc(32)

/** The columns of `audit_entries e`, in words that every reader gets alike. */
export const ENTRY_COLUMNS = `e.workspace_id, e.id,
  to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  e.actor_kind, e.actor_id, e.actor_name, e.from_address, e.action, e.target, e.changes`

/**
 * SHA-256 over the hash before it and the entry as canonical JSON (RFC 8785: keys in order, no spaces). What is null is
 * left out at the top, so that a column added one day changes no hash of today.
 */
export function chainHash(previous: Buffer, entry: ChainedEntry): Buffer {
  const { workspace_id, id, at, actor_kind, actor_id, actor_name, from_address, action, target, changes } = entry
  const covered = { workspace_id, id, at, actor_kind, actor_id, actor_name, from_address, action, target, changes }
  const known = Object.fromEntries(Object.entries(covered).filter(([, value]) => value !== null))
  return createHash('sha256').update(previous).update(canonicalJson(known)).digest()
}

/** Objects have their keys in order of UTF-16 code units, whatever order the database keeps them in. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}
