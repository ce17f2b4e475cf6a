import { asIs, idempotent, type RouteCase } from './request-names.ts'

const RECIPIENTS = { roles: ['assignees'] }
const EVENT = { type: 'mentioned', entity: { type: 'issue', id: '142' } }

/** Of REQUESTS in requests.ts: what happens in the product, and who is told of it. */
export const ALERT_REQUESTS: Record<string, RouteCase> = {
  'POST /v1/events': {
    needs: ['events.write'],
    request: (names) => ({ path: '/v1/events', body: EVENT, headers: idempotent(names) }),
    namesNothing: true,
  },
  'GET /v1/events': { needs: ['history.read'], ...asIs('/v1/events') },
  'GET /v1/events/{id}': { needs: ['history.read'], request: ({ event }) => ({ path: `/v1/events/${event}` }) },
  'GET /v1/event-types': { needs: ['history.read'], ...asIs('/v1/event-types') },
  'POST /v1/event-types': {
    needs: ['triggers.write'],
    request: (names) => ({
      path: '/v1/event-types',
      body: { type: 'invoice.paid', name: 'Invoice paid' },
      headers: idempotent(names),
    }),
    namesNothing: true,
  },
  'PATCH /v1/event-types/{type}': {
    needs: ['triggers.write'],
    request: ({ eventType }) => ({ path: `/v1/event-types/${eventType}`, body: { about: 'Money came in.' } }),
  },
  'DELETE /v1/event-types/{type}': {
    needs: ['triggers.write'],
    request: ({ eventType }) => ({ path: `/v1/event-types/${eventType}` }),
  },
  'GET /v1/triggers': { needs: ['history.read'], ...asIs('/v1/triggers') },
  'POST /v1/triggers': {
    needs: ['triggers.write'],
    request: (names) => ({
      path: '/v1/triggers',
      body: {
        name: `Of ${names.group.slice(-6)}`,
        event_type: 'mentioned',
        template: 'mentioned',
        recipients: { groups: [names.group], people: [names.person] },
      },
      headers: idempotent(names),
    }),
  },
  'POST /v1/triggers/try': {
    needs: ['triggers.write'],
    ...asIs('/v1/triggers/try', { event_type: 'mentioned', recipients: RECIPIENTS }),
  },
  'GET /v1/triggers/{id}': { needs: ['history.read'], request: ({ trigger }) => ({ path: `/v1/triggers/${trigger}` }) },
  'PATCH /v1/triggers/{id}': {
    needs: ['triggers.write'],
    request: ({ trigger }) => ({ path: `/v1/triggers/${trigger}`, body: { urgent: true } }),
  },
  'POST /v1/messages/{id}/email': {
    needs: ['messages.send'],
    request: (names) => ({ path: `/v1/messages/${names.unreached}/email`, headers: idempotent(names) }),
  },
  'GET /v1/messages/{id}/diagnosis': {
    needs: ['history.read'],
    request: ({ message }) => ({ path: `/v1/messages/${message}/diagnosis` }),
  },
  'GET /v1/people/{id}/diagnosis': {
    needs: ['people.read', 'history.read'],
    request: ({ person, event }) => ({ path: `/v1/people/${person}/diagnosis?event=${event}` }),
  },
  'POST /v1/sms/diagnosis': { needs: ['sms.read'], ...asIs('/v1/sms/diagnosis') },
  'POST /v1/diagnosis': {
    needs: ['people.read', 'history.read'],
    request: ({ person, event }) => ({ path: '/v1/diagnosis', body: { person, event } }),
  },
  'DELETE /v1/triggers/{id}': {
    needs: ['triggers.write'],
    request: ({ trigger }) => ({ path: `/v1/triggers/${trigger}` }),
  },
}
