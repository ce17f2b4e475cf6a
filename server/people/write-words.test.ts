import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSlice, type Slice } from '../../test/slice.ts'
import { migrate } from '../kit/migrate.ts'
import { peopleRoutes } from './routes.ts'
import { peopleIn } from './testing.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(peopleRoutes)
})
after(() => slice.close())

const rowsOf = async (workspaceId: string, person: string): Promise<string[]> => {
  const text = 'select word from person_words where person_id = $1 order by word'
  const rows = await slice.db.tenant(workspaceId, (tx) => tx.rows<{ word: string }>('', text, [person]))
  return rows.map(({ word }) => word)
}

test('a person has the words that they have now, none that begins another, and none when they are gone', async () => {
  const { id: workspaceId, call, add } = await peopleIn(slice)
  const { id } = await add({ first_name: 'Ada', last_name: 'Alder Birch', email: 'ada@acme.example' })
  assert.deepEqual(await rowsOf(workspaceId, id), ['ada@acme.example', 'alder', 'birch'])
  await call('PATCH', `/v1/people/${id}`, { last_name: 'Birch-Cedar', email: null })
  assert.deepEqual(await rowsOf(workspaceId, id), ['ada', 'birch', 'cedar'])
  await call('DELETE', `/v1/people/${id}`)
  assert.deepEqual(await rowsOf(workspaceId, id), [])
})

test('people whom an earlier version wrote are found by two words as before, and change and go as others do', async () => {
  const { id: workspaceId, call, add, names } = await peopleIn(slice)
  const { id } = await add({ first_name: 'Ada', last_name: 'Alder', email: 'ada@acme.example' })
  await slice.db.tenant(workspaceId, (tx) =>
    tx.rows('', `insert into person_words (workspace_id, person_id, word) values ($1, $2, 'ada')`, [workspaceId, id]),
  )
  const { pool, connection } = slice.db
  await pool.query(`
    drop trigger words_go on persons;
    drop function take_words;
    alter table persons drop column words;
    alter table person_words drop constraint person_words_pkey, add primary key (workspace_id, person_id, word),
      add foreign key (workspace_id, person_id) references persons on delete cascade;
    create index person_words_word on person_words (workspace_id, word, person_id);
    delete from migrations where name like '0027_%'`)
  await migrate(connection)
  assert.deepEqual(await names('search=ad'), ['Ada Alder'])
  assert.deepEqual(await names('search=ada%20ald'), ['Ada Alder'])
  assert.deepEqual(await names('search=ada%20birch'), [])
  await call('PATCH', `/v1/people/${id}`, { first_name: 'Bo' })
  assert.deepEqual(await rowsOf(workspaceId, id), ['ada@acme.example', 'alder', 'bo'])
  await call('DELETE', `/v1/people/${id}`)
  assert.deepEqual(await rowsOf(workspaceId, id), [])
})
