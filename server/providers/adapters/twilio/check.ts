import type { AccountKind, CheckLine, CheckResult, Http } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { type Got, get, type Json } from './answer.ts'
import { checkSender } from './check-sender.ts'
import { refusal } from './errors.ts'
import { numbersUrl } from './senders.ts'
import { type Failure, providerName, type Refused, type Sender, shortSid, unreachable } from './words.ts'

interface Account {
  name: string | null
  kind: AccountKind
}

type SignedIn = { account: Account | null; failure: Failure | null }

/** Signs in, looks at the account, then at the sender, and stops at the first thing that would not work. */
export async function check(http: Http, connection: TwilioConnection, sender: Sender | null): Promise<CheckResult> {
  const lines: CheckLine[] = []
  const { account, failure } = await signIn(http, connection, lines)
  if (failure) return { ...failure, lines, account }
  await checkReceiptToken(http, connection, lines)
  const fault = sender ? await checkSender(http, connection, sender, lines) : null
  if (fault) return { ...fault, lines, account }
  return { ok: true, lines, account }
}

async function signIn(http: Http, connection: TwilioConnection, lines: CheckLine[]): Promise<SignedIn> {
  const { account: url, forReading } = accessTo(connection)
  const got = await get(http, `${url}.json`, forReading)
  if (got.kind === 'unreachable') return notReached(connection, got.detail, lines)
  lines.push(line('reached', 'ok', `${providerName(connection)} reached`))
  if (got.kind === 'ok') return readAccount(connection, got.body, lines)
  if (connection.credentials.kind === 'api_key') return probeKey(http, connection, got, lines)
  return refuseSignIn(connection, got, lines)
}

/**
 * A Standard API key may not read the account itself (401), and a restricted one perhaps not the numbers either. What
 * it may read proves the key and the account to which it belongs.
 */
async function probeKey(
  http: Http,
  connection: TwilioConnection,
  first: Extract<Got, { kind: 'refused' }>,
  lines: CheckLine[],
): Promise<SignedIn> {
  if (first.refusal.class !== 'bad_credentials') return refuseSignIn(connection, first, lines)
  const { messages, forReading } = accessTo(connection)
  for (const url of [numbersUrl(connection), `${messages}?PageSize=1`]) {
    const got = await get(http, url, forReading)
    if (got.kind === 'unreachable') return notReached(connection, got.detail, lines)
    if (got.kind === 'ok') return signedInByKey(connection, lines)
  }
  return refuseSignIn(connection, first, lines)
}

function signedInByKey(connection: TwilioConnection, lines: CheckLine[]): SignedIn {
  lines.push(line('signed_in', 'ok', `Account ${shortSid(connection.accountSid)} signed in`))
  const text = 'Account type unknown: this key may not read it. That is normal for Standard keys.'
  lines.push(line('account_active', 'ok', text))
  return { account: { name: null, kind: 'unknown' }, failure: null }
}

/** The token beside a key only proves receipts, so a wrong one is said and stops nothing that is sent. */
async function checkReceiptToken(http: Http, connection: TwilioConnection, lines: CheckLine[]): Promise<void> {
  const { credentials } = connection
  if (credentials.kind !== 'api_key' || !credentials.authToken) return
  const byToken = { ...connection, credentials: { kind: 'auth_token' as const, authToken: credentials.authToken } }
  const { account, forReading } = accessTo(byToken)
  const got = await get(http, `${account}.json`, forReading)
  if (got.kind !== 'refused') return
  const text = 'The Auth Token for receipts is refused: signatures cannot be checked with it.'
  lines.push(line('signed_in', 'warn', text, got.code === null ? null : String(got.code)))
}

/** The answer holds the Auth Token as well; of all it says, name, status and type are kept. */
function readAccount(connection: TwilioConnection, body: Json, lines: CheckLine[]): SignedIn {
  const sid = shortSid(connection.accountSid)
  if (body.sid !== connection.accountSid) return notReached(connection, 'its answer is not about this account', lines)
  const kind: AccountKind = body.type === 'Trial' ? 'trial' : body.type === 'Full' ? 'full' : 'unknown'
  const name = typeof body.friendly_name === 'string' ? body.friendly_name : null
  const account: Account = { name, kind }
  const status = typeof body.status === 'string' ? body.status : 'active'
  // An account may be called by what it is.
  const says = kind === 'unknown' || name?.toLowerCase() === `${kind} account` ? null : `${kind} account`
  const detail = [name, says, status].filter(Boolean).join(' · ')
  lines.push(line('signed_in', 'ok', `Account ${sid} signed in`, detail))
  if (status !== 'active') {
    lines.push(line('account_active', 'fail', `Account ${sid} is ${status} at Twilio`))
    return { account, failure: inactive(sid, status) }
  }
  if (kind === 'trial')
    lines.push(line('account_active', 'warn', 'Trial account: only numbers verified at Twilio are reached.'))
  return { account, failure: null }
}

function inactive(sid: string, status: string): Failure {
  const what = status === 'closed' ? 'It cannot be opened again' : 'Most often the balance is used up'
  const todo = status === 'closed' ? 'connect another account' : 'look into the Twilio Console and add funds'
  const message = `Account ${sid} is ${status} at Twilio. Nothing was saved. ${what}: ${todo}.`
  return { ok: false, why: 'refused', field: 'account_sid', refusal: refusal(20005, 403), message }
}

function refuseSignIn(
  connection: TwilioConnection,
  got: Extract<Got, { kind: 'refused' }>,
  lines: CheckLine[],
): SignedIn {
  const sid = shortSid(connection.accountSid)
  const code = got.code ?? got.status
  lines.push(line('signed_in', 'fail', `Account ${sid} refused the sign-in`, String(code)))
  const isKey = connection.credentials.kind === 'api_key'
  const failure: Failure = {
    ok: false,
    why: 'refused',
    field: got.refusal.class === 'bad_credentials' ? credentialsField(isKey) : 'account_sid',
    refusal: got.refusal,
    message: `${opening(connection, got, isKey)} Nothing was saved; what you had still works. ${likely(got, sid, isKey)}`,
  }
  return { account: null, failure }
}

function opening(connection: TwilioConnection, got: Extract<Got, { kind: 'refused' }>, isKey: boolean): string {
  return `${providerName(connection)} refused this ${isKey ? 'API key' : 'sign-in'} (${got.code ?? got.status}).`
}

function likely({ code, refusal: known }: Extract<Got, { kind: 'refused' }>, sid: string, isKey: boolean): string {
  if (code === 20008 || known.class !== 'bad_credentials') return `${known.cause} ${known.remedy}`
  if (isKey) {
    return `Either the key's SID or its secret is wrong, or the key was deleted at Twilio, or it belongs to another account than ${sid}. Make a new key in that account if in doubt.`
  }
  return `Either the Auth Token is wrong or was replaced at Twilio, or it belongs to another account than ${sid}. Copy both from the same Account Info page.`
}

function credentialsField(isKey: boolean): Refused['field'] {
  return isKey ? 'credentials/api_key_secret' : 'credentials/auth_token'
}

function notReached(connection: TwilioConnection, detail: string, lines: CheckLine[]): SignedIn {
  // An answer that turns out not to be Twilio's undoes what was said of it.
  lines.length = 0
  lines.push(line('reached', 'fail', `${providerName(connection)} not reached`, detail))
  return { account: null, failure: unreachable(connection, detail) }
}

function line(id: CheckLine['id'], status: CheckLine['status'], text: string, detail: string | null = null): CheckLine {
  return { id, status, text, detail }
}
