/** What a webhook may be told of, in the order in which it is shown. */
export const WEBHOOK_TYPES = [
  'message.sent',
  'message.delivered',
  'message.assumed_delivered',
  'message.undelivered',
  'message.failed',
  'message.unknown',
  'message.skipped',
  'message.cancelled',
  'message.expired',
  'opt_out.created',
  'opt_out.lifted',
  'reply.received',
] as const
export type WebhookType = (typeof WEBHOOK_TYPES)[number]

/** Made by somebody’s hand, to see that it arrives. */
export const TEST_TYPE = 'webhook.test'

export const DELIVERY_STATES = ['waiting', 'succeeded', 'failed'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One call and nine more, over three days: https://www.standardwebhooks.com, “Deliverability and reliability”. */
export const RETRY_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const
export const DISABLED_AFTER_DAYS = 5
export const OLD_SECRET_HOURS = 24
/** How long what was delivered, and how, is kept. */
export const DELIVERIES_KEPT_DAYS = 30
export const MOST_ENDPOINTS = 20
