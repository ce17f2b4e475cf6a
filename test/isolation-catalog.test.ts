import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Database } from '../server/kit/db.ts'
import { openScratch } from './database.ts'
import { catalogGaps } from './isolation-catalog.ts'

let db: Database
before(async () => {
  db = await openScratch({ max: 4 })
})
after(() => db.close())

describe('the catalog', () => {
  test('holds nothing that would let workspaces meet, but for what test/isolation-catalog.ts lists with its reason', async () => {
    const { rows } = await db.pool.query(`select 1 from information_schema.columns where column_name = 'workspace_id'`)
    assert.ok(rows.length >= 15)
    assert.deepEqual(await catalogGaps(db.pool), [])
  })

  /** A table as it should be, under another name each time. */
  const good = (name: string, more = '') => `create table ${name} (
      workspace_id text collate "C" not null references workspaces on delete cascade,
      id text collate "C" not null, word text, ${more}
      primary key (workspace_id, id));
    call make_tenant_table('${name}', 'select, insert', 'select');`
  const LEAKS: [what: string, make: string, says: string[]][] = [
    ['a table as it should be', good('fine'), []],
    ['a table of nobody', 'create table notes (id text primary key)', ['Table notes has no workspace_id.']],
    [
      'a column of the people that a tenant may read',
      'grant select (email) on auth_users to handset_tenant',
      ['Table auth_users gives a tenant SELECT (email).'],
    ],
    [
      'a table without row-level security',
      'create table leaky (workspace_id text not null references workspaces, id text, primary key (workspace_id, id))',
      ['Table leaky does not force row-level security.', 'Table leaky shows a tenant: nothing.'],
    ],
    [
      'a second policy that shows more',
      `${good('twice')} create policy more on twice for select using (true)`,
      ["Table twice shows a tenant: ALL (workspace_id = current_setting('handset.workspace'::text)) ,SELECT true ."],
    ],
    [
      'a row of no workspace',
      `${good('maybe').replace('not null references', 'unique references').replace('primary key', 'unique')}`,
      ['Table maybe has rows of no workspace.'],
    ],
    [
      'a primary key of its own',
      good('by_id').replace('(workspace_id, id)', '(id)'),
      ['Key by_id_pkey of by_id is not led by workspace_id.'],
    ],
    [
      'a key that is led by something else',
      good('turned').replace('(workspace_id, id)', '(id, workspace_id)'),
      ['Key turned_pkey of turned is not led by workspace_id.'],
    ],
    [
      'a unique constraint',
      good('worded', 'unique (word),'),
      ['Key worded_word_key of worded is not led by workspace_id.'],
    ],
    [
      'a unique index on what is computed',
      `${good('lowered')} create unique index lowered_word on lowered (lower(word))`,
      ['Key lowered_word of lowered is not led by workspace_id.'],
    ],
    [
      'an exclusion',
      good('excluding', 'exclude using hash (word with =),'),
      ['Key excluding_word_excl of excluding is not led by workspace_id.'],
    ],
    [
      'a foreign key to a row of whoever',
      `${good('parent', 'unique (workspace_id, word),')} create unique index parent_id on parent (id);
       ${good('child', 'parent text collate "C" references parent (id),')}`,
      [
        'Foreign key child_parent_fkey of child is not led by workspace_id.',
        'Key parent_id of parent is not led by workspace_id.',
      ],
    ],
    [
      'a foreign key that is led by something else',
      `${good('elder', 'unique (workspace_id, word),')} create unique index elder_turned on elder (id, workspace_id);
       ${good('younger', 'elder text, foreign key (elder, workspace_id) references elder (id, workspace_id),')}`,
      [
        'Foreign key younger_elder_workspace_id_fkey of younger is not led by workspace_id.',
        'Key elder_turned of elder is not led by workspace_id.',
      ],
    ],
    ['a view', 'create view all_texts as select * from messages', ['View all_texts looks past the policies.']],
    [
      'a routine that runs as its owner',
      'create function peek() returns bigint language sql security definer as $$ select count(*) from messages $$',
      ['Routine peek looks past the policies.'],
    ],
    ['a list that is out of date', 'drop table prices', ['prices is on a list and not in the database.']],
  ]
  for (const [what, make, says] of LEAKS)
    test(`${what} is ${says.length > 0 ? 'named' : 'not named'}`, async () => {
      const client = await db.pool.connect()
      try {
        await client.query(`begin; ${make}`)
        assert.deepEqual((await catalogGaps(client)).sort(), says)
      } finally {
        await client.query('rollback')
        client.release()
      }
    })
})
