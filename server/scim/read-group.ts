import { ScimError } from './errors.ts'
import { readFilter } from './filter.ts'
import type { Operation } from './patch-user.ts'
import { isObject } from './read-user.ts'

const MOST_MEMBERS = 50_000

/** One thing that is done to the members: these join, these leave, or these alone are left. */
export interface Step {
  kind: 'add' | 'remove' | 'set'
  ids: string[]
}

/** What a request makes of a group. */
export interface GroupChange {
  name: string | undefined
  externalId: string | null | undefined
  steps: Step[]
}

/** Of a whole group, as in POST and PUT: who is not named as a member is none. */
export function readGroup(body: unknown): GroupChange {
  const change = readParts('replace', body)
  if (!change.name) throw new ScimError(400, 'invalidValue', 'A group has a displayName.')
  return {
    ...change,
    externalId: change.externalId ?? null,
    steps: change.steps.length ? change.steps : [{ kind: 'set', ids: [] }],
  }
}

/** Of a PATCH. Members leave in the three ways that directories have for it. */
export function readGroupOperations(operations: Operation[]): GroupChange {
  const whole: GroupChange = { name: undefined, externalId: undefined, steps: [] }
  for (const operation of operations) {
    const { name, externalId, steps } = readOperation(operation)
    if (name !== undefined) whole.name = name
    if (externalId !== undefined) whole.externalId = externalId
    for (const step of steps) append(whole.steps, step)
  }
  return whole
}

/** A thousand operations of one kind are one step. */
function append(steps: Step[], step: Step): void {
  const last = steps.at(-1)
  if (last && last.kind === step.kind && last.kind !== 'set') last.ids.push(...step.ids)
  else steps.push(step)
}

function readOperation({ op, path, value }: Operation): GroupChange {
  if (path === undefined) return readParts(op, value)
  const name = bare(path)
  const [, written] = /^members\[(.*)\](\.value)?$/is.exec(name) ?? []
  if (written === undefined) return readParts(op, { [name]: value ?? null })
  if (op !== 'remove') throw new ScimError(400, 'invalidPath', 'Members are added by their ids.')
  return { name: undefined, externalId: undefined, steps: [{ kind: 'remove', ids: idsIn(written) }] }
}

/** `members[value eq "per_…"]`, or several of them with `or`. */
function idsIn(written: string): string[] {
  return readFilter(written).map((all) => {
    const [one, ...more] = all
    if (!one || more.length > 0 || one.attribute !== 'value' || one.by !== 'eq' || one.not)
      throw new ScimError(400, 'invalidFilter', 'Members are named as in members[value eq "…"].')
    return String(one.value)
  })
}

function readParts(op: Operation['op'], parts: unknown): GroupChange {
  if (!isObject(parts)) throw new ScimError(400, 'invalidValue', 'A group is an object.')
  const change: GroupChange = { name: undefined, externalId: undefined, steps: [] }
  for (const [key, value] of Object.entries(parts)) {
    const name = bare(key).toLowerCase()
    if (name === 'displayname' && op !== 'remove') change.name = readName(value)
    if (name === 'externalid') change.externalId = op === 'remove' ? null : readText(value, 'externalId')
    if (name === 'members') change.steps.push(readMembers(op, value))
  }
  return change
}

function readMembers(op: Operation['op'], value: unknown): Step {
  const members = value === null || value === undefined ? [] : Array.isArray(value) ? value : [value]
  if (members.length > MOST_MEMBERS)
    throw new ScimError(413, undefined, `At most ${MOST_MEMBERS} members in one request. Send them in several.`)
  const ids = members.map((member) => {
    const id = isObject(member) ? (member.value ?? member.Value) : member
    if (typeof id !== 'string') throw new ScimError(400, 'invalidValue', 'A member has a value: the id of a user.')
    return id
  })
  if (op === 'add') return { kind: 'add', ids }
  // Without saying who, all leave.
  if (op === 'remove') return ids.length > 0 ? { kind: 'remove', ids } : { kind: 'set', ids: [] }
  return { kind: 'set', ids }
}

function readName(value: unknown): string {
  const name = readText(value, 'displayName')?.trim()
  if (!name) throw new ScimError(400, 'invalidValue', 'A group has a displayName.')
  return name
}

function readText(value: unknown, name: string): string | null {
  if (value === null || value === '') return null
  if (typeof value !== 'string') throw new ScimError(400, 'invalidValue', `${name} is a text.`)
  return value
}

function bare(path: string): string {
  return path.replace(/^urn:ietf:params:scim:schemas:core:2\.0:Group:/i, '')
}
