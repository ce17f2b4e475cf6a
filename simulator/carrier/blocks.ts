import { type AdvancedOptOut, type SimAccount, type SimSender, senderAddress, serviceOf } from '../accounts/account.ts'
import { isTollFree } from './phone.ts'

/** Who may not be texted any more from where. Two lists, because the toll-free network keeps its own. */
export interface Blocks {
  /** By handset: the services and senders it opted out of. */
  platform: Map<string, Set<string>>
  network: Map<string, Set<string>>
}

export type Keyword = 'STOP' | 'START' | 'HELP'

/** What a text to a sender does to the lists, and who answers it. */
export interface KeywordEffect {
  keyword: Keyword
  reply: string | null
  /** The network answers by itself, outside of what the provider knows. */
  fromNetwork: boolean
  /** Told to the webhook only by a service with Advanced Opt-Out. */
  optOutType: Keyword | null
}

const STANDARD: AdvancedOptOut = {
  stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
  start: ['START', 'YES', 'UNSTOP'],
  help: ['HELP', 'INFO'],
  stopReply:
    'You have successfully been unsubscribed. You will not receive any more messages from this number. ' +
    'Reply START to resubscribe.',
  startReply:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. ' +
    'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  helpReply: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
}

/** The toll-free network in the US and Canada knows fewer words, and its block only it can lift. */
const NETWORK = {
  stop: ['STOP'],
  start: ['START', 'UNSTOP'],
  stopReply:
    'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. ' +
    'Text back "unstop" to receive messages again.',
  startReply: 'NETWORK MSG: You have replied "unstop" and will begin receiving messages again from this number.',
}

export function createBlocks(): Blocks {
  return { platform: new Map(), network: new Map() }
}

/** The provider refuses the text: the handset opted out of this sender, or of the whole service it belongs to. */
export function isBlocked(blocks: Blocks, account: SimAccount, sender: SimSender, handset: string): boolean {
  return blocks.platform.get(handset)?.has(platformKey(account, sender)) ?? false
}

export function isBlockedByNetwork(blocks: Blocks, sender: string, handset: string): boolean {
  return blocks.network.get(handset)?.has(sender) ?? false
}

/** The services and senders that this handset cannot be texted from any more. */
export function blockedFrom(blocks: Blocks, handset: string): string[] {
  return [...new Set([...(blocks.platform.get(handset) ?? []), ...(blocks.network.get(handset) ?? [])])]
}

/**
 * The whole text must be the one word. A short code that is in no service is left to its owner: the provider blocks
 * and answers nothing there.
 */
export function applyKeyword(
  blocks: Blocks,
  account: SimAccount,
  sender: SimSender,
  handset: string,
  text: string,
): KeywordEffect | null {
  const service = serviceOf(account, sender.sid)
  const advanced = service?.advancedOptOut ?? null
  if (sender.kind === 'short_code' && !advanced) return null
  const words = advanced ?? STANDARD
  const keyword = keywordIn(words, text)
  const network = applyNetworkKeyword(blocks, senderAddress(sender), handset, text)
  if (!keyword) return null

  const wasBlocked = isBlocked(blocks, account, sender, handset)
  if (keyword === 'STOP') block(blocks.platform, handset, platformKey(account, sender))
  if (keyword === 'START') blocks.platform.get(handset)?.delete(platformKey(account, sender))
  const optOutType = advanced ? keyword : null
  if (network) return { keyword, reply: network, fromNetwork: true, optOutType }
  const reply = { STOP: words.stopReply, START: words.startReply, HELP: wasBlocked ? null : words.helpReply }[keyword]
  return { keyword, reply, fromNetwork: false, optOutType }
}

function applyNetworkKeyword(blocks: Blocks, sender: string, handset: string, text: string): string | null {
  if (!isTollFree(sender)) return null
  const word = text.trim().toUpperCase()
  if (NETWORK.stop.includes(word)) {
    block(blocks.network, handset, sender)
    return NETWORK.stopReply
  }
  if (!NETWORK.start.includes(word)) return null
  blocks.network.get(handset)?.delete(sender)
  return NETWORK.startReply
}

function block(list: Map<string, Set<string>>, handset: string, from: string): void {
  const blocked = list.get(handset) ?? new Set()
  list.set(handset, blocked.add(from))
}

function keywordIn(words: AdvancedOptOut, text: string): Keyword | null {
  const word = text.trim().toUpperCase()
  if (words.stop.includes(word)) return 'STOP'
  if (words.start.includes(word)) return 'START'
  return words.help.includes(word) ? 'HELP' : null
}

function platformKey(account: SimAccount, sender: SimSender): string {
  return serviceOf(account, sender.sid)?.sid ?? senderAddress(sender)
}
