import { asIs, idempotent, type RouteCase } from './request-names.ts'
import { ALERT_REQUESTS } from './requests-alerts.ts'
import { IMPORT_REQUESTS } from './requests-import.ts'
import { INSTALLATION_REQUESTS } from './requests-installation.ts'
import { PEOPLE_REQUESTS } from './requests-people.ts'
import { SCIM_REQUESTS } from './requests-scim.ts'
import { TEMPLATE_REQUESTS } from './requests-templates.ts'
import { WEBHOOK_REQUESTS } from './requests-webhooks.ts'

/**
 * One good request for each route of the API, and whom it is for. Tests that walk all routes fail for one that is missing
 * here. Who may ask is derived from `needs` for every role, key and session (test/tenancy.test.ts); ids in paths and
 * bodies come from `names` (test/request-names.ts), which are made in test/tenancy-furnish.ts.
 */
export const REQUESTS: Record<string, RouteCase> = {
  ...INSTALLATION_REQUESTS,
  ...TEMPLATE_REQUESTS,
  ...ALERT_REQUESTS,
  ...WEBHOOK_REQUESTS,
  'GET /v1/me': { needs: 'caller', ...asIs('/v1/me') },
  'PATCH /v1/me': { needs: 'person', ...asIs('/v1/me', { name: 'Somebody' }) },
  'GET /v1/me/phone': { needs: 'person', ...asIs('/v1/me/phone') },
  'POST /v1/me/phone': { needs: 'person', ...asIs('/v1/me/phone', { number: '+14155550188' }) },
  'POST /v1/me/phone/confirm': { needs: 'person', ...asIs('/v1/me/phone/confirm', { code: '000000' }) },
  'POST /v1/me/phone/return': { needs: 'person', ...asIs('/v1/me/phone/return', {}) },
  'POST /v1/me/phone/return/confirm': { needs: 'person', ...asIs('/v1/me/phone/return/confirm', { code: '000000' }) },
  'PATCH /v1/me/phone': { needs: 'person', ...asIs('/v1/me/phone', { sms_on: true }) },
  'DELETE /v1/me/phone': { needs: 'person', ...asIs('/v1/me/phone') },
  'GET /v1/me/preferences': { needs: 'person', ...asIs('/v1/me/preferences') },
  'PATCH /v1/me/preferences': {
    needs: 'person',
    ...asIs('/v1/me/preferences', { events: { mentioned: { sms: true } } }),
  },
  'GET /v1/me/inbox': { needs: 'person', ...asIs('/v1/me/inbox') },
  'GET /v1/me/inbox/unread': { needs: 'person', ...asIs('/v1/me/inbox/unread') },
  'GET /v1/me/inbox/live': { needs: 'person', ...asIs('/v1/me/inbox/live?seconds=1') },
  'POST /v1/me/inbox/read-all': { needs: 'person', ...asIs('/v1/me/inbox/read-all') },
  'POST /v1/me/inbox/{id}/{change}': {
    needs: 'person',
    request: ({ inboxEntry }) => ({ path: `/v1/me/inbox/${inboxEntry}/read` }),
  },
  'GET /v1/sessions': { needs: 'person', ...asIs('/v1/sessions') },
  'DELETE /v1/sessions': { needs: 'person', ...asIs('/v1/sessions'), last: true },
  'DELETE /v1/sessions/{id}': {
    needs: 'person',
    request: ({ session }) => ({ path: `/v1/sessions/${session}` }),
  },
  'GET /v1/sign-in-methods': { needs: 'person', ...asIs('/v1/sign-in-methods') },
  'GET /v1/sso': { needs: ['members.manage'], ...asIs('/v1/sso') },
  'PUT /v1/sso': {
    needs: ['members.manage'],
    ...asIs('/v1/sso', {
      issuer: 'https://login.acme.example',
      client_id: 'handset',
      client_secret: 'a secret',
      domains: ['acme.example'],
    }),
  },
  'DELETE /v1/sso': { needs: ['members.manage'], ...asIs('/v1/sso') },
  // Nobody has signed in before there is an owner; what makes one is the token that the terminal printed.
  // Made by a person: no key is one.
  'POST /v1/workspaces': {
    needs: 'operator',
    request: (names) => ({ path: '/v1/workspaces', body: { name: 'Another' }, headers: idempotent(names) }),
    namesNothing: true,
  },
  'GET /v1/email/settings': { needs: 'caller', ...asIs('/v1/email/settings') },
  'PATCH /v1/email/settings': {
    needs: ['workspace.manage'],
    ...asIs('/v1/email/settings', { redirect: { enabled: false } }),
  },
  'GET /v1/retention': { needs: 'caller', ...asIs('/v1/retention') },
  'PUT /v1/retention': { needs: ['workspace.manage'], ...asIs('/v1/retention', { days: 400 }) },
  'GET /v1/retention/preview': { needs: ['workspace.manage'], ...asIs('/v1/retention/preview?days=90') },
  'GET /v1/workspace': { needs: 'caller', ...asIs('/v1/workspace') },
  'PATCH /v1/workspace': {
    needs: ['workspace.manage'],
    ...asIs('/v1/workspace', { support_contact: 'Ask at the desk' }),
  },
  'POST /v1/workspace/keep': { needs: ['workspace.delete'], ...asIs('/v1/workspace/keep') },
  // Confirmed by the slug; that of a test's workspace is made from its id.
  'DELETE /v1/workspace': {
    needs: ['workspace.delete'],
    request: ({ workspace }) => ({ path: '/v1/workspace', body: { slug: workspace.slice(3) } }),
    last: true,
  },
  'GET /v1/members': { needs: 'caller', request: ({ member }) => ({ path: `/v1/members?after=${member}` }) },
  'PATCH /v1/members/{id}': {
    needs: ['members.manage'],
    request: ({ member }) => ({ path: `/v1/members/${member}`, body: { role: 'member' } }),
  },
  // Of others: leaving oneself takes no permission (server/members/members.test.ts).
  'DELETE /v1/members/{id}': {
    needs: ['members.manage'],
    request: ({ member }) => ({ path: `/v1/members/${member}` }),
  },
  'GET /v1/invitations': {
    needs: ['members.manage'],
    request: ({ invitation }) => ({ path: `/v1/invitations?after=${invitation}` }),
  },
  'POST /v1/invitations': {
    needs: ['members.manage'],
    request: (names) => ({
      path: '/v1/invitations',
      body: { email: 'another@acme.example', role: names.role },
      headers: idempotent(names),
    }),
  },
  'POST /v1/invitations/{id}/resend': {
    needs: ['members.manage'],
    request: ({ invitation }) => ({ path: `/v1/invitations/${invitation}/resend` }),
  },
  'DELETE /v1/invitations/{id}': {
    needs: ['members.manage'],
    request: ({ invitation }) => ({ path: `/v1/invitations/${invitation}` }),
  },
  // For whoever holds the link, who may be nobody here yet; what it says is proven in server/members/invitations.test.ts.
  'GET /v1/invitation': {
    needs: 'anybody',
    request: () => ({ path: '/v1/invitation', headers: { 'invitation-token': 'unknown' } }),
    namesNothing: true,
  },
  'POST /v1/invitation/accept': {
    needs: 'anybody',
    ...asIs('/v1/invitation/accept', { token: 'unknown', name: 'Dana', password: 'correct horse' }),
  },
  'GET /v1/roles': { needs: 'caller', ...asIs('/v1/roles') },
  'POST /v1/roles': {
    needs: ['roles.manage'],
    request: (names) => ({
      path: '/v1/roles',
      body: { name: `For ${names.idempotencyKey}`, permissions: ['roles.manage'] },
      headers: idempotent(names),
    }),
  },
  'PATCH /v1/roles/{id}': {
    needs: ['roles.manage'],
    request: ({ role }) => ({ path: `/v1/roles/${role}`, body: { permissions: ['sms.read'] } }),
  },
  'DELETE /v1/roles/{id}': {
    needs: ['roles.manage'],
    request: ({ role }) => ({ path: `/v1/roles/${role}?move=member` }),
  },
  'GET /v1/api-keys': {
    needs: ['api_keys.manage'],
    request: ({ apiKey }) => ({ path: `/v1/api-keys?after=${apiKey}` }),
  },
  'POST /v1/api-keys': {
    needs: ['api_keys.manage'],
    request: (names) => ({
      path: '/v1/api-keys',
      body: { name: 'Another', permissions: ['api_keys.manage'] },
      headers: idempotent(names),
    }),
  },
  'DELETE /v1/api-keys/{id}': {
    needs: ['api_keys.manage'],
    request: ({ apiKey }) => ({ path: `/v1/api-keys/${apiKey}` }),
  },
  'GET /v1/sms/settings': { needs: ['sms.read'], ...asIs('/v1/sms/settings') },
  'PUT /v1/sms/settings': {
    needs: ['sms.configure'],
    request: ({ settings }) => ({ path: '/v1/sms/settings', body: settings }),
    namesNothing: true,
  },
  'PATCH /v1/sms/settings': { needs: ['sms.configure'], ...asIs('/v1/sms/settings', { enabled: true }) },
  'DELETE /v1/sms/settings': { needs: ['sms.configure'], ...asIs('/v1/sms/settings') },
  'DELETE /v1/sms/settings/previous-token': { needs: ['sms.configure'], ...asIs('/v1/sms/settings/previous-token') },
  'POST /v1/sms/settings/signing-secret': { needs: ['sms.configure'], ...asIs('/v1/sms/settings/signing-secret') },
  'GET /v1/sms/settings/changes': { needs: ['sms.read'], ...asIs('/v1/sms/settings/changes') },
  'GET /v1/sms/senders': { needs: ['sms.read'], ...asIs('/v1/sms/senders') },
  'GET /v1/sms/pace': { needs: ['sms.read'], ...asIs('/v1/sms/pace') },
  'PUT /v1/sms/pace': { needs: ['sms.configure'], ...asIs('/v1/sms/pace', { segments_per_second: 500 }) },
  'GET /v1/sms/readiness': { needs: 'caller', ...asIs('/v1/sms/readiness') },
  'POST /v1/sms/readiness/check': { needs: ['sms.read'], ...asIs('/v1/sms/readiness/check') },
  'POST /v1/messages': {
    needs: ['messages.send', 'messages.send_to_number'],
    request: (names) => ({
      path: '/v1/messages',
      body: { to: names.number, body: 'Hello' },
      headers: idempotent(names),
    }),
  },
  'GET /v1/messages': {
    needs: ['history.read'],
    request: ({ message, handle }) => ({ path: `/v1/messages?after=${message}&recipient=${handle}` }),
  },
  'GET /v1/sms/test': { needs: ['sms.test'], ...asIs('/v1/sms/test') },
  'POST /v1/sms/test': {
    needs: ['sms.test'],
    request: (names) => ({ path: '/v1/sms/test', body: { to: names.number }, headers: idempotent(names) }),
  },
  'POST /v1/messages/{id}/retry': {
    needs: ['messages.send'],
    request: (names) => ({ path: `/v1/messages/${names.failed}/retry`, headers: idempotent(names) }),
  },
  'GET /v1/decisions': {
    needs: ['history.read'],
    request: ({ message }) => ({ path: `/v1/decisions?after=${message}` }),
  },
  'POST /v1/messages/{id}/decision': {
    needs: ['messages.send', 'history.read'],
    request: ({ doubtful }) => ({ path: `/v1/messages/${doubtful}/decision`, body: { decision: 'it_was_sent' } }),
  },
  'GET /v1/messages/counts': {
    needs: ['history.read'],
    request: ({ handle }) => ({ path: `/v1/messages/counts?recipient=${handle}` }),
  },
  'GET /v1/messages/choices': { needs: ['history.read'], ...asIs('/v1/messages/choices') },
  'GET /v1/messages/export': {
    needs: ['history.read'],
    request: ({ handle }) => ({ path: `/v1/messages/export?recipient=${handle}` }),
  },
  'GET /v1/messages/{id}': {
    needs: ['history.read'],
    request: ({ message }) => ({ path: `/v1/messages/${message}` }),
  },
  'POST /v1/messages/{id}/reveal': {
    needs: ['numbers.reveal'],
    request: ({ message }) => ({ path: `/v1/messages/${message}/reveal` }),
  },
  'POST /v1/numbers/lookup': {
    needs: ['history.read'],
    request: ({ number }) => ({ path: '/v1/numbers/lookup', body: { number } }),
  },
  'POST /v1/sms/preview': { needs: 'caller', ...asIs('/v1/sms/preview', { body: 'Hello' }) },
  'GET /v1/opt-outs': {
    needs: ['history.read'],
    request: ({ cursor }) => ({ path: `/v1/opt-outs?after=${cursor}` }),
  },
  'POST /v1/opt-outs': {
    needs: ['consent.write'],
    request: (names) => ({ path: '/v1/opt-outs', body: { number: names.number }, headers: idempotent(names) }),
  },
  'POST /v1/opt-outs/{handle}/reveal': {
    needs: ['numbers.reveal'],
    request: ({ handle }) => ({ path: `/v1/opt-outs/${handle}/reveal` }),
  },
  'DELETE /v1/opt-outs/{handle}': {
    needs: ['consent.write'],
    request: ({ handle }) => ({ path: `/v1/opt-outs/${handle}` }),
  },
  'GET /v1/opt-outs/export': { needs: ['history.read', 'numbers.reveal'], ...asIs('/v1/opt-outs/export?source=admin') },
  'POST /v1/opt-outs/import': {
    needs: ['consent.write'],
    request: ({ number }) => ({ path: '/v1/opt-outs/import', body: { file: `number\n${number}\n` } }),
  },
  'GET /v1/sms/replies': { needs: ['sms.read'], ...asIs('/v1/sms/replies') },
  'POST /v1/sms/replies/point': {
    needs: ['sms.configure'],
    ...asIs('/v1/sms/replies/point', { senders: [{ id: 'PN0', version: 'old' }] }),
  },
  'POST /v1/sms/replies/put-back': {
    needs: ['sms.configure'],
    ...asIs('/v1/sms/replies/put-back', { senders: [{ id: 'PN0' }] }),
  },
  'GET /v1/inbound': {
    needs: ['history.read'],
    request: ({ inbound }) => ({ path: `/v1/inbound?after=${inbound}` }),
  },
  'GET /v1/inbound/{id}': { needs: ['history.read'], request: ({ inbound }) => ({ path: `/v1/inbound/${inbound}` }) },
  'POST /v1/inbound/{id}/reveal': {
    needs: ['numbers.reveal'],
    request: ({ inbound }) => ({ path: `/v1/inbound/${inbound}/reveal` }),
  },
  'POST /v1/inbound/{id}/review': {
    needs: ['consent.write', 'history.read'],
    request: ({ inbound }) => ({ path: `/v1/inbound/${inbound}/review`, body: { decision: 'not_stop' } }),
  },
  ...PEOPLE_REQUESTS,
  ...IMPORT_REQUESTS,
  ...SCIM_REQUESTS,
  'GET /v1/spend': { needs: ['spend.read'], ...asIs('/v1/spend') },
  'PUT /v1/spend': { needs: ['spend.write'], ...asIs('/v1/spend', { daily_cap_micros: 5_000_000 }) },
  'GET /v1/spend/prices': { needs: ['spend.read'], ...asIs('/v1/spend/prices?after=DE') },
  'PUT /v1/spend/prices/{country}': {
    needs: 'operator',
    ...asIs('/v1/spend/prices/US', { micros_per_segment: 8_300 }),
  },
  'GET /v1/audit': {
    needs: ['audit.read'],
    request: ({ auditEntry, apiKey }) => ({ path: `/v1/audit?target=${apiKey}&after=${auditEntry}` }),
  },
  'GET /v1/audit/actions': { needs: ['audit.read'], ...asIs('/v1/audit/actions') },
  'GET /v1/audit/actors': { needs: ['audit.read'], ...asIs('/v1/audit/actors') },
  'GET /v1/audit/chain': { needs: ['audit.read'], ...asIs('/v1/audit/chain') },
  'GET /v1/audit/export': {
    needs: ['audit.read'],
    request: ({ apiKey }) => ({ path: `/v1/audit/export?format=json&target=${apiKey}` }),
  },
  'GET /v1/health': { needs: 'operator', ...asIs('/v1/health') },
  'GET /v1/health/minutes': { needs: 'operator', ...asIs('/v1/health/minutes?hours=1') },
}
