import type { Asked, Http, ReplyRoute, SenderKind } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { get, type Json } from './answer.ts'
import { readSetting, settingUrl, whereTo } from './reply-setting.ts'
import { numbersUrl, readNumber, readPages, readShortCode, shortCodesUrl } from './senders.ts'
import { findService, readPool } from './service-pool.ts'

interface Sender {
  kind: SenderKind
  value: string
}

/**
 * An application on a number beats the service that the number is in, and the service beats the number, unless it leaves it
 * to each (twilio.com, Service resource, `use_inbound_webhook_on_number`).
 */
export async function readReplies(
  http: Http,
  connection: TwilioConnection,
  sender: Sender,
): Promise<Asked<ReplyRoute[]>> {
  if (sender.kind === 'alphanumeric') return found([routeOf(sender, sender.value, 'cannot_receive')])
  if (sender.kind === 'messaging_service') return readService(http, connection, sender)
  const asked = await findRow(http, connection, sender)
  if (asked.kind === 'refused') return found([routeOf(sender, sender.value, 'unreadable')])
  if (asked.kind !== 'found') return asked
  const own = await readOwn(http, connection, asked.value)
  if (own.kind !== 'found' || own.value.goes === 'application') return listed(own)
  const service = await findService(http, connection, { kind: sender.kind, sid: own.value.sid })
  // Whether a service stands in between cannot be told, and it would decide.
  if (service.kind === 'refused') return found([{ ...own.value, goes: 'unreadable', setting: null }])
  if (service.kind === 'unreachable') return service
  if (service.kind === 'missing' || leavesIt(service.value)) return listed(own)
  return found([serviceRoute(service.value, [sender.value])])
}

async function readService(http: Http, connection: TwilioConnection, sender: Sender): Promise<Asked<ReplyRoute[]>> {
  const url = settingUrl(connection, { ...sender, sid: sender.value })
  const got = await get(http, url, accessTo(connection).forReading)
  if (got.kind === 'unreachable') return { kind: 'unreachable', detail: got.detail }
  if (got.kind === 'refused')
    return got.status === 404 ? { kind: 'missing' } : found([routeOf(sender, sender.value, 'unreadable')])
  if (got.body.sid !== sender.value) return { kind: 'unreachable', detail: 'its answer is not about this service' }
  const pool = await readPool(http, connection, sender.value)
  if (pool.kind === 'unreachable') return pool
  // That it may not be listed says nothing of the service itself.
  if (pool.kind !== 'found') return found([serviceRoute(got.body, [])])
  const { rows, hidden } = pool.value
  const routes: ReplyRoute[] = (hidden ?? []).map((one) => routeOf(one, one.value, 'unreadable'))
  for (const row of rows) {
    const own = await readOwn(http, connection, row)
    if (own.kind === 'unreachable') return own
    if (own.kind === 'found') routes.push(own.value)
  }
  return found(ofService(got.body, routes))
}

/** One route for all that the service decides on, and one for each that something else does. */
function ofService(service: Json, routes: ReplyRoute[]): ReplyRoute[] {
  if (routes.length === 0) return [{ ...serviceRoute(service, []), goes: 'cannot_receive' }]
  if (leavesIt(service)) return routes
  const taken = routes.filter(({ goes }) => goes === 'application')
  const rest = routes.filter(({ goes }) => goes !== 'application').map(({ value }) => value)
  return [...(rest.length > 0 ? [serviceRoute(service, rest)] : []), ...taken]
}

/** Twilio's filters also find what only contains the wanted number. */
async function findRow(http: Http, connection: TwilioConnection, { kind, value }: Sender): Promise<Asked<Json>> {
  const isNumber = kind === 'phone_number'
  const wanted = encodeURIComponent(value)
  const asked = isNumber
    ? await readPages(http, connection, numbersUrl(connection, `&PhoneNumber=${wanted}`), 'incoming_phone_numbers')
    : await readPages(http, connection, shortCodesUrl(connection, `&ShortCode=${wanted}`), 'short_codes')
  if (asked.kind !== 'found') return asked
  const row = asked.value.find((one) => (isNumber ? one.phone_number : one.short_code) === value)
  return row ? { kind: 'found', value: row } : { kind: 'missing' }
}

/** What a number or short code itself says, or the application that is set on it. */
async function readOwn(http: Http, connection: TwilioConnection, row: Json): Promise<Asked<ReplyRoute>> {
  const isCode = row.short_code !== undefined
  const { kind, value, name } = isCode ? readShortCode(row) : readNumber(row)
  const route = { ...routeOf({ kind, value }, String(row.sid), 'nothing'), name }
  const application = row.sms_application_sid
  if (typeof application !== 'string' || application === '') {
    const setting = readSetting(kind, row)
    return { kind: 'found', value: { ...route, goes: whereTo(kind, setting), setting } }
  }
  const { account, forReading } = accessTo(connection)
  const got = await get(http, `${account}/Applications/${encodeURIComponent(application)}.json`, forReading)
  if (got.kind === 'unreachable') return { kind: 'unreachable', detail: got.detail }
  const setting = got.kind === 'ok' ? readSetting(kind, got.body) : null
  return { kind: 'found', value: { ...route, goes: 'application', setting, application } }
}

function serviceRoute(row: Json, numbers: string[]): ReplyRoute {
  const sid = String(row.sid)
  const setting = readSetting('messaging_service', row)
  const name = typeof row.friendly_name === 'string' && row.friendly_name !== '' ? row.friendly_name : null
  const goes = whereTo('messaging_service', setting)
  return { ...routeOf({ kind: 'messaging_service', value: sid }, sid, goes), name, numbers, setting }
}

function leavesIt(service: Json): boolean {
  return service.use_inbound_webhook_on_number === true
}

function routeOf({ kind, value }: Sender, sid: string, goes: ReplyRoute['goes']): ReplyRoute {
  const numbers = kind === 'phone_number' || kind === 'short_code' ? [value] : []
  return { sid, kind, value, name: null, numbers, goes, setting: null, application: null }
}

function found(routes: ReplyRoute[]): Asked<ReplyRoute[]> {
  return { kind: 'found', value: routes }
}

function listed(asked: Asked<ReplyRoute>): Asked<ReplyRoute[]> {
  return asked.kind === 'found' ? found([asked.value]) : asked
}
