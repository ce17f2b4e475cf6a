import type { Egress } from '../kit/egress/egress.ts'
import { newId } from '../kit/id.ts'
import type { ConnectionRow, SenderRow } from './current.ts'
import type { Faults } from './faults.ts'
import { readAccountSid, readSenderInput, readSigningSecret, type SenderValue, senderPointer } from './fields.ts'
import { mergeCredentials } from './merge-credentials.ts'
import type { SettingsPatch } from './schema.ts'
import { newSigningSecret, type OpenParts, type Secrets } from './secrets.ts'
import { maskUrl } from './words.ts'

/** A connection as it would be after the save. */
export interface WantedConnection extends OpenParts {
  id: string
  /** What is stored for this provider so far. */
  stored: ConnectionRow | null
  storedSecrets: Secrets
  sender: SenderValue | null
  /** Made by this save, to be shown once. */
  newSigningSecret: string | null
  /** A token that came with an API key, only to prove receipts: nothing else would ever try it. */
  tokenToTry: string | null
}

interface Stored {
  row: ConnectionRow | null
  parts: OpenParts | null
  sender: SenderRow | null
}

const ACCOUNT_FIELDS = ['account_sid', 'credentials', 'sender'] as const
const WEBHOOK_FIELDS = ['webhook_url', 'signing_secret', 'drops_repeats'] as const
const CONNECTION_FIELDS = ['provider', ...ACCOUNT_FIELDS, ...WEBHOOK_FIELDS] as const

export function touchesConnection(input: SettingsPatch): boolean {
  return CONNECTION_FIELDS.some((field) => input[field] !== undefined)
}

/**
 * What was sent, completed by what is stored for the same provider. A stored secret is completed only for the account
 * it was given for: sent along with another one, it would be handed to whoever that account belongs to.
 */
export function mergeConnection(
  input: SettingsPatch,
  provider: OpenParts['provider'],
  stored: Stored,
  egress: Pick<Egress, 'checkUrl'>,
  faults: Faults,
): WantedConnection {
  const foreign = provider === 'webhook' ? ACCOUNT_FIELDS : WEBHOOK_FIELDS
  for (const field of foreign) {
    if (input[field] !== undefined) faults.add(`/${field}`, `This is not a setting of the provider ${provider}.`)
  }
  const common = {
    id: stored.row?.id ?? newId('con'),
    stored: stored.row,
    storedSecrets: stored.parts?.secrets ?? {},
    provider,
  }
  return provider === 'webhook'
    ? { ...common, ...mergeWebhook(input, stored, egress, faults) }
    : { ...common, ...mergeAccount(input, stored, faults) }
}

type Merged = Omit<WantedConnection, 'id' | 'stored' | 'storedSecrets' | 'provider'>

function mergeWebhook(
  input: SettingsPatch,
  { parts }: Stored,
  egress: Pick<Egress, 'checkUrl'>,
  faults: Faults,
): Merged {
  const given = input.signing_secret
  const typed = given === undefined ? null : faults.take('/signing_secret', readSigningSecret(given))
  const made = given === undefined && !parts?.secrets.signing_secret ? newSigningSecret() : null
  return {
    accountSid: null,
    credentialsKind: null,
    apiKeySid: null,
    secrets: { signing_secret: typed ?? made ?? parts?.secrets.signing_secret ?? '' },
    webhookUrl: mergeUrl(input.webhook_url, parts?.webhookUrl ?? null, egress, faults),
    dropsRepeats: input.drops_repeats ?? parts?.dropsRepeats ?? true,
    sender: null,
    newSigningSecret: made,
    tokenToTry: null,
  }
}

function mergeUrl(
  typed: string | undefined,
  stored: string | null,
  egress: Pick<Egress, 'checkUrl'>,
  faults: Faults,
): string | null {
  const url = typed?.trim()
  if (url === undefined || url === '')
    return (url === undefined && stored) || faults.missing('/webhook_url', 'Webhook URL')
  // A form sends back what it was shown.
  if (stored !== null && url === maskUrl(stored)) return stored
  if (url.includes('••••')) {
    faults.add('/webhook_url', 'The masked values would be lost. Type the whole address.')
    return null
  }
  const verdict = egress.checkUrl(url)
  if (verdict.ok) return url
  faults.add('/webhook_url', verdict.text)
  return null
}

function mergeAccount(input: SettingsPatch, { row, parts, sender }: Stored, faults: Faults): Merged {
  const typed = input.account_sid?.trim()
  const accountSid = mergeAccountSid(typed, row, faults)
  const isSame = row !== null && row.account_sid === accountSid
  const isFaulty = accountSid === null && (row !== null || Boolean(typed))
  const account = isFaulty ? 'faulty' : isSame ? 'same' : row ? 'changed' : 'new'
  return {
    accountSid,
    ...mergeCredentials(input.credentials, { kept: isSame ? parts : null, account }, faults),
    webhookUrl: null,
    dropsRepeats: true,
    sender: mergeSender(input, isSame ? sender : null, faults),
    newSigningSecret: null,
  }
}

function mergeAccountSid(typed: string | undefined, row: ConnectionRow | null, faults: Faults): string | null {
  if (typed === undefined && row) return row.account_sid
  if (!typed) return faults.missing('/account_sid', 'Account SID')
  return faults.take('/account_sid', readAccountSid(typed))
}

function mergeSender(input: SettingsPatch, kept: SenderRow | null, faults: Faults): SenderValue | null {
  if (input.sender === undefined) {
    return kept && { kind: kept.kind as SenderValue['kind'], value: kept.value, country: kept.country }
  }
  if (input.sender === null) return null
  return faults.take(senderPointer(input.sender.kind), readSenderInput(input.sender))
}
