import type { Connection, OutgoingText } from '../adapter.ts'

export const ACCOUNT = `AC${'12'.repeat(14)}4f2a`
export const TOKEN = 'c0ffee00c0ffee00c0ffee00c0ffee00'
export const KEY = {
  kind: 'api_key',
  apiKeySid: `SK${'34'.repeat(16)}`,
  apiKeySecret: 'the-secret-of-the-key',
} as const
export const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

export type TwilioConnection = Extract<Connection, { accountSid: string }>

export function twilioAt(url: string, more: Partial<TwilioConnection> = {}): TwilioConnection {
  const credentials = { kind: 'auth_token', authToken: TOKEN } as const
  return { provider: 'twilio', accountSid: ACCOUNT, credentials, apiBase: url, messagingBase: url, ...more }
}

export function webhookAt(url: string): Extract<Connection, { url: string }> {
  return { provider: 'webhook', url, signingSecret: SIGNING_SECRET, dropsRepeats: true }
}

export function text(more: Partial<OutgoingText> = {}): OutgoingText {
  return {
    messageId: 'msg_01JD0000000000000000000001',
    workspaceId: 'ws_01JD0000000000000000000001',
    to: '+14155550142',
    body: 'Acme: ENG-142 overdue.',
    sender: { kind: 'phone_number', value: '+14155550100' },
    callbackUrl: null,
    validitySeconds: 600,
    eventType: 'priority_changed',
    occurredAt: '2026-03-12T14:02:03Z',
    ...more,
  }
}

export const SID = `SM${'ab'.repeat(16)}`

/** What Twilio answers to a text that it takes. */
export const CREATED = { sid: SID, account_sid: ACCOUNT, status: 'queued', num_segments: '1', error_code: null }
