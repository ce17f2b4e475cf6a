import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Keys } from '../kit/keys.ts'
import { type FieldError, invalid } from '../kit/problem.ts'

const PREFIX = 'num_'
const SHAPE = /^num_[A-Za-z0-9_-]{43}$/
/** What is encrypted is itself as good as random and never twice the same, so the vector need not vary. */
const NO_VECTOR = Buffer.alloc(16)

/**
 * What stands for a number in addresses: always the same one in a workspace, of no use in another, and worthless to
 * whoever finds it, since the number's hash is encrypted under a key of the workspace.
 */
export function handleOf(keys: Keys, workspaceId: string, numberHash: Buffer): string {
  const cipher = createCipheriv('aes-256-cbc', handleKey(keys, workspaceId), NO_VECTOR).setAutoPadding(false)
  return PREFIX + Buffer.concat([cipher.update(numberHash), cipher.final()]).toString('base64url')
}

/** Null for what is no handle. One of another workspace becomes a hash that no number has. */
export function hashOfHandle(keys: Keys, workspaceId: string, handle: string): Buffer | null {
  if (!SHAPE.test(handle)) return null
  const decipher = createDecipheriv('aes-256-cbc', handleKey(keys, workspaceId), NO_VECTOR).setAutoPadding(false)
  const encrypted = Buffer.from(handle.slice(PREFIX.length), 'base64url')
  return Buffer.concat([decipher.update(encrypted), decipher.final()])
}

export const NO_HANDLE: FieldError = { pointer: '/recipient', detail: 'Not a handle from POST /v1/numbers/lookup.' }

/** The number that a list is asked for. @throws {Problem} 422. */
export function readRecipient(keys: Keys, workspaceId: string, handle: string): Buffer {
  const numberHash = hashOfHandle(keys, workspaceId, handle)
  if (!numberHash) throw invalid([NO_HANDLE])
  return numberHash
}

/** Numbers begin with a plus, so this text can never be one and its hash is no number's. */
function handleKey(keys: Keys, workspaceId: string): Buffer {
  return keys.hashNumber(`handle|${workspaceId}`)
}
