import type { Keys } from '../kit/keys.ts'
import { sameBytes } from '../kit/seal.ts'

interface Place {
  /** Whose connection it is. */
  workspaceId: string
  connectionId: string
}

export const INBOUND_PATH = '/callbacks/replies'

/** Where a provider sends what people text to the senders of a connection; always the same one. */
export function inboundAddress(keys: Keys, publicUrl: string, place: Place): string {
  return `${publicUrl}${INBOUND_PATH}/${place.workspaceId}/${place.connectionId}/${tokenOf(keys, place)}`
}

/** Whether we gave this address away: all that can be proven where nobody signs. */
export function isInboundToken(keys: Keys, place: Place, token: string): boolean {
  return sameBytes(Buffer.from(token), Buffer.from(tokenOf(keys, place)))
}

/** Numbers begin with a plus, so this text can never be one and its hash is no number's. */
function tokenOf(keys: Keys, { workspaceId, connectionId }: Place): string {
  return keys.hashNumber(`replies|${workspaceId}|${connectionId}`).toString('base64url').slice(0, 32)
}
