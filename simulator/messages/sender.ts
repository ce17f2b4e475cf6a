import {
  findSender,
  poolSenders,
  type SimAccount,
  type SimSender,
  type SimService,
  senderAddress,
} from '../accounts/account.ts'
import { isAlphanumericSender, takesAlphanumeric } from '../carrier/alphanumeric.ts'
import { isShortCode, readLenient } from '../carrier/phone.ts'
import type { World } from '../world.ts'
import { type Refusal, refusal } from './refusals.ts'
import type { SendRequest } from './request.ts'

/** Who a text will come from: decided at once for a bare sender, later by a service. */
export type Origin =
  | { kind: 'own'; address: string; sender: SimSender }
  | { kind: 'alphanumeric'; address: string }
  | { kind: 'service'; service: SimService; address: string | null }

export function findOrigin(world: World, account: SimAccount, request: SendRequest): Origin | Refusal {
  if (request.serviceSid) return serviceOrigin(account, request)
  return bareOrigin(world, account, request, request.from!)
}

function serviceOrigin(account: SimAccount, request: SendRequest): Origin | Refusal {
  const service = account.services.find((candidate) => candidate.sid === request.serviceSid)
  if (!service) return refusal(21701)
  const members = [
    ...poolSenders(account, service).map(senderAddress),
    ...service.alphaSenders.map((alpha) => alpha.alphaSender),
  ]
  if (members.length === 0) return refusal(21704)
  if (request.from && !members.includes(request.from)) return refusal(21711, { from: request.from })
  return { kind: 'service', service, address: request.from }
}

function bareOrigin(world: World, account: SimAccount, request: SendRequest, from: string): Origin | Refusal {
  const address = isShortCode(from) ? from : (readLenient(from)?.number ?? null)
  if (!address) return alphanumericOrigin(account, request, from)
  const sender = findSender(account, address)
  if (!sender) {
    const elsewhere = world.accounts.some((other) => findSender(other, address))
    return refusal(elsewhere ? 21660 : 21659, { from, accountSid: account.sid })
  }
  if (sender.kind === 'number' && !sender.sms) return refusal(21606, { from })
  return reaches(sender, request) ?? { kind: 'own', address, sender }
}

function alphanumericOrigin(account: SimAccount, request: SendRequest, from: string): Origin | Refusal {
  if (!isAlphanumericSender(from)) return refusal(21212, { from })
  if (account.kind === 'Trial') return refusal(21267)
  if (!takesAlphanumeric(request.callingCode)) return refusal(21612, { to: request.to, from })
  return { kind: 'alphanumeric', address: from }
}

/** A short code stays in its country; phones in North America are not reached from numbers elsewhere. */
function reaches(sender: SimSender, { to, country, callingCode }: SendRequest): Refusal | null {
  const from = senderAddress(sender)
  if (sender.kind === 'short_code') return sender.country === country ? null : refusal(21659, { from })
  return callingCode === '1' && !from.startsWith('+1') ? refusal(21612, { to, from }) : null
}

/**
 * What a service would choose for a phone: a name where names are taken, else a number of the same country, else any
 * that reaches it; for one phone always the same, as long as the pool stays as it is.
 */
export function chooseSender(account: SimAccount, service: SimService, request: SendRequest): Chosen | null {
  const usable = poolSenders(account, service).filter(
    (sender) => (sender.kind === 'short_code' || sender.sms) && !reaches(sender, request),
  )
  if (request.from)
    return asChosen(
      usable.find((sender) => senderAddress(sender) === request.from),
      request.from,
    )
  const alpha = service.alphaSenders[0]
  if (alpha && takesAlphanumeric(request.callingCode)) return { address: alpha.alphaSender, sender: null }
  const near = usable.filter((sender) => sender.country === request.country)
  const candidates = near.length > 0 ? near : usable
  const sender = candidates[Number(request.to.slice(-6)) % candidates.length]
  return sender ? { address: senderAddress(sender), sender } : null
}

export interface Chosen {
  address: string
  sender: SimSender | null
}

function asChosen(sender: SimSender | undefined, from: string): Chosen | null {
  if (sender) return { address: from, sender }
  return isAlphanumericSender(from) ? { address: from, sender: null } : null
}
