import { readRecipient } from '../consent/handle.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { isId } from '../kit/id.ts'
import { NO_CURSOR } from '../kit/page.ts'
import { invalid } from '../kit/problem.ts'
import type { PeopleQuery } from './schema.ts'
import { LAST, searchWords } from './words.ts'

/** Whom a page of the list holds, and how to ask for the next. */
export interface Found {
  ids: string[]
  next: string | null
}

type Rest = Omit<PeopleQuery, 'limit'>

interface Row {
  id: string
  /** What of a search matched: pages of it go by word. */
  word?: string
}

/**
 * Newest first; what a search finds is in the order of the words that matched. Each filter that narrows most is read off
 * its index, the others are asked of each row that it gives.
 *
 * @throws {Problem} 422 naming a parameter that says nothing.
 */
export async function findPeople(
  context: Context,
  tx: Tx,
  workspaceId: string,
  { limit, ...query }: PeopleQuery,
): Promise<Found> {
  const words = searchWords(query.search ?? '')
  const after = readCursor(query.after)
  const { recipient } = query
  const numberHash = recipient === undefined ? null : readRecipient(context.keys, workspaceId, recipient)
  const driver = words.length > 0 ? await searching(tx, workspaceId, words) : listing(numberHash, query.group)
  const filters = filtersOf(query, driver, numberHash)
  const text = `${driver.text} ${filters.text} ${driver.order} limit $4::int`
  const given = [...driver.values, ...filters.values]
  const values = [workspaceId, after?.id ?? driver.first, after?.word ?? driver.firstWord, limit + 1, ...given]
  const rows = await tx.rows<Row>(`people_${driver.name}_${filters.name}`, text, values)
  const page = rows.slice(0, limit)
  return { ids: page.map(({ id }) => id), next: rows.length > limit ? cursorOf(page.at(-1)!) : null }
}

/** A way through an index: $1 the workspace, $2 and $3 where the page before ended, $4 how many. */
interface Driver {
  name: string
  text: string
  order: string
  /** What comes before the first. */
  first: string
  /** An index goes in by where the page before ended, whatever else bounds the words: so it begins at the word itself. */
  firstWord: string
  values: unknown[]
}

/** Above every id. */
const NO_END = '~'
const BY_ID = { order: 'order by p.id desc', first: NO_END, firstWord: '' }
const BEFORE = `p.workspace_id = $1 and p.id < $2 and $3::text = ''`

function listing(numberHash: Buffer | null, group: string | undefined): Driver {
  if (numberHash) {
    const whose = `select f.person_id from phones f where f.workspace_id = $1 and f.number_hash = $5`
    const text = `select p.id from persons p where p.id in (${whose}) and ${hasNumber('$5')} and ${BEFORE}`
    return { name: 'of_number', text, values: [numberHash], ...BY_ID }
  }
  if (group !== undefined) {
    const text = `select p.id from group_people g join persons p on p.workspace_id = g.workspace_id and p.id = g.person_id
      where g.workspace_id = $1 and g.group_id = $5 and g.person_id < $2 and ${BEFORE}`
    return { name: 'of_group', text, values: [group], order: 'order by g.person_id desc', first: NO_END, firstWord: '' }
  }
  return { name: 'all', text: `select p.id from persons p where ${BEFORE}`, values: [], ...BY_ID }
}

/** Of the words, the one that fewest begin with leads; each person is found at the first of their words that fits it. */
async function searching(tx: Tx, workspaceId: string, words: string[]): Promise<Driver> {
  const [lead] = await tx.rows<{ word: string }>('people_rarest_word', RAREST, [workspaceId, words, LAST])
  const rest = words.filter((word) => word !== lead!.word)
  return {
    name: 'search',
    text: SEARCH,
    order: 'order by w.word, w.person_id',
    first: '',
    firstWord: lead!.word,
    values: [lead!.word, lead!.word + LAST, rest],
  }
}

const RAREST = `
select t.word from unnest($2::text[]) as t(word)
order by (select count(*) from (
  select from person_words w where w.workspace_id = $1 and w.word >= t.word and w.word < t.word || $3
  order by w.word limit 500) few)
limit 1`

const SEARCH = `
select p.id, w.word from person_words w
join persons p on p.workspace_id = w.workspace_id and p.id = w.person_id
where w.workspace_id = $1 and w.word >= $5 and w.word < $6 and (w.word, w.person_id) > ($3, $2)
  and strpos(p.words, ' ' || $5) = strpos(p.words, ' ' || w.word || ' ')
  and not exists (select from unnest($7::text[]) as o(word) where strpos(p.words, ' ' || o.word) = 0)`

export const IS_OPTED_OUT = `exists (
  select from phones f join opt_outs o on o.workspace_id = f.workspace_id and o.number_hash = f.number_hash
  where f.workspace_id = p.workspace_id and f.person_id = p.id and f.source = p.phone_source)`

/** What the driver does not go by. Reach and activity have few values, which stand in the text so that the planner knows them. */
function filtersOf({ group, reach, active }: Rest, driver: Driver, numberHash: Buffer | null) {
  const parts: string[] = []
  const names = [reach ?? 'any', active ?? 'any']
  const values: unknown[] = []
  const given = (value: unknown) => `$${4 + driver.values.length + values.push(value)}`
  if (reach === 'opted_out') parts.push(IS_OPTED_OUT)
  else if (reach) parts.push(`p.reach = '${reach}'${reach === 'ok' ? ` and not ${IS_OPTED_OUT}` : ''}`)
  if (active) parts.push(active === 'true' ? 'p.active' : 'not p.active')
  if (group !== undefined && driver.name !== 'of_group') {
    parts.push(isIn(given(group)))
    names.push('group')
  }
  if (numberHash && driver.name !== 'of_number') {
    parts.push(hasNumber(given(numberHash)))
    names.push('number')
  }
  return { name: names.join('_'), text: parts.map((part) => ` and ${part}`).join(''), values }
}

function hasNumber(hash: string): string {
  return `exists (select from phones f where f.workspace_id = $1 and f.person_id = p.id and f.number_hash = ${hash})`
}

function isIn(group: string): string {
  return `exists (select from group_people i where i.workspace_id = $1 and i.person_id = p.id and i.group_id = ${group})`
}

function cursorOf({ id, word }: Row): string {
  return word === undefined ? id : `${id}~${word}`
}

function readCursor(cursor: string | undefined): Row | null {
  if (cursor === undefined) return null
  const [, id, , word] = /^([^~]+)(~([^\0]*))?$/.exec(cursor) ?? []
  if (!id || !isId('per', id)) throw invalid([NO_CURSOR])
  return { id, word: word ?? '' }
}
