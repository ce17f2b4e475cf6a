import { randomUUID } from 'node:crypto'
import type { SimAccount } from '../accounts/account.ts'
import { carrierMinute } from '../kit/ids.ts'
import type { SimMessage } from '../messages/message.ts'
import type { MessageStatus, SimReceipt } from '../wire.ts'
import type { World } from '../world.ts'
import { callSignature } from './post.ts'

/** Statuses that are told. The first of a life is the answer to the request; `sending` is kept to oneself. */
const TOLD: MessageStatus[] = ['queued', 'sent', 'delivered', 'undelivered', 'failed']

/** The receipt for the status that the text has just taken, to be sent now or later; null where none is due. */
export function prepareReceipt(world: World, account: SimAccount, message: SimMessage): (() => Promise<void>) | null {
  if (!message.statusCallback || !TOLD.includes(message.status)) return null
  const receipt = draftReceipt(world, account, message, receiptParams(world, message))
  return () => sendReceipt(world, account, message, receipt)
}

/** Tells a receipt that was told before once more, with the same words. */
export function repeatReceipt(
  world: World,
  account: SimAccount,
  message: SimMessage,
  receipt: SimReceipt,
): Promise<void> {
  return postReceipt(world, account, message, { ...receipt, repeated: true }, randomUUID())
}

async function sendReceipt(world: World, account: SimAccount, message: SimMessage, receipt: SimReceipt): Promise<void> {
  if (world.faults.strikes('receipts_lost')) {
    message.receipts.push({ ...receipt, outcome: 'lost', detail: 'lost on purpose' })
    world.changes.tell('message', message.sid)
    return
  }
  const token = randomUUID()
  const posts = [postReceipt(world, account, message, receipt, token)]
  if (world.faults.strikes('receipts_doubled')) {
    posts.push(postReceipt(world, account, message, { ...receipt, repeated: true }, token))
  }
  await Promise.all(posts)
}

function draftReceipt(
  world: World,
  account: SimAccount,
  message: SimMessage,
  params: Record<string, string>,
): SimReceipt {
  const url = message.statusCallback!
  return {
    at: new Date(world.clock.now()).toISOString(),
    status: params.MessageStatus as MessageStatus,
    url,
    signature: callSignature({ url, method: 'POST', params, authToken: account.authToken }),
    params,
    outcome: 'waiting',
    http_status: null,
    ms: null,
    detail: null,
    repeated: false,
  }
}

async function postReceipt(
  world: World,
  account: SimAccount,
  message: SimMessage,
  draft: SimReceipt,
  idempotencyToken: string,
): Promise<void> {
  const { url, params } = draft
  const at = new Date(world.clock.now()).toISOString()
  const receipt: SimReceipt = { ...draft, at, outcome: 'waiting', http_status: null, ms: null, detail: null }
  message.receipts.push(receipt)
  const answer = await world.poster.call({
    url,
    method: 'POST',
    params,
    authToken: account.authToken,
    idempotencyToken,
  })
  receipt.ms = answer.ms
  receipt.outcome = answer.kind === 'answered' ? 'answered' : 'not_answered'
  receipt.http_status = answer.kind === 'answered' ? answer.status : null
  receipt.detail = answer.kind === 'answered' ? null : answer.why
  world.changes.tell('message', message.sid)
}

function receiptParams(world: World, message: SimMessage): Record<string, string> {
  const isFinal = message.status === 'delivered' || message.status === 'undelivered'
  return {
    ApiVersion: '2010-04-01',
    SmsSid: message.sid,
    SmsStatus: message.status,
    MessageSid: message.sid,
    MessageStatus: message.status,
    AccountSid: message.accountSid,
    To: message.to,
    ...(message.from !== null && { From: message.from }),
    ...(message.serviceSid && { MessagingServiceSid: message.serviceSid }),
    ...(message.errorCode !== null && { ErrorCode: String(message.errorCode) }),
    ...(isFinal && { RawDlrDoneDate: carrierMinute(world.clock.now()) }),
  }
}
