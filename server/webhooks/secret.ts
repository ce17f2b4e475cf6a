import { randomBytes } from 'node:crypto'
import type { Sealer } from '../kit/seal.ts'
import { sign } from '../providers/adapters/webhook/standard-webhooks.ts'

export interface SealedSecrets {
  id: string
  secret_sealed: Buffer
  /** Null once it signs no more. */
  old_secret_sealed: Buffer | null
}

/** As Standard Webhooks has it: `whsec_` and 24 to 64 bytes. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

export function secretPurpose(endpointId: string): string {
  return `webhook_endpoints.secret|${endpointId}`
}

/** By the secret, and for a while by the one before it, so that a receiver may take either while it changes over. */
export function signatures(
  sealer: Sealer,
  { id, secret_sealed, old_secret_sealed }: SealedSecrets,
  call: { id: string; seconds: number; body: string },
): string {
  return [secret_sealed, old_secret_sealed]
    .filter((sealed) => sealed !== null)
    .map((sealed) => sign(sealer.open(secretPurpose(id), sealed), call.id, call.seconds, call.body))
    .join(' ')
}
