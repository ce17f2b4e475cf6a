import type SCIMMY from 'scimmy'
import { ScimError } from './errors.ts'
import { definition, ENTERPRISE_SCHEMA, enterprise, ScimUser, USER_SCHEMA, type UserResource } from './user-schema.ts'

type Attribute = InstanceType<typeof SCIMMY.Types.Attribute>
type Json = Record<string, unknown>

/** Of addresses, and of numbers. Each takes time to check, in which nobody else is served. */
const MOST_ENTRIES = 30

/** What the service itself says of a user; a directory that sends it back changes nothing. */
const NOT_TAKEN = ['id', 'meta', 'schemas', 'groups']

/** @throws {ScimError} 400 for what is no user. */
export function readUser(body: unknown): UserResource {
  const given = fitUser(body)
  if (typeof given.userName !== 'string' || given.userName.trim() === '')
    throw new ScimError(400, 'invalidValue', 'A user has a userName.')
  return settle(JSON.parse(JSON.stringify(new ScimUser(given, 'in'))))
}

/** What stays of a user once its parts were read or changed: no entry without a value, and one that is primary. */
export function settle(user: Json): UserResource {
  const { schemas: _, meta: __, id: ___, groups: ____, ...kept } = user
  for (const name of ['emails', 'phoneNumbers'] as const) {
    const entries = once((kept[name] ?? []) as Json[])
    const primary = entries.findLast((entry) => entry.primary === true)
    for (const entry of entries) if (entry !== primary) delete entry.primary
    if (entries.length > 0) kept[name] = entries
    else delete kept[name]
  }
  return kept as unknown as UserResource
}

/** Sent twice, it is there once. */
function once(entries: Json[]): Json[] {
  const named = entries.filter(({ value }) => typeof value === 'string' && value.trim() !== '')
  const known = new Map(named.map((entry) => [`${String(entry.type).toLowerCase()} ${entry.value}`, entry]))
  return [...known.values()]
}

/** Where an attribute stands in a user: under which names, from the outside in. */
export interface Place {
  attribute: Attribute
  names: string[]
}

/** Whatever the case, with or without the name of the schema before it. Undefined for what Handset does not keep. */
export function locate(path: string): Place | undefined {
  const lower = path.toLowerCase()
  const core = `${USER_SCHEMA.toLowerCase()}:`
  const extension = ENTERPRISE_SCHEMA.toLowerCase()
  if (lower.startsWith(extension)) {
    const inner = walk(enterprise.attributes as Attribute[], path.slice(extension.length + 1))
    return inner && { ...inner, names: [ENTERPRISE_SCHEMA, ...inner.names] }
  }
  return walk(definition.attributes as Attribute[], lower.startsWith(core) ? path.slice(core.length) : path)
}

function walk(attributes: Attribute[], path: string): Place | undefined {
  const names: string[] = []
  let attribute: Attribute | undefined
  for (const part of path.split('.')) {
    const among: Attribute[] = attribute ? ((attribute.subAttributes ?? []) as Attribute[]) : attributes
    attribute = among.find((one) => one.name?.toLowerCase() === part.toLowerCase())
    if (!attribute) return undefined
    names.push(attribute.name)
  }
  return attribute && !NOT_TAKEN.includes(names[0]!) ? { attribute, names } : undefined
}

/** What of this Handset keeps, under the names and in the kinds that the schema has. */
export function fitUser(body: unknown): Json {
  if (!isObject(body)) throw new ScimError(400, 'invalidSyntax', 'A user is an object.')
  const fitted: Json = {}
  for (const [key, value] of Object.entries(body)) {
    if (key.toLowerCase() === ENTERPRISE_SCHEMA.toLowerCase()) {
      for (const [name, inner] of Object.entries(isObject(value) ? value : {})) put(fitted, `${key}:${name}`, inner)
    } else put(fitted, key, value)
  }
  return fitted
}

function put(fitted: Json, path: string, value: unknown): void {
  const place = locate(path)
  const fit = place && fitValue(place.attribute, value)
  if (!place || fit === undefined) return
  const last = place.names.at(-1)!
  let at = fitted
  for (const name of place.names.slice(0, -1)) {
    at[name] ??= {}
    at = at[name] as Json
  }
  at[last] = isObject(fit) && isObject(at[last]) ? { ...at[last], ...fit } : fit
}

/**
 * Directories write "True" for true, a number where a text belongs, a bare value for an object that has one, and one
 * thing where a list belongs. Undefined for what says nothing.
 */
export function fitValue(attribute: Attribute, value: unknown): unknown {
  if (attribute.config?.multiValued) {
    const entries = Array.isArray(value) ? value : [value]
    refuseMany(attribute.name, entries)
    const fitted = entries.map((one) => fitOne(attribute, one))
    return fitted.filter((one) => one !== undefined)
  }
  return fitOne(attribute, Array.isArray(value) ? value[0] : value)
}

/** @throws {ScimError} 400. */
export function refuseMany(name: string, entries: unknown): void {
  if (Array.isArray(entries) && entries.length > MOST_ENTRIES)
    throw new ScimError(400, 'invalidValue', `At most ${MOST_ENTRIES} ${name}.`)
}

function fitOne(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (String(attribute.type) === 'boolean') return fitBoolean(attribute, value)
  if (String(attribute.type) !== 'complex') return fitText(attribute, value)
  const parts = isObject(value) ? value : { value }
  const subs = attribute.subAttributes as Attribute[]
  const fitted = Object.entries(parts).flatMap(([key, inner]) => {
    const sub = subs.find(({ name }) => name.toLowerCase() === key.toLowerCase())
    const fit = sub && fitValue(sub, inner)
    return fit === undefined ? [] : [[sub!.name, fit]]
  })
  return fitted.length > 0 ? Object.fromEntries(fitted) : undefined
}

function fitBoolean({ name }: Attribute, value: unknown): boolean {
  const known = { true: true, false: false }[String(value).toLowerCase()]
  if (known === undefined) throw new ScimError(400, 'invalidValue', `${name} is true or false.`)
  return known
}

function fitText({ name }: Attribute, value: unknown): string | undefined {
  if (typeof value === 'object') throw new ScimError(400, 'invalidValue', `${name} is a text.`)
  return String(value) === '' ? undefined : String(value)
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
