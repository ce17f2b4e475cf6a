import SCIMMY from 'scimmy'

const { Attribute, Schema, SchemaDefinition } = SCIMMY.Types

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

interface Several {
  value: string
  type?: string
  display?: string
  primary?: boolean
}

/** A user as Handset keeps it. */
export interface UserResource {
  userName: string
  externalId?: string
  name?: { formatted?: string; familyName?: string; givenName?: string }
  displayName?: string
  title?: string
  userType?: string
  preferredLanguage?: string
  locale?: string
  timezone?: string
  active?: boolean
  emails?: Several[]
  phoneNumbers?: Several[]
  [ENTERPRISE_SCHEMA]?: {
    employeeNumber?: string
    costCenter?: string
    organization?: string
    division?: string
    department?: string
    manager?: { value?: string; displayName?: string }
  }
}

const text = (name: string, description: string) => new Attribute('string', name, { description })

const several = (name: string, description: string, types: string[]) =>
  new Attribute('complex', name, { multiValued: true, uniqueness: false, description }, [
    text('value', 'What it is.'),
    text('display', 'As people read it.'),
    new Attribute('string', 'type', { description: `As ${types.join(', ')}.` }),
    new Attribute('boolean', 'primary', { description: 'Preferred to the others.' }),
  ])

const readOnly = { direction: 'out', mutable: false } as const

/** What Handset keeps of a user of RFC 7643 §4.1 and §4.3; what else a directory sends is let go. */
export const definition = new SchemaDefinition('User', USER_SCHEMA, 'Somebody who may be reached', [
  new Attribute('string', 'userName', {
    required: true,
    uniqueness: 'server',
    description: 'Whatever the case, once.',
  }),
  new Attribute('complex', 'name', { description: 'The parts of the name.' }, [
    text('formatted', 'In full.'),
    text('familyName', 'The last name.'),
    text('givenName', 'The first name.'),
    text('middleName', 'Kept as it is.'),
    text('honorificPrefix', 'Kept as it is.'),
    text('honorificSuffix', 'Kept as it is.'),
  ]),
  text('displayName', 'Read where the name has no parts.'),
  text('nickName', 'Kept as it is.'),
  text('title', 'The field `title`.'),
  text('userType', 'The field `user_type`.'),
  text('preferredLanguage', 'The language.'),
  text('locale', 'The language where no preferred one is known.'),
  text('timezone', 'The time zone.'),
  new Attribute('boolean', 'active', { description: 'Whoever is not is kept and not texted.' }),
  several('emails', 'The primary one, else that of work, else the first is the email address.', [
    'work',
    'home',
    'other',
  ]),
  several('phoneNumbers', 'Texts go to the mobile number, else to the primary one.', [
    'mobile',
    'work',
    'home',
    'other',
  ]),
  new Attribute(
    'complex',
    'groups',
    { ...readOnly, multiValued: true, uniqueness: false, description: 'Of the user.' },
    [
      new Attribute('string', 'value', { ...readOnly, description: 'The id of the group.' }),
      new Attribute('string', 'display', { ...readOnly, description: 'Its name.' }),
    ],
  ),
])

export const enterprise = new SchemaDefinition('EnterpriseUser', ENTERPRISE_SCHEMA, 'Somebody of an organization', [
  text('employeeNumber', 'The field `employee_number`.'),
  text('costCenter', 'The field `cost_center`.'),
  text('organization', 'The field `organization`.'),
  text('division', 'The field `division`.'),
  text('department', 'The field `department`.'),
  new Attribute('complex', 'manager', { description: 'By id, external id or user name.' }, [
    text('value', 'The id of another user.'),
    text('displayName', 'Their name.'),
  ]),
])
definition.extend(enterprise)

/** A class of our own: those that SCIMMY brings are one for the whole process, for anybody to change. */
export class ScimUser extends Schema {
  static override get id() {
    return USER_SCHEMA
  }
  static override get definition() {
    return definition
  }
  constructor(resource: object, direction: 'in' | 'out' | 'both' = 'both') {
    super(resource, direction)
    Object.assign(this, definition.coerce(resource, direction))
  }
}
