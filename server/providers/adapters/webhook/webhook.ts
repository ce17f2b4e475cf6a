import type { Adapter } from '../../adapter.ts'
import { check } from './check.ts'
import { readInbound, readReceipt, verifies } from './receipt.ts'
import { refusal } from './refusal.ts'
import { asWebhook, send } from './send.ts'

/** Any HTTP endpoint of the workspace's own: another provider's gateway, or a route inside a company. */
export const webhook: Adapter = {
  provider: 'webhook',
  can: { receipts: true, asks: false, lists: false, listsSenders: false, routesReplies: false },
  send: (http, connection, text) => send(http, asWebhook(connection), text),
  fetch: async () => ({ kind: 'missing' }),
  list: async () => ({ kind: 'unreachable', detail: 'a webhook keeps no list' }),
  likeness: () => 'other',
  check: (http, connection) => check(http, asWebhook(connection)),
  senders: async () => ({ kind: 'found', value: [] }),
  verifies: (connection, previousSecrets, request) => verifies(asWebhook(connection), previousSecrets, request),
  readReceipt,
  readInbound,
  fetchInbound: async () => ({ kind: 'missing' }),
  received: () => null,
  // The endpoint behind it is told by its owner.
  replies: async () => ({ kind: 'missing' }),
  routeReplies: async () => ({ kind: 'missing' }),
  refusal,
}
