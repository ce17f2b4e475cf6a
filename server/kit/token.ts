import { createHash } from 'node:crypto'

/**
 * What is kept of a token of ours, so that who reads the database gets none. Plain SHA-256 is enough: 200 random bits
 * cannot be guessed, and a slow hash would be paid for by every request.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
