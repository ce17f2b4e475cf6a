import { GROUP_SCHEMA } from './show-groups.ts'
import { definition, ENTERPRISE_SCHEMA, enterprise, USER_SCHEMA } from './user-schema.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0'

/** What of RFC 7644 is here: RFC 7643 §5. */
export function serviceProviderConfig(address: string): object {
  return {
    schemas: [`${CORE}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: 200 },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A token that is made in Handset and shown once.',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${address}/ServiceProviderConfig` },
  }
}

/** One of what may be listed, and asked for by its id. */
interface Described {
  id: string
  [attribute: string]: unknown
}

export function resourceTypes(address: string): Described[] {
  const type = (id: string, endpoint: string, schema: string, description: string) => ({
    schemas: [`${CORE}:ResourceType`],
    id,
    name: id,
    endpoint,
    description,
    schema,
    meta: { resourceType: 'ResourceType', location: `${address}/ResourceTypes/${id}` },
  })
  return [
    {
      ...type('User', '/Users', USER_SCHEMA, 'Somebody who may be reached'),
      schemaExtensions: [{ schema: ENTERPRISE_SCHEMA, required: false }],
    },
    type('Group', '/Groups', GROUP_SCHEMA, 'Users under one name'),
  ]
}

export function schemas(address: string): Described[] {
  const base = `${address}/Schemas`
  return [definition.describe(base), enterprise.describe(base), groupSchema(base)] as unknown as Described[]
}

function groupSchema(base: string): Described {
  const plain = {
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
  }
  const value = { ...plain, name: 'value', mutability: 'immutable', description: 'The id of a user.' }
  return {
    schemas: [`${CORE}:Schema`],
    id: GROUP_SCHEMA,
    name: 'Group',
    description: 'Users under one name',
    attributes: [
      { ...plain, name: 'displayName', required: true, uniqueness: 'server', description: 'Whatever the case, once.' },
      {
        ...plain,
        name: 'members',
        type: 'complex',
        multiValued: true,
        description: 'Users; no groups.',
        subAttributes: [value],
      },
    ],
    meta: { resourceType: 'Schema', location: `${base}/${GROUP_SCHEMA}` },
  }
}
