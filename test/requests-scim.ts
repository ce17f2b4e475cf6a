import { asIs, type RouteCase } from './request-names.ts'

/** Of REQUESTS in requests.ts. What directories themselves ask is in server/scim/door.test.ts. */
export const SCIM_REQUESTS: Record<string, RouteCase> = {
  'GET /v1/scim': { needs: ['people.write', 'members.manage'], ...asIs('/v1/scim') },
  'GET /v1/scim/malformed': {
    needs: ['people.read', 'people.write', 'members.manage'],
    ...asIs('/v1/scim/malformed'),
  },
  'POST /v1/scim/tokens': { needs: ['people.write', 'members.manage'], ...asIs('/v1/scim/tokens', { name: 'Okta' }) },
  'DELETE /v1/scim/tokens/{id}': {
    needs: ['people.write', 'members.manage'],
    request: ({ scimToken }) => ({ path: `/v1/scim/tokens/${scimToken}` }),
  },
}
