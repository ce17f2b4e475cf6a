import type { Database } from '../server/kit/db.ts'

/**
 * What no installation may hold at any moment: a text waits if and only if it stands in the queue, or somebody is
 * handing it over. Looked at in one statement, so everything is of one moment; answers with a sentence for each.
 */
export async function findStrays(db: Database): Promise<string[]> {
  const rows = await db.system((tx) => tx.rows<{ text: string }>('selftest_strays', STRAYS, []))
  return rows.map(({ text }) => text)
}

const STRAYS = `
select m.id || ' is queued, and stands neither in the queue nor with anybody who hands it over' as text
from messages m
where m.status = 'queued'
  and not exists (select from queue q where q.workspace_id = m.workspace_id and q.id = m.id)
  and not exists (select from attempts a where a.workspace_id = m.workspace_id and a.message_id = m.id and a.state = 'started')
union all
select q.id || case
  when m.id is null then ' stands in the queue, and there is no such text'
  else ' is ' || m.status || ', and stands in the queue to be sent again' end
from queue q left join messages m on m.workspace_id = q.workspace_id and m.id = q.id
where m.id is null or m.status <> 'queued'
union all
select q.id || ' stands in the queue while an attempt at it is open (' || a.state || ')'
from queue q join attempts a on a.workspace_id = q.workspace_id and a.message_id = q.id
where a.state in ('started', 'unknown')`
