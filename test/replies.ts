import assert from 'node:assert/strict'
import type { RepliesOut } from '../server/settings/replies-schema.ts'
import type { SimAccount, SimNumber } from '../simulator/accounts/account.ts'
import { seedAccounts } from '../simulator/accounts/seed.ts'
import type { TestWorkspace } from './app.ts'
import type { Carrier } from './carrier.ts'

let numbers = 0

/** An account of its own at the simulator, with one number that sends its texts nowhere. */
export function newAccount({ simulator }: Carrier): { account: SimAccount; number: SimNumber } {
  const [account] = seedAccounts(Date.now()) as [SimAccount]
  const [first] = account.numbers as [SimNumber]
  const number = { ...first, phoneNumber: `+1415556${1000 + numbers++}`, smsUrl: '' }
  number.name = number.phoneNumber
  Object.assign(account, { numbers: [number], shortCodes: [], services: [] })
  simulator.state.accounts.push(account)
  return { account, number }
}

/** A workspace that is connected to it and sends from its number. */
export async function connectedTo(
  carrier: Carrier,
  { account, number }: { account: SimAccount; number: SimNumber },
  changes: Record<string, unknown> = {},
): Promise<TestWorkspace> {
  return carrier.connected({
    account_sid: account.sid,
    credentials: { kind: 'auth_token', auth_token: account.authToken },
    sender: { kind: 'phone_number', phone_number: number.phoneNumber },
    name_in_texts: 'Acme',
    ...changes,
  })
}

/** What is shown after the provider was asked anew. */
export async function looked(carrier: Carrier, workspace: TestWorkspace): Promise<RepliesOut> {
  const { db } = carrier.server.context
  await db.system((tx) =>
    tx.updateTable('connections').set({ replies_looked_at: null }).where('workspace_id', '=', workspace.id).execute(),
  )
  const { status, body } = await workspace.call<RepliesOut>('GET', '/v1/sms/replies')
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

/** Points everything here that can be, as the dialog does. */
export function pointAll(workspace: TestWorkspace, { senders }: RepliesOut) {
  const wanted = senders.filter(({ can_point }) => can_point).map(({ id, version }) => ({ id, version }))
  return workspace.call<RepliesOut & { code?: string; detail?: string }>('POST', '/v1/sms/replies/point', {
    senders: wanted,
  })
}

/** Puts back all that was pointed here. */
export function putBack(workspace: TestWorkspace, { senders }: RepliesOut) {
  const wanted = senders.filter(({ before }) => before).map(({ id }) => ({ id }))
  return workspace.call<RepliesOut>('POST', '/v1/sms/replies/put-back', { senders: wanted })
}
