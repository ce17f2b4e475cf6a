import type { Adapter } from '../../adapter.ts'
import { asTwilio } from './access.ts'
import { check } from './check.ts'
import { refusal } from './errors.ts'
import { fetchInbound, readInbound, received } from './inbound.ts'
import { likeness } from './likeness.ts'
import { listMessages } from './list.ts'
import { fetchMessage } from './message.ts'
import { readReceipt } from './receipt.ts'
import { readReplies } from './replies.ts'
import { routeReplies } from './route-replies.ts'
import { send } from './send.ts'
import { listSenders } from './senders.ts'
import { verifies } from './signature.ts'

/** Twilio's Programmable Messaging, API version 2010-04-01. */
export const twilio: Adapter = {
  provider: 'twilio',
  can: { receipts: true, asks: true, lists: true, listsSenders: true, routesReplies: true },
  send: (http, connection, text) => send(http, asTwilio(connection), text),
  fetch: (http, connection, reference) => fetchMessage(http, asTwilio(connection), reference),
  list: (http, connection, wanted) => listMessages(http, asTwilio(connection), wanted),
  likeness,
  check: (http, connection, sender) => check(http, asTwilio(connection), sender),
  senders: (http, connection) => listSenders(http, asTwilio(connection)),
  verifies: (connection, previousTokens, request) => verifies(asTwilio(connection), previousTokens, request),
  readReceipt,
  readInbound,
  fetchInbound: (http, connection, told) => fetchInbound(http, asTwilio(connection), told),
  received,
  replies: (http, connection, sender) => readReplies(http, asTwilio(connection), sender),
  routeReplies: (http, connection, route, setting) => routeReplies(http, asTwilio(connection), route, setting),
  refusal,
}

/** The carrier simulator speaks the same language on another host. */
export const simulator: Adapter = { ...twilio, provider: 'simulator' }
