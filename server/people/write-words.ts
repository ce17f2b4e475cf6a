import { textArray } from '../kit/arrays.ts'
import type { Tx } from '../kit/db.ts'

/** The words that stand with a person, before a change and after it. */
export interface Reworded {
  id: string
  was: string
  is: string
}

/** What people are searched by, in the transaction that writes the same words to the people themselves. */
export async function writeWords(tx: Tx, workspaceId: string, people: Reworded[]): Promise<void> {
  const changed = people.filter(({ was, is }) => was !== is)
  const gone = changed.flatMap(({ id, was, is }) => without(was, is).map((word) => ({ id, word })))
  const fresh = changed.flatMap(({ id, was, is }) => without(is, was).map((word) => ({ id, word })))
  // In the order of the index, which many are then written to in fewer places.
  fresh.sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0))
  const values = (pairs: typeof fresh) => [
    workspaceId,
    textArray(pairs.map(({ id }) => id)),
    textArray(pairs.map(({ word }) => word)),
  ]
  await Promise.all([
    gone.length > 0 && tx.rows('person_words_take', TAKE, values(gone)),
    fresh.length > 0 && tx.rows('person_words_give', GIVE, values(fresh)),
  ])
}

function without(words: string, others: string): string[] {
  return words.split(' ').filter((word) => word !== '' && !others.includes(` ${word} `))
}

const TAKE = `
delete from person_words w using unnest($2::text[], $3::text[]) as i(person_id, word)
where w.workspace_id = $1 and w.word = i.word and w.person_id = i.person_id`

const GIVE = `
insert into person_words (workspace_id, person_id, word) select $1, i.* from unnest($2::text[], $3::text[]) as i`
