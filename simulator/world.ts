import type { SimAccount } from './accounts/account.ts'
import { type Blocks, createBlocks } from './carrier/blocks.ts'
import { createHandsets, type Handsets } from './carrier/handsets.ts'
import { createSenderQueues, type SenderQueues } from './carrier/queue.ts'
import { createReplyPace, type ReplyPace } from './carrier/reply-pace.ts'
import { createFaults, type FaultState } from './faults/faults.ts'
import type { AcceptedLog } from './kit/accepted-log.ts'
import { type Changes, createChanges } from './kit/changes.ts'
import type { SimClock } from './kit/clock.ts'
import type { SimMessage } from './messages/message.ts'
import { createMessageStore, type MessageStore } from './messages/store.ts'
import { createPoster, type Poster } from './webhooks/post.ts'

/** How long each step of a text's life takes, give or take a third. */
export interface Delays {
  choosingMs: number
  queuedMs: number
  sendingMs: number
  deliveryMs: number
  /** The handset behaviour "Delivers late". */
  lateMs: number
  pricingMs: number
}

export const REALISTIC: Delays = {
  choosingMs: 120,
  queuedMs: 150,
  sendingMs: 300,
  deliveryMs: 1200,
  lateMs: 10_000,
  pricingMs: 3000,
}

const KEEP_MESSAGES = 50_000
const KEEP_HANDSETS = 5000

/** All that the simulator knows. Made once by `startSimulator` and handed to everything as the first argument. */
export interface World {
  clock: SimClock
  random: () => number
  log: (line: string) => void
  delays: Delays
  url: string
  startedAt: number
  logFile: string | null
  accounts: SimAccount[]
  /** Called after an account was changed through the API. */
  saveAccounts: () => void
  accepted: AcceptedLog
  acceptedCount: number
  doubles: number
  /** How many of the messages in memory share account, number, text and callback address. */
  sameTexts: Map<string, number>
  messages: MessageStore
  handsets: Handsets
  blocks: Blocks
  queues: SenderQueues
  replyPace: ReplyPace
  faults: FaultState
  changes: Changes
  poster: Poster
}

export interface WorldParts {
  clock: SimClock
  random: () => number
  log: (line: string) => void
  delays: Delays
  logFile: string | null
  accounts: SimAccount[]
  saveAccounts: () => void
  accepted: AcceptedLog
  webhookTimeoutMs: number
}

export function createWorld(parts: WorldParts): World {
  const changes = createChanges()
  const sameTexts = new Map<string, number>()
  return {
    ...parts,
    url: '',
    startedAt: parts.clock.now(),
    acceptedCount: 0,
    doubles: 0,
    sameTexts,
    messages: createMessageStore(KEEP_MESSAGES, (message) => forgetText(sameTexts, message)),
    handsets: createHandsets(KEEP_HANDSETS),
    blocks: createBlocks(),
    queues: createSenderQueues(),
    replyPace: createReplyPace(),
    faults: createFaults(parts.clock, parts.random, changes),
    changes,
    poster: createPoster(parts.webhookTimeoutMs),
  }
}

/** True when the same text was accepted before: same account, number, words and callback address. */
export function countDouble(world: World, message: SimMessage): boolean {
  const key = textKey(message)
  const before = world.sameTexts.get(key) ?? 0
  world.sameTexts.set(key, before + 1)
  return before > 0
}

function forgetText(sameTexts: Map<string, number>, message: SimMessage): void {
  const key = textKey(message)
  const left = (sameTexts.get(key) ?? 0) - 1
  if (left > 0) sameTexts.set(key, left)
  else sameTexts.delete(key)
}

function textKey(message: SimMessage): string {
  return [message.accountSid, message.to, message.statusCallback ?? '', message.body].join('\n')
}
