import type { SimAccount, SimSender } from '../accounts/account.ts'
import { senderAddress, serviceOf } from '../accounts/account.ts'
import { isBlocked } from '../carrier/blocks.ts'
import { readNumber } from '../carrier/phone.ts'
import { draftMessage, keepMessage } from '../messages/accept.ts'
import { beginLife } from '../messages/life.ts'
import type { SendRequest } from '../messages/request.ts'
import type { World } from '../world.ts'

export interface Reply {
  to: string
  body: string
  direction: 'outbound-reply' | 'network'
  statusCallback?: string | null
  /** Answers of the provider to STOP go out although STOP blocks; those of the client do not. */
  respectsBlock?: boolean
}

/** A text that answers another one. It lives like any text. */
export function sendReply(world: World, account: SimAccount, sender: SimSender, reply: Reply): void {
  const address = senderAddress(sender)
  const known = readNumber(reply.to)
  const statusCallback = reply.statusCallback ?? null
  const request: SendRequest = {
    to: reply.to,
    country: known?.country ?? null,
    callingCode: known?.callingCode ?? '',
    from: address,
    serviceSid: serviceOf(account, sender.sid)?.sid ?? null,
    body: reply.body,
    statusCallback,
    applicationSid: null,
    validitySeconds: null,
    smartEncoded: null,
    sendAt: null,
  }
  const { direction } = reply
  const message = draftMessage(world, account, request, { from: address, asked: null, direction, statusCallback })
  if (reply.respectsBlock && isBlocked(world.blocks, account, sender, reply.to)) {
    Object.assign(message, { status: 'failed', errorCode: 21610 })
  }
  keepMessage(world, message)
  const origin = { kind: 'own' as const, address, sender }
  void beginLife({ world, account, message, request, origin, waitMs: 0, held: [], told: [] })
}
