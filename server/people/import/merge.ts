import { recordOptIns } from '../../consent/opt-ins.ts'
import { textArray } from '../../kit/arrays.ts'
import type { Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import type { Sealer } from '../../kit/seal.ts'
import { giveReadPhones } from '../phones.ts'
import type { ConsentInput } from '../schema.ts'
import { writeWords } from '../write-words.ts'
import { joinGroups } from './join-groups.ts'
import { findStored, matcherOf, numbersOfOthers } from './match.ts'
import { isChanged, isNewNumber, type Planned, planRows } from './plan.ts'
import type { Problem } from './problem-words.ts'
import type { Row } from './read-row.ts'
import type { Batch } from './read-rows.ts'

export interface Merged {
  new: number
  changed: number
  same: number
  problems: Problem[]
}

export interface Merging {
  workspaceId: string
  importId: string
  /** A dry run compares and writes nobody. */
  write: boolean
  /** What the people of the file agreed to, and who says so. */
  consent: (ConsentInput & { byName: string }) | null
}

/**
 * Takes a set of rows into the directory: the same few statements however many rows there are. None that writes is waited
 * for before the next is sent, so that the database is at one while the next is made.
 */
export async function mergeRows(
  into: Context,
  tx: Tx,
  sealer: Sealer,
  merging: Merging,
  { rows }: Batch,
): Promise<Merged> {
  const { workspaceId } = merging
  const context = hashingOnce(into)
  const matcher = matcherOf(await findStored(tx, workspaceId, ...keysOf(rows)))
  const { added, known, problems } = planRows(rows, matcher)
  const all = [...added, ...known]
  const changed = known.filter(isChanged)
  const numbered = all.filter((one) => isNewNumber(one, context.keys.hashNumber))
  const [shared, , , joined] = await Promise.all([
    // Before the numbers themselves are there.
    sharedNumbers(context, tx, workspaceId, numbered),
    // Before what points at people.
    merging.write && writePeople(tx, workspaceId, added, changed),
    merging.write && givePhones(context, tx, sealer, workspaceId, numbered),
    joinGroups(tx, merging, all),
    keepManagers(tx, merging, all),
    merging.write && keepConsents(context, tx, merging, all),
  ])
  const touched = new Set([...changed, ...numbered.filter(({ was }) => was)].map(({ id }) => id).concat(joined))
  const changedCount = known.filter(({ id }) => touched.has(id)).length
  return {
    new: added.length,
    changed: changedCount,
    same: known.length - changedCount,
    problems: [...problems, ...shared],
  }
}

/** The same number is asked for up to three times. */
function hashingOnce(context: Context): Context {
  const known = new Map<string, Buffer>()
  const hashNumber = (e164: string): Buffer => {
    const hash = known.get(e164) ?? context.keys.hashNumber(e164)
    known.set(e164, hash)
    return hash
  }
  return { ...context, keys: { ...context.keys, hashNumber } }
}

/** By which rows, and the managers in them, may be known. */
function keysOf(rows: Row[]): [ids: string[], emails: string[]] {
  const managers = rows.flatMap(({ manager }) => (manager === null ? [] : [manager]))
  const ids = rows.flatMap(({ external_id }) => (external_id === null ? [] : [external_id]))
  const emails = rows.flatMap(({ email }) => (email === null ? [] : [email.toLowerCase()]))
  const addresses = managers.filter((one) => one.includes('@')).map((one) => one.toLowerCase())
  return [[...new Set([...ids, ...managers])], [...new Set([...emails, ...addresses])]]
}

async function sharedNumbers(context: Context, tx: Tx, workspaceId: string, numbered: Planned[]): Promise<Problem[]> {
  const asked = numbered.flatMap(({ line, was, phone }) =>
    phone?.ok ? [{ line, e164: phone.e164, personId: was?.id ?? null }] : [],
  )
  const others = await numbersOfOthers(context, tx, workspaceId, asked)
  return asked
    .filter(({ e164 }) => others.has(e164))
    .map(({ line }) => ({ line, kind: 'number_of_another', named: null, other_line: null }))
}

async function writePeople(tx: Tx, workspaceId: string, added: Planned[], changed: Planned[]): Promise<void> {
  const reworded = [...added, ...changed].map(({ id, was, is }) => ({ id, was: was?.words ?? '', is: is.words }))
  await Promise.all([
    insertPeople(tx, workspaceId, added),
    updatePeople(tx, workspaceId, changed),
    writeWords(tx, workspaceId, reworded),
  ])
}

async function givePhones(
  context: Context,
  tx: Tx,
  sealer: Sealer,
  workspaceId: string,
  numbered: Planned[],
): Promise<void> {
  if (numbered.length === 0) return
  const given = numbered.map(({ id, number, phone }) => ({ personId: id, number: number!, phone: phone! }))
  const settled = numbered.flatMap(({ id, was }) => (was ? [id] : []))
  await giveReadPhones(context, tx, sealer, workspaceId, 'import', given, settled)
}

async function insertPeople(tx: Tx, workspaceId: string, added: Planned[]): Promise<void> {
  if (added.length === 0) return
  const column = <T>(pick: (one: Planned) => T): T[] => added.map(pick)
  await tx.rows('import_people', INSERT, [
    workspaceId,
    ...columnsOf(added),
    textArray(column(({ phone }) => (phone === null ? null : 'import'))),
    textArray(column(({ phone }) => (phone === null ? 'no_phone' : phone.ok ? 'ok' : 'malformed'))),
  ])
}

function columnsOf(people: Planned[]): unknown[] {
  const texts = (pick: (one: Planned['is']) => string | null) => textArray(people.map(({ is }) => pick(is)))
  return [
    texts(({ id }) => id),
    texts(({ external_id }) => external_id),
    texts(({ first_name }) => first_name),
    texts(({ last_name }) => last_name),
    texts(({ email }) => email),
    texts(({ language }) => language),
    texts(({ time_zone }) => time_zone),
    texts(({ manager_id }) => manager_id),
    people.map(({ is }) => JSON.stringify(is.fields)),
    people.map(({ is }) => is.active),
    texts(({ words }) => words),
  ]
}

const COLUMNS = 'id, external_id, first_name, last_name, email, language, time_zone, manager_id, fields, active, words'
const ARRAYS =
  '$2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::jsonb[], $11::boolean[], $12::text[]'

/** A new person has no other number, so what texts go to is known at once. */
const INSERT = `
insert into persons (workspace_id, ${COLUMNS}, phone_source, reach)
select $1, i.* from unnest(${ARRAYS}, $13::text[], $14::text[]) as i`

async function updatePeople(tx: Tx, workspaceId: string, changed: Planned[]): Promise<void> {
  if (changed.length > 0) await tx.rows('import_changes', UPDATE, [workspaceId, ...columnsOf(changed)])
}

const UPDATE = `
update persons p set external_id = i.external_id, first_name = i.first_name, last_name = i.last_name, email = i.email,
  language = i.language, time_zone = i.time_zone, manager_id = i.manager_id, fields = i.fields, active = i.active,
  words = i.words, updated_at = now()
from unnest(${ARRAYS}) as i(${COLUMNS}) where p.workspace_id = $1 and p.id = i.id`

async function keepConsents(context: Context, tx: Tx, { workspaceId, consent }: Merging, people: Planned[]) {
  if (!consent) return
  const { wording, version, at: saidAt, source: origin, address, byName } = consent
  const told = { workspaceId, source: 'import', wording, address: address ?? null, byName } as const
  await recordOptIns(
    tx,
    { ...told, version: version ?? null, saidAt: saidAt ?? null, origin: origin ?? null },
    people.flatMap(({ id, phone }) =>
      phone?.ok ? [{ numberHash: context.keys.hashNumber(phone.e164), personId: id }] : [],
    ),
  )
}

async function keepManagers(tx: Tx, { workspaceId, importId }: Merging, people: Planned[]): Promise<void> {
  const waiting = people.filter(({ manager }) => manager !== null)
  if (waiting.length === 0) return
  await tx.rows(
    'import_managers_keep',
    `insert into import_managers (workspace_id, import_id, line, person_id, manager)
     select $1, $2, i.* from unnest($3::int[], $4::text[], $5::text[]) as i`,
    [
      workspaceId,
      importId,
      waiting.map(({ line }) => line),
      waiting.map(({ id }) => id),
      waiting.map(({ manager }) => manager),
    ],
  )
}
