import type { Tx } from '../kit/db.ts'
import { firstIdAt } from '../kit/id.ts'
import { COUNTED_TO, type Three } from './schema.ts'

/** What was made before, each counted so far that a number can be said. */
export async function countOlder(tx: Tx, workspaceId: string, through: Date): Promise<Three> {
  const [older] = await tx.rows<Three>('retention_count', COUNT, [
    workspaceId,
    firstIdAt('msg', through),
    firstIdAt('inb', through),
    firstIdAt('evt', through),
    COUNTED_TO,
  ])
  return older!
}

const of = (table: string, before: string) =>
  `(select count(*)::int from (select from ${table} where workspace_id = $1 and id < ${before} limit $5::int) o)`

const COUNT = `
select ${of('messages', '$2')} as messages, ${of('inbound_texts', '$3')} as replies, ${of('events', '$4')} as events`
