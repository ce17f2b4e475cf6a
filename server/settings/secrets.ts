import { randomBytes } from 'node:crypto'
import type { Sealer } from '../kit/seal.ts'
import type { Connection } from '../providers/adapter.ts'

/** The secrets of one connection, sealed together as one JSON. */
export interface Secrets {
  auth_token?: string
  api_key_secret?: string
  signing_secret?: string
}
export type SecretName = keyof Secrets

/** When each secret was set and by whom; this much may be shown. */
export type SecretsSet = Partial<Record<SecretName, { at: string; by: string }>>

/** What of a row of `connections` is needed to use it. */
export interface SealedConnection {
  id: string
  provider: string
  account_sid: string | null
  credentials_kind: string | null
  api_key_sid: string | null
  secrets_sealed: Buffer | null
  webhook_url_sealed: Buffer | null
  drops_repeats: boolean
}

/** A connection with everything open, before it is known to whom it speaks. */
export interface OpenParts {
  provider: Connection['provider']
  accountSid: string | null
  credentialsKind: 'auth_token' | 'api_key' | null
  apiKeySid: string | null
  secrets: Secrets
  webhookUrl: string | null
  dropsRepeats: boolean
}

/** Replies and receipts that were on their way when a token was replaced are still signed with the old one. */
export const PREVIOUS_TOKEN_HOURS = 24

const API = 'https://api.twilio.com'
const MESSAGING = 'https://messaging.twilio.com'
/** Never resolves (RFC 6761): where the operator no longer offers the simulator, its credentials go nowhere. */
const NO_SIMULATOR = 'http://simulator.invalid'

/** The connection as an adapter takes it, from its row. */
export function openConnection(
  sealer: Sealer,
  row: SealedConnection,
  hosts: { simulatorUrl: string | null },
): Connection {
  return toConnection(openParts(sealer, row), hosts)
}

export function toConnection(parts: OpenParts, hosts: { simulatorUrl: string | null }): Connection {
  if (parts.provider === 'webhook') {
    return {
      provider: 'webhook',
      url: parts.webhookUrl!,
      signingSecret: parts.secrets.signing_secret!,
      dropsRepeats: parts.dropsRepeats,
    }
  }
  const simulator = hosts.simulatorUrl ?? NO_SIMULATOR
  const isReal = parts.provider === 'twilio'
  return {
    provider: parts.provider,
    accountSid: parts.accountSid!,
    credentials: toCredentials(parts),
    apiBase: isReal ? API : simulator,
    messagingBase: isReal ? MESSAGING : simulator,
  }
}

function toCredentials({ credentialsKind, apiKeySid, secrets }: OpenParts) {
  if (credentialsKind !== 'api_key') return { kind: 'auth_token' as const, authToken: secrets.auth_token! }
  return {
    kind: 'api_key' as const,
    apiKeySid: apiKeySid!,
    apiKeySecret: secrets.api_key_secret!,
    ...(secrets.auth_token !== undefined && { authToken: secrets.auth_token }),
  }
}

export function openParts(sealer: Sealer, row: SealedConnection): OpenParts {
  return {
    provider: row.provider as Connection['provider'],
    accountSid: row.account_sid,
    credentialsKind: row.credentials_kind as OpenParts['credentialsKind'],
    apiKeySid: row.api_key_sid,
    secrets: openSecrets(sealer, row),
    webhookUrl: row.webhook_url_sealed && sealer.open(webhookUrlPurpose(row.id), row.webhook_url_sealed),
    dropsRepeats: row.drops_repeats,
  }
}

export function sealSecrets(sealer: Sealer, connectionId: string, secrets: Secrets): Buffer {
  return sealer.seal(secretsPurpose(connectionId), JSON.stringify(secrets))
}

export function openSecrets(sealer: Sealer, row: Pick<SealedConnection, 'id' | 'secrets_sealed'>): Secrets {
  return row.secrets_sealed ? JSON.parse(sealer.open(secretsPurpose(row.id), row.secrets_sealed)) : {}
}

export function sealWebhookUrl(sealer: Sealer, connectionId: string, url: string): Buffer {
  return sealer.seal(webhookUrlPurpose(connectionId), url)
}

export function sealPreviousToken(sealer: Sealer, connectionId: string, token: string): Buffer {
  return sealer.seal(previousTokenPurpose(connectionId), token)
}

interface PreviousToken {
  id: string
  previous_token_sealed: Buffer | null
  previous_token_until: Date | null
}

/** Tokens that were replaced but still prove receipts; for an adapter's `verifies`. */
export function openPreviousTokens(sealer: Sealer, row: PreviousToken, now: Date): string[] {
  if (!row.previous_token_sealed || !row.previous_token_until || row.previous_token_until <= now) return []
  return [sealer.open(previousTokenPurpose(row.id), row.previous_token_sealed)]
}

export function sealRedirect(sealer: Sealer, workspaceId: string, e164: string): Buffer {
  return sealer.seal(redirectPurpose(workspaceId), e164)
}

export function openRedirect(sealer: Sealer, workspaceId: string, sealed: Buffer | null): string | null {
  return sealed && sealer.open(redirectPurpose(workspaceId), sealed)
}

/** In the form of Standard Webhooks: whsec_ and 24 to 64 random bytes in base64. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

const secretsPurpose = (connectionId: string) => `connections.secrets|${connectionId}`
const webhookUrlPurpose = (connectionId: string) => `connections.webhook_url|${connectionId}`
const previousTokenPurpose = (connectionId: string) => `connections.previous_token|${connectionId}`
const redirectPurpose = (workspaceId: string) => `sms_settings.redirect|${workspaceId}`
