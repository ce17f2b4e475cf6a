import type { Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import type { CheckLine, CheckResult, Connection, Refusal } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import type { SenderValue } from './fields.ts'
import { senderPointer } from './fields.ts'
import type { WantedConnection } from './merge-connection.ts'
import type { SettingsPatch } from './schema.ts'
import { toConnection } from './secrets.ts'

type Ok = Extract<CheckResult, { ok: true }>
type Failed = Extract<CheckResult, { ok: false }>

/** What the provider said of settings that may be saved. */
export interface Accepted {
  lines: CheckLine[]
  account: CheckResult['account']
  /** As the provider calls the sender; numbers are their own name. */
  senderName: string | null
}

/** What the provider is asked about before anything is saved. */
export interface Question {
  wanted: WantedConnection
  organizationNumber: string | null
  /** The request, for pointers to the fields that were sent. */
  input: SettingsPatch
}

/**
 * Asks the provider whether credentials, account, sender and organization number belong together.
 * @throws {Problem} `provider_refused` at the field at fault, or `provider_unreachable`. Neither may be saved.
 */
export async function askProvider(
  context: Context,
  { wanted, organizationNumber, input }: Question,
): Promise<Accepted> {
  const connection = toConnection(wanted, context)
  const pointers = { sender: input.sender ? senderPointer(input.sender.kind) : '/sender' }
  const { lines, account } = await check(context, connection, wanted.sender, pointers)
  if (connection.provider === 'webhook') return { lines, account, senderName: null }
  if (wanted.tokenToTry !== null) {
    const byToken = { ...connection, credentials: { kind: 'auth_token' as const, authToken: wanted.tokenToTry } }
    // The key was accepted just now, so what is refused here is the token.
    await check(context, byToken, null, { credentials: '/credentials/auth_token' })
  }
  if (organizationNumber !== null && organizationNumber !== wanted.sender?.value) {
    lines.push(...(await checkNumber(context, connection, organizationNumber)))
  }
  return { lines, account, senderName: nameIn(lines, wanted.sender) }
}

async function checkNumber(context: Context, connection: Connection, number: string): Promise<CheckLine[]> {
  const kind = number.startsWith('+') ? 'phone_number' : 'short_code'
  const { lines } = await check(
    context,
    connection,
    { kind, value: number, country: null },
    { sender: '/organization_number' },
  )
  return lines.filter((line) => line.id.startsWith('sender')).map((line) => ({ ...line, id: 'organization_number' }))
}

function nameIn(lines: CheckLine[], sender: SenderValue | null): string | null {
  if (sender?.kind !== 'messaging_service') return null
  return lines.find((line) => line.id === 'sender_owned' && line.status === 'ok')?.detail ?? null
}

async function check(
  context: Context,
  connection: Connection,
  sender: SenderValue | null,
  pointers: Record<string, string>,
): Promise<Ok> {
  const result = await adapterFor(connection.provider).check(
    context.egress.http,
    connection,
    sender && { kind: sender.kind, value: sender.value },
  )
  if (result.ok) return result
  throw failed(result, pointers)
}

function failed(result: Failed, pointers: Record<string, string>): Problem {
  if (result.why === 'unreachable') {
    return new Problem(503, 'provider_unreachable', result.message, {
      more: { cause: result.detail, remedy: 'Try again.', checks: result.lines },
    })
  }
  const field = result.field.replace(/^\//, '')
  const pointer = pointers[field.split('/')[0]!] ?? `/${field}`
  return new Problem(422, 'provider_refused', result.message, {
    errors: [{ pointer, detail: result.message }],
    more: { ...refusalMembers(result.refusal), checks: result.lines },
  })
}

/** The provider's own code and what it means, as members of a problem. */
export function refusalMembers(refusal: Refusal) {
  return { provider_code: refusal.code, cause: refusal.cause, remedy: refusal.remedy }
}
