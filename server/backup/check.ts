import type { Client } from 'pg'

/** Told of one table or index at a time, with its size. */
type OnChecked = (bytes: number) => void

interface Relation {
  oid: number
  name: string
  bytes: number
  isIndex: boolean
}

/**
 * Reads every page of every table (so that a wrong checksum shows), checks that its rows are well formed and that each
 * row is found in each of its B-tree indexes. PostgreSQL's own `amcheck`, put away again afterwards.
 *
 * @returns one line for each thing that is wrong; empty when all is well.
 */
export async function checkDatabase(client: Client, begin: (ofBytes: number) => OnChecked): Promise<string[]> {
  await client.query('begin; create extension amcheck')
  try {
    const { rows } = await client.query<Relation>(RELATIONS)
    const onChecked = begin(rows.reduce((sum, { bytes }) => sum + bytes, 0))
    const wrong: string[] = []
    for (const relation of rows) {
      wrong.push(...(await checkOne(client, relation)))
      onChecked(relation.bytes)
    }
    return wrong
  } finally {
    await client.query('rollback')
  }
}

const RELATIONS = `
select c.oid::int, c.oid::regclass::text as name, pg_relation_size(c.oid)::float8 as bytes, c.relkind = 'i' as "isIndex"
from pg_class c join pg_am a on a.oid = c.relam left join pg_index i on i.indexrelid = c.oid
where c.relpersistence = 'p' and (c.relkind in ('r', 't', 'm') and a.amname = 'heap'
  or c.relkind = 'i' and a.amname = 'btree' and i.indisready and i.indisvalid)
order by c.relkind = 'i', c.oid`

async function checkOne(client: Client, { oid, name, isIndex }: Relation): Promise<string[]> {
  try {
    await client.query('savepoint checking')
    if (isIndex) await client.query('select bt_index_check($1::oid::regclass, heapallindexed => true)', [oid])
    const { rows } = isIndex ? { rows: [] } : await client.query<Fault>(FAULTS, [oid])
    return rows.map(({ blkno, msg }) => `${name}, block ${blkno}: ${msg}`)
  } catch (error) {
    await client.query('rollback to checking')
    return [`${name}: ${(error as Error).message}`]
  }
}

interface Fault {
  blkno: number
  msg: string
}

const FAULTS = 'select blkno::int, msg from verify_heapam($1::oid::regclass) limit 3'
