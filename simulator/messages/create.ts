import { isOpenCountry, type SimAccount } from '../accounts/account.ts'
import { isBlocked } from '../carrier/blocks.ts'
import { readLenient } from '../carrier/phone.ts'
import type { SimRequest } from '../wire.ts'
import type { World } from '../world.ts'
import { acceptMessage, draftMessage } from './accept.ts'
import type { Life } from './life.ts'
import type { SimMessage } from './message.ts'
import { type Refusal, refusal } from './refusals.ts'
import { type Params, readSendRequest, type SendRequest } from './request.ts'
import { findOrigin, type Origin } from './sender.ts'
import { magicRefusal } from './test-credentials.ts'

/** `life` is null where nothing will happen to the text: test credentials. */
export type Created =
  | { kind: 'accepted'; message: SimMessage; life: Life | null }
  | { kind: 'refused'; refusal: Refusal }

/** What a trial account's texts begin with (38 characters; they count). */
export const TRIAL_SENTENCE = 'Sent from your Twilio trial account - '

/** Takes a text or turns it down. What is taken stands in the log before this returns; its life is yet to begin. */
export function createMessage(world: World, account: SimAccount, params: Params, asked: SimRequest): Created {
  const request = readSendRequest(params, world.clock.now())
  if ('code' in request) return { kind: 'refused', refusal: request }
  if (account.kind === 'Test') return createForTest(world, account, request)

  const origin = findOrigin(world, account, request)
  if ('code' in origin) return { kind: 'refused', refusal: origin }
  const refused = checkRecipient(world, account, request) ?? checkPair(world, account, request, origin)
  if (refused) return { kind: 'refused', refusal: refused }

  const body = account.kind === 'Trial' ? TRIAL_SENTENCE + request.body : request.body
  const life = acceptMessage(world, account, { ...request, body }, origin, asked)
  return { kind: 'accepted', message: life.message, life }
}

function checkRecipient(world: World, account: SimAccount, request: SendRequest): Refusal | null {
  const { to, serviceSid, country } = request
  const unverified = account.kind === 'Trial' && !account.verified.includes(to)
  if (unverified || world.handsets.find(to)?.behaviour === 'not_verified') return refusal(21608, { to })
  // With a service this comes out later, as a text that failed.
  return serviceSid || isOpenCountry(account, country) ? null : refusal(21408, { to })
}

/** Checks that need both ends; a service has not chosen its end yet. */
function checkPair(world: World, account: SimAccount, { to }: SendRequest, origin: Origin): Refusal | null {
  if (origin.kind !== 'own') return null
  if (origin.address === to) return refusal(21266, { to })
  if (isBlocked(world.blocks, account, origin.sender, to)) return refusal(21610)
  return world.queues.waitMs(origin.sender, world.clock.now()) === null
    ? refusal(21611, { from: origin.address })
    : null
}

/** Test credentials answer by the numbers alone: nothing is stored, sent or told (twilio.com, test credentials). */
function createForTest(world: World, account: SimAccount, request: SendRequest): Created {
  const from = request.from ? (readLenient(request.from)?.number ?? request.from) : null
  const refused = magicRefusal(from, request.to)
  if (refused) return { kind: 'refused', refusal: refusal(refused, { from: from ?? '', to: request.to }) }
  return { kind: 'accepted', message: draftMessage(world, account, request, { from, asked: null }), life: null }
}
