import SCIMMY from 'scimmy'
import { ScimError } from './errors.ts'
import { type Comparison, readFilter } from './filter.ts'
import { lower } from './list.ts'
import { fitValue, isObject, locate, type Place, refuseMany, settle } from './read-user.ts'
import { ENTERPRISE_SCHEMA, ScimUser, type UserResource } from './user-schema.ts'

type Json = Record<string, unknown>

export interface Operation {
  op: 'add' | 'remove' | 'replace'
  path: string | undefined
  value: unknown
}

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const MOST_OPERATIONS = 1000
/** Each takes a millisecond and more, in which nobody else is served; directories send a few. */
const MOST_OF_USER = 100

/** @throws {ScimError} 400 for what is no PATCH of RFC 7644 §3.5.2. */
export function readOperations(body: unknown): Operation[] {
  const given = isObject(body) ? (body.Operations ?? body.operations) : undefined
  if (!Array.isArray(given) || given.length === 0)
    throw new ScimError(400, 'invalidSyntax', 'A PATCH has a list of Operations.')
  if (given.length > MOST_OPERATIONS)
    throw new ScimError(413, undefined, `At most ${MOST_OPERATIONS} operations in one request.`)
  return given.map((one) => {
    const { op, path, value } = isObject(one) ? one : {}
    const name = String(op).toLowerCase()
    if (name !== 'add' && name !== 'remove' && name !== 'replace')
      throw new ScimError(400, 'invalidSyntax', 'An operation is add, remove or replace.')
    if (path !== undefined && path !== null && typeof path !== 'string')
      throw new ScimError(400, 'invalidPath', 'A path is a text.')
    return { op: name, path: path || undefined, value }
  })
}

/** The user after these operations, one after the other. What is about something that Handset does not keep is let go. */
export async function patchUser(user: UserResource, operations: Operation[]): Promise<UserResource> {
  const all = operations.flatMap(byPath)
  if (all.length > MOST_OF_USER)
    throw new ScimError(413, undefined, `At most ${MOST_OF_USER} things of a user are changed in one request.`)
  let now = user
  for (const one of all) {
    now = await apply(now, one)
    for (const name of ['emails', 'phoneNumbers'] as const) refuseMany(name, now[name])
  }
  return settle({ ...now })
}

interface PathOperation extends Operation {
  path: string
}

/** Without a path the value names what it changes: `{"active": false}`, or `{"name.givenName": "Ada"}` as Entra has it. */
function byPath({ op, path, value }: Operation): PathOperation[] {
  if (path !== undefined && path.toLowerCase() !== ENTERPRISE_SCHEMA.toLowerCase()) return [{ op, path, value }]
  if (!isObject(value)) throw new ScimError(400, 'invalidValue', 'Without a path the value is an object.')
  return Object.entries(value).flatMap(([key, inner]) =>
    path === undefined ? byPath({ op, path: key, value: inner }) : [{ op, path: `${path}:${key}`, value: inner }],
  )
}

/** In the strict form that the library takes. */
async function apply(user: UserResource, { op, path, value }: PathOperation): Promise<UserResource> {
  const { whole, place, filter } = readPath(path)
  const isList = Boolean(whole?.attribute.config?.multiValued)
  if (whole && filter !== undefined && !isList)
    throw new ScimError(400, 'invalidPath', `${whole.names.join('.')} is no list.`)
  if (!place || !whole) return user
  const fitted = op === 'remove' ? undefined : orNothing(fitValue(place.attribute, value))
  if (filter !== undefined)
    return applyWithin(user, whole, filter, place === whole ? undefined : place.names.at(-1), fitted)
  const name = namesToPath(place.names)
  if (fitted === undefined) return run(user, { op: 'remove', path: name, value: undefined })
  // Replacing part of an object leaves the rest of it, as adding does; only of lists nothing is left.
  return run(user, { op: place === whole && isList ? op : 'add', path: name, value: fitted })
}

const orNothing = (value: unknown) => (Array.isArray(value) && value.length === 0 ? undefined : value)

function readPath(path: string) {
  const [, outer = path, filter, inner] = /^([^[\]]+)\[(.*)\](?:\.([^[\]]+))?$/s.exec(path) ?? []
  if (filter === undefined && /[[\]]/.test(path)) throw new ScimError(400, 'invalidPath', 'This path cannot be read.')
  const whole = locate(outer)
  return { whole, place: inner === undefined ? whole : locate(`${outer}.${inner}`), filter }
}

/**
 * An entry of a list, as in `phoneNumbers[type eq "mobile"].value`. One that is not there is made, since Entra asks for no
 * more than that there be one; and what is not there needs no removing.
 */
async function applyWithin(
  user: UserResource,
  { attribute, names }: Place,
  written: string,
  part: string | undefined,
  value: unknown,
): Promise<UserResource> {
  const list = names[0]!
  const isEmpty = value === undefined
  const filter = readFilter(written)
  const entries = ((user as unknown as Json)[list] ?? []) as Json[]
  const fits = (entry: Json) => filter.some((all) => all.every((one) => isSo(entry, one)))
  const change = (entry: Json): Json[] => {
    if (isEmpty) return part === undefined || part === 'value' ? [] : [{ ...entry, [part]: undefined }]
    return [part === undefined ? { ...entry, ...first(value) } : { ...entry, [part]: value }]
  }
  const changed = entries.flatMap((entry) => (fits(entry) ? change(entry) : [entry]))
  if (!isEmpty && !entries.some(fits)) changed.push(...change(whatIsAskedFor(attribute, filter[0]!)))
  return run(
    user,
    changed.length > 0 ? { op: 'replace', path: list, value: changed } : { op: 'remove', path: list, value: undefined },
  )
}

const first = (value: unknown) => (Array.isArray(value) ? value[0] : value) as Json

function whatIsAskedFor(list: Place['attribute'], all: Comparison[]): Json {
  const asked = all.filter(({ not, by }) => !not && by === 'eq').map(({ attribute, value }) => [attribute, value])
  return first(fitValue(list, Object.fromEntries(asked))) ?? {}
}

function isSo(entry: Json, { attribute, not, by, value }: Comparison): boolean {
  if (by !== 'eq' && by !== 'ne' && by !== 'pr')
    throw new ScimError(400, 'invalidFilter', 'Within a path only eq, ne and pr are known.')
  const is = entry[attribute]
  if (by === 'pr') return (is !== undefined) !== not
  const same = attribute === 'primary' ? (is === true) === isTrue(value) : plain(is) === plain(value)
  return (same === (by === 'eq')) !== not
}

const plain = (value: unknown) => lower(String(value ?? ''))
const isTrue = (value: unknown) => plain(value) === 'true'

function namesToPath(names: string[]): string {
  return names[0] === ENTERPRISE_SCHEMA ? `${names[0]}:${names.slice(1).join('.')}` : names.join('.')
}

/** Of the user as it is meanwhile: an entry may get its value by a later operation only. */
async function run(user: UserResource, operation: PathOperation): Promise<UserResource> {
  const patch = new SCIMMY.Messages.PatchOp({ schemas: [PATCH_SCHEMA], Operations: [operation] })
  const patched = await patch.apply(new ScimUser({ ...user, id: 'per_patched', meta: {} }))
  return patched ? JSON.parse(JSON.stringify(patched)) : user
}
