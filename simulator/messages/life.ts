import { countSegments } from '../../shared/sms/segments.ts'
import { isOpenCountry, type SimAccount, type SimSender } from '../accounts/account.ts'
import { isBlocked, isBlockedByNetwork } from '../carrier/blocks.ts'
import { outboundMicros } from '../carrier/prices.ts'
import { prepareReceipt } from '../webhooks/receipts.ts'
import type { Behaviour, MessageStatus } from '../wire.ts'
import type { World } from '../world.ts'
import { isFinal, type SimMessage } from './message.ts'
import type { SendRequest } from './request.ts'
import { chooseSender, type Origin } from './sender.ts'

/** A text on its way, with what its fate depends on. */
export interface Life {
  world: World
  account: SimAccount
  message: SimMessage
  request: SendRequest
  origin: Origin
  /** How long a queued text waits for its turn. */
  waitMs: number
  /** Receipts kept back to be told in an order of their own. */
  held: (() => Promise<void>)[]
  /** Receipts under way or told. */
  told: Promise<void>[]
}

interface Step {
  afterMs: number
  run: () => void
}

/** Where each behaviour ends; null means that no word ever comes. */
const FATES: Record<Behaviour, { status: 'delivered' | 'undelivered'; errorCode: number | null } | null> = {
  delivers: { status: 'delivered', errorCode: null },
  late: { status: 'delivered', errorCode: null },
  not_verified: { status: 'delivered', errorCode: null },
  off: { status: 'undelivered', errorCode: 30003 },
  unknown: { status: 'undelivered', errorCode: 30005 },
  landline: { status: 'undelivered', errorCode: 30006 },
  filtered: { status: 'undelivered', errorCode: 30007 },
  never_confirms: null,
}

/** Settles at once, unless receipts come early: then a whole life has gone by and its receipts were answered. */
export async function beginLife(life: Life): Promise<void> {
  if (life.message.status === 'queued') joinQueue(life)
  if (life.message.receiptFault !== 'receipts_early') return schedule(life)
  for (let step = nextStep(life); step; step = nextStep(life)) step.run()
  schedulePricing(life)
  await Promise.all(life.told)
}

/** Every status a text may have says what comes next, so that a life can be taken up at any point. */
function schedule(life: Life): void {
  const { world, message } = life
  const step = nextStep(life)
  if (!step) {
    schedulePricing(life)
    return
  }
  const status = message.status
  world.clock.after(step.afterMs, () => {
    if (message.status !== status) return
    step.run()
    schedule(life)
  })
}

function nextStep(life: Life): Step | null {
  const { world, message } = life
  const { delays } = world
  switch (message.status) {
    case 'scheduled':
      return { afterMs: message.sendAt! - world.clock.now(), run: () => chooseAndQueue(life) }
    case 'accepted':
      return { afterMs: about(world, delays.choosingMs), run: () => chooseAndQueue(life) }
    case 'queued':
      return leaveQueue(life)
    case 'sending':
      return { afterMs: about(world, delays.sendingMs), run: () => move(life, 'sent') }
    case 'sent':
      return finish(life)
    default:
      return null
  }
}

/** What a service finds out only now comes as a text that failed, not as a refusal (twilio.com, advanced opt-out). */
function chooseAndQueue(life: Life): void {
  const errorCode = choose(life)
  move(life, errorCode === null ? 'queued' : 'failed', errorCode)
}

function choose(life: Life): number | null {
  const { world, account, message, request, origin } = life
  const chosen = origin.kind === 'service' ? chooseSender(account, origin.service, request) : null
  if (!chosen) return 21703
  message.from = chosen.address
  message.segments = countSegments(message.body, { smartEncoding: message.smartEncoded }).segments
  if (!isOpenCountry(account, request.country)) return 21408
  if (!chosen.sender) return null
  if (isBlocked(world.blocks, account, chosen.sender, message.to)) return 21610
  return joinQueue(life, chosen.sender) ? null : 30001
}

/** Slow senders make texts wait. False when the queue is full. */
function joinQueue(life: Life, chosen?: SimSender): boolean {
  const { world, message, origin } = life
  const sender = chosen ?? (origin.kind === 'own' ? origin.sender : null)
  const ownWaitMs = sender ? world.queues.waitMs(sender, world.clock.now()) : 0
  if (ownWaitMs === null) return false
  if (sender) world.queues.join(sender, message.segments, world.clock.now())
  const faultMs = world.faults.settings.queue_ms
  if (faultMs > 0) world.faults.count('queue_ms')
  life.waitMs = ownWaitMs + faultMs
  return true
}

function leaveQueue(life: Life): Step {
  const { world, account, message } = life
  const waitMs = life.waitMs + about(world, world.delays.queuedMs)
  const validMs = message.validitySeconds * 1000 - (world.clock.now() - message.createdAt)
  if (waitMs > validMs) return { afterMs: Math.max(0, validMs), run: () => move(life, 'failed', 30036) }
  const tooLong = account.kind === 'Trial' && message.segments > 1
  return { afterMs: waitMs, run: () => (tooLong ? move(life, 'failed', 30044) : move(life, 'sending')) }
}

function finish(life: Life): Step | null {
  const { world, message } = life
  const isOwnText = message.direction === 'network'
  const blocked = !isOwnText && isBlockedByNetwork(world.blocks, message.from!, message.to)
  const behaviour = world.handsets.find(message.to)?.behaviour ?? 'delivers'
  const fate = blocked ? { status: 'undelivered' as const, errorCode: 30004 } : FATES[behaviour]
  if (!fate) return null
  const afterMs = behaviour === 'late' ? world.delays.lateMs : about(world, world.delays.deliveryMs)
  return { afterMs, run: () => move(life, fate.status, fate.errorCode) }
}

function move(life: Life, status: MessageStatus, errorCode: number | null = null): void {
  const { world, message } = life
  message.status = status
  message.errorCode = errorCode
  message.updatedAt = world.clock.now()
  if (status === 'sent') message.sentAt = message.updatedAt
  world.changes.tell('message', message.sid)
  tell(life)
}

/** Held receipts go backwards, once nothing more is to come: of all orders the one that is wrong for every pair. */
function tell(life: Life): void {
  const receipt = prepareReceipt(life.world, life.account, life.message)
  if (life.message.receiptFault !== 'receipts_shuffled') {
    if (receipt) life.told.push(receipt())
    return
  }
  if (receipt) life.held.push(receipt)
  if (nextStep(life)) return
  life.told.push(...life.held.reverse().map((send) => send()))
  life.held = []
}

/** The price stands beside a text only a while after it ended. What never left costs nothing. */
function schedulePricing({ world, account, message, request }: Life): void {
  if (message.status === 'failed' || message.status === 'canceled') return
  world.clock.after(about(world, world.delays.pricingMs), () => {
    message.priceMicros = outboundMicros(request.country) * message.segments
    account.balanceMicros -= message.priceMicros
    if (isFinal(message)) message.updatedAt = world.clock.now()
    world.changes.tell('message', message.sid)
  })
}

function about(world: World, ms: number): number {
  return Math.round(ms * (2 / 3 + world.random() * (2 / 3)))
}
