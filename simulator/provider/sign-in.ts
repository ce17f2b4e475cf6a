import type { SimAccount, SimKey } from '../accounts/account.ts'
import { type Refusal, refusal } from '../messages/refusals.ts'

export interface SignedIn {
  account: SimAccount
  /** `AC…` or `SK…`, as given. */
  signedInWith: string
}

/** Who asks, by HTTP Basic, and whether they may ask this. */
export function signIn(
  accounts: SimAccount[],
  header: string | undefined,
  path: string,
  method: string,
): SignedIn | Refusal {
  const credentials = readBasic(header)
  if (!credentials) return refusal(20003, {}, 'Authentication Error - No credentials provided')
  const found = findAccount(accounts, credentials)
  const refused = refusal(20003, {}, 'Your AccountSid or AuthToken was incorrect.')
  if (!found || found.account.status === 'closed') return refused

  const { account, key } = found
  const pathAccount = /^\/2010-04-01\/Accounts\/([^/.]+)/.exec(path)?.[1]
  if (pathAccount && pathAccount !== account.sid) return refused
  const readsAccount = path === `/2010-04-01/Accounts/${account.sid}.json`
  // A Standard key is good for everything but the account itself; the answer looks like that to a wrong key.
  if (readsAccount && key?.kind === 'Standard') return refusal(20003)
  if (key?.kind === 'Restricted' && !isAboutMessages(path)) return refusal(20003)
  if (account.status === 'suspended' && !readsAccount) return refusal(20005)
  if (account.kind === 'Test' && !isOpenToTests(path, method)) return refusal(20008)
  return { account, signedInWith: credentials.user }
}

function isAboutMessages(path: string): boolean {
  return /^\/2010-04-01\/Accounts\/[^/]+\/Messages(\.json$|\/)/.test(path)
}

function isOpenToTests(path: string, method: string): boolean {
  return method === 'POST' && /\/(Messages|IncomingPhoneNumbers)\.json$/.test(path)
}

function findAccount(
  accounts: SimAccount[],
  { user, password }: { user: string; password: string },
): { account: SimAccount; key: SimKey | null } | null {
  for (const account of accounts) {
    if (account.sid === user) return account.authToken === password ? { account, key: null } : null
    const key = account.keys.find((candidate) => candidate.sid === user)
    if (key) return key.secret === password ? { account, key } : null
  }
  return null
}

function readBasic(header: string | undefined): { user: string; password: string } | null {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1]
  if (!encoded) return null
  const [user, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { user: user ?? '', password: password.join(':') }
}
