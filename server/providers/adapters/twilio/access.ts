import type { Connection } from '../../adapter.ts'

export type TwilioConnection = Extract<Connection, { accountSid: string }>

/** What every request to one account starts from, worked out once for a connection and gone with it. */
export interface Access {
  /** `…/2010-04-01/Accounts/AC…`, without a slash at the end. */
  account: string
  messages: string
  forReading: Record<string, string>
  forSending: Record<string, string>
}

const accesses = new WeakMap<TwilioConnection, Access>()

export function accessTo(connection: TwilioConnection): Access {
  const known = accesses.get(connection)
  if (known) return known
  const access = open(connection)
  accesses.set(connection, access)
  return access
}

/** @throws {TypeError} for a connection of another provider: a mistake in the calling code. */
export function asTwilio(connection: Connection): TwilioConnection {
  if (connection.provider === 'webhook') throw new TypeError('this adapter speaks to Twilio only')
  return connection
}

function open({ accountSid, apiBase, credentials }: TwilioConnection): Access {
  const account = `${apiBase}/2010-04-01/Accounts/${accountSid}`
  const pair =
    credentials.kind === 'auth_token'
      ? `${accountSid}:${credentials.authToken}`
      : `${credentials.apiKeySid}:${credentials.apiKeySecret}`
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  return {
    account,
    messages: `${account}/Messages.json`,
    forReading: { authorization, accept: 'application/json' },
    forSending: { authorization, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
  }
}
