import type { CheckLine, Http } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { get, type Json } from './answer.ts'
import { refusal } from './errors.ts'
import { listSenders, numbersUrl, readNumber, readPages, shortCodesUrl } from './senders.ts'
import { type Failure, type Sender, senderField, senderName, shortSid, unreachable } from './words.ts'

/** How many senders a message names; more would not be read. */
const NAMED = 5

/** Whether the account owns the sender and can text from it; null when so, or as far as the key may see. */
export async function checkSender(
  http: Http,
  connection: TwilioConnection,
  sender: Sender,
  lines: CheckLine[],
): Promise<Failure | null> {
  switch (sender.kind) {
    case 'phone_number':
      return checkNumber(http, connection, sender, lines)
    case 'short_code':
      return checkShortCode(http, connection, sender, lines)
    case 'messaging_service':
      return checkService(http, connection, sender, lines)
    case 'alphanumeric':
      lines.push(line('sender_owned', 'warn', `${sender.value}: Twilio checks sender names only when a text is sent`))
      return null
  }
}

async function checkNumber(
  http: Http,
  connection: TwilioConnection,
  sender: Sender,
  lines: CheckLine[],
): Promise<Failure | null> {
  const filter = `&PhoneNumber=${encodeURIComponent(sender.value)}`
  const asked = await readPages(http, connection, numbersUrl(connection, filter), 'incoming_phone_numbers')
  if (asked.kind === 'unreachable') return unreachable(connection, asked.detail)
  if (asked.kind === 'refused') return notReadable(sender, lines)
  // Twilio's filter also finds numbers that only contain this one.
  const row = asked.kind === 'found' ? asked.value.find((one) => one.phone_number === sender.value) : undefined
  if (!row) return notOwned(http, connection, sender, lines)
  lines.push(line('sender_owned', 'ok', `${senderName(sender)} is on this account`))
  const { sms, unusable } = readNumber(row)
  if (sms) {
    lines.push(line('sender_sms', 'ok', 'It can send SMS'))
    return null
  }
  const ability = unusable!.replace(/:.*/, '')
  lines.push(line('sender_sms', 'fail', 'It cannot send SMS', ability))
  const message = `${senderName(sender)} cannot send SMS: ${ability}. Nothing was saved. ${await whatWorks(http, connection)}`
  return { ok: false, why: 'refused', field: senderField(sender.kind), refusal: refusal(21661, 400), message }
}

async function checkShortCode(
  http: Http,
  connection: TwilioConnection,
  sender: Sender,
  lines: CheckLine[],
): Promise<Failure | null> {
  const filter = `&ShortCode=${encodeURIComponent(sender.value)}`
  const asked = await readPages(http, connection, shortCodesUrl(connection, filter), 'short_codes')
  if (asked.kind === 'unreachable') return unreachable(connection, asked.detail)
  if (asked.kind === 'refused') return notReadable(sender, lines)
  const isOwned = asked.kind === 'found' && asked.value.some((one) => one.short_code === sender.value)
  if (!isOwned) return notOwned(http, connection, sender, lines)
  lines.push(line('sender_owned', 'ok', `${senderName(sender)} is on this account`))
  lines.push(line('sender_sms', 'ok', 'It can send SMS'))
  return null
}

async function checkService(
  http: Http,
  connection: TwilioConnection,
  sender: Sender,
  lines: CheckLine[],
): Promise<Failure | null> {
  const url = `${connection.messagingBase}/v1/Services/${encodeURIComponent(sender.value)}`
  const got = await get(http, url, accessTo(connection).forReading)
  if (got.kind === 'unreachable') return unreachable(connection, got.detail)
  const isOwned = got.kind === 'ok' && got.body.sid === sender.value && got.body.account_sid === connection.accountSid
  const name = senderName(sender)
  if (!isOwned) {
    lines.push(line('sender_owned', 'fail', `${name} is not on this account`))
    const message = `${name} does not exist on this account, or this key may not use it. Nothing was saved. ${await whatWorks(http, connection)}`
    return { ok: false, why: 'refused', field: senderField(sender.kind), refusal: refusal(21701, 404), message }
  }
  lines.push(line('sender_owned', 'ok', `${name} is on this account`, textOf(got.body.friendly_name)))
  return checkPool(http, connection, sender, lines)
}

/** A service sends from its pool: one number, short code or name in it that can text is enough. */
async function checkPool(
  http: Http,
  connection: TwilioConnection,
  sender: Sender,
  lines: CheckLine[],
): Promise<Failure | null> {
  const base = `${connection.messagingBase}/v1/Services/${sender.value}`
  for (const [path, key] of [
    ['PhoneNumbers', 'phone_numbers'],
    ['ShortCodes', 'short_codes'],
    ['AlphaSenders', 'alpha_senders'],
  ] as const) {
    const asked = await readPages(http, connection, `${base}/${path}?PageSize=20`, key)
    if (asked.kind === 'unreachable') return unreachable(connection, asked.detail)
    if (asked.kind === 'refused') {
      lines.push(
        line('sender_sms', 'warn', 'This key may not read the numbers of the service, so they are not checked'),
      )
      return null
    }
    if (asked.kind === 'found' && asked.value.some(canText)) {
      lines.push(line('sender_sms', 'ok', 'It can send SMS'))
      return null
    }
  }
  lines.push(line('sender_sms', 'fail', 'It cannot send SMS', 'no sender in the service'))
  const message = `${senderName(sender)} has no number that can send SMS. Nothing was saved. Add one to the service in the Twilio Console.`
  return { ok: false, why: 'refused', field: senderField(sender.kind), refusal: refusal(21704, 400), message }
}

async function notOwned(
  http: Http,
  connection: TwilioConnection,
  sender: Sender,
  lines: CheckLine[],
): Promise<Failure> {
  const account = shortSid(connection.accountSid)
  lines.push(line('sender_owned', 'fail', `${senderName(sender)} is not on this account`))
  const message = `${senderName(sender)} is not on account ${account}. Nothing was saved. ${await whatWorks(http, connection)}`
  return { ok: false, why: 'refused', field: senderField(sender.kind), refusal: refusal(21606, 400), message }
}

/** A restricted key may send without being allowed to look: the first text will show. */
function notReadable(sender: Sender, lines: CheckLine[]): null {
  const text = `This key may not read the senders of the account, so ${senderName(sender)} is not checked`
  lines.push(line('sender_owned', 'warn', text))
  return null
}

async function whatWorks(http: Http, connection: TwilioConnection): Promise<string> {
  const asked = await listSenders(http, connection)
  if (asked.kind !== 'found') return 'The senders of the account could not be listed.'
  // Whether a service can send depends on its numbers, which would have to be asked for one by one.
  const usable = asked.value.filter((one) => one.unusable === null && one.kind !== 'messaging_service')
  if (usable.length === 0) return 'No sender of this account can send SMS: get a number in the Twilio Console.'
  const more = usable.length > NAMED ? ` and ${usable.length - NAMED} more` : ''
  return `Senders of this account that work: ${usable.slice(0, NAMED).map(senderName).join(', ')}${more}.`
}

/** Services list what a sender can do as words, not as yes and no. */
function canText(row: Json): boolean {
  return Array.isArray(row.capabilities) && row.capabilities.some((one) => String(one).toUpperCase() === 'SMS')
}

function line(id: CheckLine['id'], status: CheckLine['status'], text: string, detail: string | null = null): CheckLine {
  return { id, status, text, detail }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
