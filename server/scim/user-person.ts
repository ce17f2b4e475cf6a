import { readPhone } from '../../shared/phone.ts'
import { isLanguage, type PersonOut } from '../people/schema.ts'
import { isTimeZone } from '../workspaces/time-zone.ts'
import { ENTERPRISE_SCHEMA, type UserResource } from './user-schema.ts'

/** What a directory's user says of the person. */
export interface UserPerson {
  first_name: string
  last_name: string
  email: string | null
  external_id: string | null
  language: string | null
  time_zone: string | null
  active: boolean
}

const LONGEST = 200

/** A language, a time zone or an address that is none is left out: it must not keep the person from being there. */
export function personOf(user: UserResource): UserPerson {
  const email = emailOf(user)
  return {
    ...nameOf(user),
    email,
    external_id: user.externalId ?? null,
    language: languageOf(user),
    time_zone: user.timezone && user.timezone.length <= 64 && isTimeZone(user.timezone) ? user.timezone : null,
    active: user.active ?? true,
  }
}

/** Some directories know only how somebody is shown: the last word of it is taken for the last name. */
function nameOf({ name = {}, displayName, userName }: UserResource): Pick<UserPerson, 'first_name' | 'last_name'> {
  if (name.givenName || name.familyName)
    return { first_name: cut(name.givenName ?? ''), last_name: cut(name.familyName ?? '') }
  const words = (displayName ?? name.formatted ?? userName).trim().split(/\s+/)
  return { first_name: cut(words.slice(0, -1).join(' ')), last_name: cut(words.at(-1)!) }
}

const cut = (text: string) => [...text].slice(0, LONGEST).join('')

function emailOf({ emails = [] }: UserResource): string | null {
  const chosen = emails.find(({ primary }) => primary) ?? emails.find(({ type }) => is(type, 'work')) ?? emails[0]
  const email = chosen?.value.trim() ?? ''
  return /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= LONGEST ? email : null
}

/** `de_CH`, as Java writes it, is `de-CH`. */
function languageOf({ preferredLanguage, locale }: UserResource): string | null {
  const tags = [preferredLanguage, locale].map((tag) => tag?.replace(/,.*/s, '').trim().replaceAll('_', '-'))
  return tags.find((tag) => tag !== undefined && tag.length <= 35 && isLanguage(tag)) ?? null
}

/**
 * The number that texts go to: of the mobile ones the primary, else the first that is a number; without any mobile the
 * primary one. Not whatever else there is: that may ring in an office.
 */
export function numberOf({ phoneNumbers = [] }: UserResource): string | null {
  const mobiles = phoneNumbers.filter(({ type }) => is(type, 'mobile'))
  const mobile =
    mobiles.find(({ primary }) => primary) ?? mobiles.find(({ value }) => readPhone(value).ok) ?? mobiles[0]
  const primary = phoneNumbers.find((one) => one.primary && !is(one.type, 'fax') && !is(one.type, 'pager'))
  return (mobile ?? primary)?.value ?? null
}

const is = (type: string | undefined, name: string) => type?.toLowerCase() === name

/** Whom the directory calls the manager: an id of SCIM, an external id or a user name. */
export function managerOf(user: UserResource): string | null {
  return user[ENTERPRISE_SCHEMA]?.manager?.value?.slice(0, 320) ?? null
}

type Fields = PersonOut['fields']

/** What else is known becomes fields of the person; those of other names are not the directory's. */
export function fieldsOf(user: UserResource): Fields {
  const { employeeNumber, costCenter, organization, division, department } = user[ENTERPRISE_SCHEMA] ?? {}
  const all = {
    title: user.title,
    user_type: user.userType,
    employee_number: employeeNumber,
    cost_center: costCenter,
    organization,
    division,
    department,
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [...value].slice(0, 500).join('')]],
    ),
  )
}

/** The person's fields once the directory says `is` where it had said `was`. */
export function mergeFields(fields: Fields, was: UserResource | null, is: UserResource): Fields {
  const gone = was ? Object.keys(fieldsOf(was)) : []
  return { ...Object.fromEntries(Object.entries(fields).filter(([name]) => !gone.includes(name))), ...fieldsOf(is) }
}
