import { asIs, type RouteCase } from './request-names.ts'

const needs = ['webhooks.manage'] as const

/** Of REQUESTS in requests.ts: who is told what became of messages. */
export const WEBHOOK_REQUESTS: Record<string, RouteCase> = {
  'GET /v1/webhooks': { needs, ...asIs('/v1/webhooks') },
  'POST /v1/webhooks': { needs, ...asIs('/v1/webhooks', { url: 'https://hooks.acme.example/another' }) },
  'GET /v1/webhooks/{id}': { needs, request: ({ webhook }) => ({ path: `/v1/webhooks/${webhook}` }) },
  'PATCH /v1/webhooks/{id}': {
    needs,
    request: ({ webhook }) => ({ path: `/v1/webhooks/${webhook}`, body: { description: 'The stock system' } }),
  },
  'POST /v1/webhooks/{id}/secret': { needs, request: ({ webhook }) => ({ path: `/v1/webhooks/${webhook}/secret` }) },
  'DELETE /v1/webhooks/{id}/old-secret': {
    needs,
    request: ({ webhook }) => ({ path: `/v1/webhooks/${webhook}/old-secret` }),
  },
  'GET /v1/webhooks/{id}/deliveries': {
    needs,
    request: ({ webhook }) => ({ path: `/v1/webhooks/${webhook}/deliveries` }),
  },
  'GET /v1/webhooks/{id}/deliveries/{delivery}': {
    needs,
    request: ({ webhook, delivery }) => ({ path: `/v1/webhooks/${webhook}/deliveries/${delivery}` }),
  },
  'POST /v1/webhooks/{id}/deliveries/{delivery}/resend': {
    needs,
    request: ({ webhook, delivery }) => ({ path: `/v1/webhooks/${webhook}/deliveries/${delivery}/resend` }),
  },
  'POST /v1/webhooks/{id}/resend': {
    needs,
    request: ({ webhook }) => ({ path: `/v1/webhooks/${webhook}/resend`, body: { since: '2026-01-01T00:00:00Z' } }),
  },
  'POST /v1/webhooks/{id}/test': { needs, request: ({ webhook }) => ({ path: `/v1/webhooks/${webhook}/test` }) },
  // Last: the others ask about it.
  'DELETE /v1/webhooks/{id}': { needs, request: ({ webhook }) => ({ path: `/v1/webhooks/${webhook}` }), last: true },
}
