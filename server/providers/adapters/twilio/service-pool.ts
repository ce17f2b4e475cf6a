import type { Asked, Http, SenderKind } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { get, type Json } from './answer.ts'
import { settingUrl } from './reply-setting.ts'
import { numbersUrl, readPages, servicesUrl, shortCodesUrl } from './senders.ts'

/** More are read page by page instead of each by itself. */
const READ_SINGLY = 20

interface Pool {
  /** As the account lists them, with where their texts go. */
  rows: Json[]
  /** In the pool, but the key may not read them. */
  hidden: { kind: SenderKind; value: string }[] | null
}

/** The numbers and short codes of a service. Names that only send are not among them. */
export async function readPool(http: Http, connection: TwilioConnection, service: string): Promise<Asked<Pool>> {
  const base = `${connection.messagingBase}/v1/Services/${encodeURIComponent(service)}`
  const numbers = await readPages(http, connection, `${base}/PhoneNumbers?PageSize=20`, 'phone_numbers')
  if (numbers.kind !== 'found') return numbers
  const codes = await readPages(http, connection, `${base}/ShortCodes?PageSize=20`, 'short_codes')
  if (codes.kind !== 'found') return codes
  const inPool = [
    ...numbers.value.map((row) => ({
      kind: 'phone_number' as const,
      sid: String(row.sid),
      value: String(row.phone_number),
    })),
    ...codes.value.map((row) => ({ kind: 'short_code' as const, sid: String(row.sid), value: String(row.short_code) })),
  ]
  const rows = inPool.length > READ_SINGLY ? await readAll(http, connection) : await readEach(http, connection, inPool)
  if (rows.kind === 'refused') return { kind: 'found', value: { rows: [], hidden: inPool } }
  if (rows.kind !== 'found') return rows
  const wanted = new Set(inPool.map(({ sid }) => sid))
  return { kind: 'found', value: { rows: rows.value.filter((row) => wanted.has(String(row.sid))), hidden: null } }
}

async function readAll(http: Http, connection: TwilioConnection): Promise<Asked<Json[]>> {
  const numbers = await readPages(http, connection, numbersUrl(connection), 'incoming_phone_numbers')
  if (numbers.kind !== 'found') return numbers
  const codes = await readPages(http, connection, shortCodesUrl(connection), 'short_codes')
  if (codes.kind === 'unreachable') return codes
  return { kind: 'found', value: [...numbers.value, ...(codes.kind === 'found' ? codes.value : [])] }
}

async function readEach(
  http: Http,
  connection: TwilioConnection,
  senders: { kind: SenderKind; sid: string }[],
): Promise<Asked<Json[]>> {
  const rows: Json[] = []
  for (const sender of senders) {
    const got = await get(http, settingUrl(connection, sender), accessTo(connection).forReading)
    if (got.kind === 'unreachable') return { kind: 'unreachable', detail: got.detail }
    if (got.kind === 'ok') rows.push(got.body)
    // Taken off the account a moment ago.
    else if (got.status !== 404) return { kind: 'refused', refusal: got.refusal }
  }
  return { kind: 'found', value: rows }
}

/** The service whose pool a sender is in; a number does not tell, so each is asked. */
export async function findService(
  http: Http,
  connection: TwilioConnection,
  sender: { kind: SenderKind; sid: string },
): Promise<Asked<Json>> {
  const services = await readPages(http, connection, servicesUrl(connection), 'services')
  if (services.kind !== 'found') return services
  const list = sender.kind === 'short_code' ? 'ShortCodes' : 'PhoneNumbers'
  for (const service of services.value) {
    const url = `${connection.messagingBase}/v1/Services/${encodeURIComponent(String(service.sid))}/${list}/${encodeURIComponent(sender.sid)}`
    const got = await get(http, url, accessTo(connection).forReading)
    if (got.kind === 'ok' && got.body.sid === sender.sid) return { kind: 'found', value: service }
    if (got.kind === 'unreachable') return { kind: 'unreachable', detail: got.detail }
    if (got.kind === 'refused' && got.status !== 404) return { kind: 'refused', refusal: got.refusal }
  }
  return { kind: 'missing' }
}
