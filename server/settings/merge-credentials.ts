import type { Faults } from './faults.ts'
import { readApiKeySid, readSecret } from './fields.ts'
import type { CredentialsInput } from './schema.ts'
import type { OpenParts, Secrets } from './secrets.ts'

export interface MergedCredentials {
  credentialsKind: 'auth_token' | 'api_key'
  apiKeySid: string | null
  secrets: Secrets
  tokenToTry: string | null
}

export interface AccountBefore {
  /** What is stored for this very account; null where the account is new or another one. */
  kept: OpenParts | null
  /** `changed`: another account is stored. `faulty`: the account's own field is at fault, so nothing follows from it. */
  account: 'same' | 'new' | 'changed' | 'faulty'
}

/** Credentials as typed, completed by what is kept. An empty field counts as untouched. */
export function mergeCredentials(
  typed: CredentialsInput | undefined,
  before: AccountBefore,
  faults: Faults,
): MergedCredentials {
  const { kept } = before
  const kind = typed?.kind ?? kept?.credentialsKind ?? 'auth_token'
  if (kind === 'api_key') return mergeApiKey(typed?.kind === 'api_key' ? typed : undefined, before, faults)
  const token = mergeSecret(AUTH_TOKEN, typed?.auth_token, kept?.secrets.auth_token, before, faults)
  return { credentialsKind: 'auth_token', apiKeySid: null, secrets: named({ auth_token: token }), tokenToTry: null }
}

type TypedKey = Extract<CredentialsInput, { kind: 'api_key' }>

function mergeApiKey(typed: TypedKey | undefined, before: AccountBefore, faults: Faults): MergedCredentials {
  const { kept } = before
  const apiKeySid = mergeKeySid(typed, kept, faults)
  const isSameKey = kept?.credentialsKind === 'api_key' && kept.apiKeySid === apiKeySid
  const keptSecret = isSameKey ? kept.secrets.api_key_secret : undefined
  const secret = mergeSecret(API_KEY_SECRET, typed?.api_key_secret, keptSecret, before, faults)
  const token = typed?.auth_token?.trim()
    ? faults.take(AUTH_TOKEN.pointer, readSecret(typed.auth_token, AUTH_TOKEN.name))
    : null
  const keptToken = typed?.auth_token === null ? null : kept?.secrets.auth_token
  return {
    credentialsKind: 'api_key',
    apiKeySid,
    secrets: named({ api_key_secret: secret, auth_token: token ?? keptToken }),
    tokenToTry: token,
  }
}

function mergeKeySid(typed: TypedKey | undefined, kept: OpenParts | null, faults: Faults): string | null {
  if (!typed) return kept!.apiKeySid
  const pointer = '/credentials/api_key_sid'
  return typed.api_key_sid.trim()
    ? faults.take(pointer, readApiKeySid(typed.api_key_sid))
    : faults.missing(pointer, 'API key SID')
}

const AUTH_TOKEN = { pointer: '/credentials/auth_token', name: 'Auth Token' }
const API_KEY_SECRET = { pointer: '/credentials/api_key_secret', name: 'API key secret' }

function mergeSecret(
  field: { pointer: string; name: string },
  typed: string | null | undefined,
  kept: string | undefined,
  { account }: AccountBefore,
  faults: Faults,
): string | null {
  if (typed?.trim()) return faults.take(field.pointer, readSecret(typed, field.name))
  if (kept || account === 'faulty') return kept ?? null
  const why = account === 'changed' ? `Another account needs its own ${field.name}: type it too.` : undefined
  return faults.missing(field.pointer, field.name, why)
}

function named(secrets: { [name in keyof Secrets]: string | null | undefined }): Secrets {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value))
}
