import { asIs, idempotent, type RouteCase } from './request-names.ts'

/** The part of REQUESTS in test/requests.ts that is about the installation. */
export const INSTALLATION_REQUESTS: Record<string, RouteCase> = {
  'GET /v1/setup': {
    needs: 'anybody',
    request: () => ({ path: '/v1/setup', headers: { 'setup-token': 'unknown' } }),
    namesNothing: true,
  },
  'POST /v1/setup': {
    needs: 'anybody',
    ...asIs('/v1/setup', {
      token: 'unknown',
      name: 'Dana',
      email: 'dana@acme.example',
      password: 'correct horse',
      workspace_name: 'Acme',
    }),
  },
  'GET /v1/installation/domains': { needs: 'operator', ...asIs('/v1/installation/domains') },
  'PUT /v1/installation/domains/{workspace}/{domain}': {
    needs: 'operator',
    request: ({ workspace }) => ({
      path: `/v1/installation/domains/${workspace}/acme.example`,
      body: { confirmed: true },
    }),
    namesNothing: true,
  },
  'GET /v1/installation/workspaces': { needs: 'operator', ...asIs('/v1/installation/workspaces') },
  'PATCH /v1/installation/workspaces/{id}': {
    needs: 'operator',
    request: ({ workspace }) => ({ path: `/v1/installation/workspaces/${workspace}`, body: { sms_entitled: true } }),
  },
  'GET /v1/installation/operators': { needs: 'operator', ...asIs('/v1/installation/operators') },
  'POST /v1/installation/operators': {
    needs: 'operator',
    request: (names) => ({
      path: '/v1/installation/operators',
      body: { email: 'another@acme.example' },
      headers: idempotent(names),
    }),
    namesNothing: true,
  },
  // A member of a workspace is nobody here (server/workspaces/operators.test.ts).
  'DELETE /v1/installation/operators/{id}': {
    needs: 'operator',
    request: ({ member }) => ({ path: `/v1/installation/operators/${member}` }),
    namesNothing: true,
  },
  'GET /v1/installation': { needs: 'operator', ...asIs('/v1/installation') },
  'PATCH /v1/installation': { needs: 'operator', ...asIs('/v1/installation', {}) },
  'GET /v1/installation/sms': { needs: 'operator', ...asIs('/v1/installation/sms') },
  'PUT /v1/installation/sms': { needs: 'operator', ...asIs('/v1/installation/sms', { own_settings_allowed: true }) },
  'POST /v1/installation/sending/release': { needs: 'operator', ...asIs('/v1/installation/sending/release', {}) },
  'POST /v1/installation/mail/test': { needs: 'operator', ...asIs('/v1/installation/mail/test', {}) },
  'GET /v1/installation/mails': { needs: 'operator', ...asIs('/v1/installation/mails') },
  'GET /v1/installation/audit-heads': { needs: 'operator', ...asIs('/v1/installation/audit-heads') },
  'PATCH /v1/installation/audit-heads': {
    needs: 'operator',
    ...asIs('/v1/installation/audit-heads', { every_minutes: 60 }),
  },
  'POST /v1/installation/audit-heads/test': { needs: 'operator', ...asIs('/v1/installation/audit-heads/test') },
}
