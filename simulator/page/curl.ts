import type { SimRequest, SimStateView } from '../wire.ts'
import type { FaultChange } from './api.ts'

/** Sends a first text from the first account that can. */
export function curlToSend(state: SimStateView): string {
  const account = state.accounts.find((candidate) => candidate.status === 'active' && candidate.numbers.length > 0)
  if (!account) return ''
  const params = { To: '+14155550142', From: account.numbers[0]!.phone_number, Body: 'Hello from curl' }
  return curl(
    state.url,
    `/2010-04-01/Accounts/${account.sid}/Messages.json`,
    `${account.sid}:${account.auth_token}`,
    params,
  )
}

/** The request as it came, with the secret that belongs to it. */
export function curlOfRequest(state: SimStateView, request: SimRequest): string {
  return curl(
    state.url,
    request.path,
    `${request.signed_in_with}:${secretOf(state, request.signed_in_with)}`,
    request.params,
  )
}

export function curlOfFaults(state: SimStateView, change: FaultChange): string {
  return `curl -X POST ${state.url}/sim/faults -d ${quoted(JSON.stringify(change))}`
}

function curl(url: string, path: string, user: string, params: Record<string, string>): string {
  const fields = Object.entries(params).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`)
  return [`curl ${url}${path}`, `-u ${user}`, ...fields].join(' \\\n  ')
}

function secretOf(state: SimStateView, user: string): string {
  for (const account of state.accounts) {
    if (account.sid === user) return account.auth_token
    const key = account.keys.find((candidate) => candidate.sid === user)
    if (key) return key.secret
  }
  return ''
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
