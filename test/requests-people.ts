import { asIs, idempotent, type RouteCase } from './request-names.ts'

/** The part of REQUESTS (test/requests.ts) that is about people and groups. */
export const PEOPLE_REQUESTS: Record<string, RouteCase> = {
  'GET /v1/people': { needs: ['people.read'], ...asIs('/v1/people?search=dana') },
  'POST /v1/people': {
    needs: ['people.write'],
    request: (names) => ({
      path: '/v1/people',
      body: { last_name: 'Another', phone: names.number, groups: [names.group], manager_id: names.person },
      headers: idempotent(names),
    }),
  },
  'GET /v1/people/{id}': { needs: ['people.read'], request: ({ person }) => ({ path: `/v1/people/${person}` }) },
  'GET /v1/people/{id}/preferences': {
    needs: ['people.read'],
    request: ({ person }) => ({ path: `/v1/people/${person}/preferences` }),
  },
  'PATCH /v1/people/{id}': {
    needs: ['people.write'],
    request: ({ person }) => ({ path: `/v1/people/${person}`, body: { active: false } }),
  },
  'POST /v1/people/{id}/reveal': {
    needs: ['numbers.reveal'],
    request: ({ person }) => ({ path: `/v1/people/${person}/reveal`, body: {} }),
  },
  'DELETE /v1/people/{id}': { needs: ['people.write'], request: ({ person }) => ({ path: `/v1/people/${person}` }) },
  'GET /v1/statistics': { needs: ['history.read'], ...asIs('/v1/statistics?from=2026-03-01&to=2026-03-02') },
  'GET /v1/statistics/people': {
    needs: ['history.read'],
    request: ({ person }) => ({ path: `/v1/statistics/people?from=2026-03-01&to=2026-03-02&after=2.${person}` }),
  },
  'GET /v1/statistics/export': {
    needs: ['history.read'],
    ...asIs('/v1/statistics/export?from=2026-03-01&to=2026-03-02'),
  },
  'GET /v1/phone-quality': { needs: ['people.read'], ...asIs('/v1/phone-quality') },
  'GET /v1/phone-quality/people': {
    needs: ['people.read'],
    request: ({ person }) => ({ path: `/v1/phone-quality/people?kind=no_phone&after=${person}` }),
  },
  'GET /v1/phone-quality/export': { needs: ['people.read'], ...asIs('/v1/phone-quality/export?kind=no_phone') },
  'GET /v1/groups': { needs: ['people.read'], ...asIs('/v1/groups') },
  'POST /v1/groups': {
    needs: ['people.write'],
    request: (names) => ({
      path: '/v1/groups',
      body: { name: `For ${names.idempotencyKey}` },
      headers: idempotent(names),
    }),
  },
  'PATCH /v1/groups/{id}': {
    needs: ['people.write'],
    request: ({ group }) => ({ path: `/v1/groups/${group}`, body: { external_id: 'another' } }),
  },
  'DELETE /v1/groups/{id}': { needs: ['people.write'], request: ({ group }) => ({ path: `/v1/groups/${group}` }) },
}
