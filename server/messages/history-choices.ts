import type { z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { listCauses, listPostedTypes } from './causes.ts'
import type { choicesOut } from './history-schema.ts'

/** More than anybody chooses from. */
const MOST = 100
/** So far back the newest messages are looked through for what they were sent from. */
const LOOKED_AT = 1000

/** What there is to filter by, found by going from one to the next in the indexes, however many messages have each. */
export async function readChoices(context: Context, workspaceId: string): Promise<z.infer<typeof choicesOut>> {
  return context.db.tenant(workspaceId, async (tx) => {
    const [causes, posted, errors, senders] = await Promise.all([
      listCauses(tx, workspaceId, null),
      listPostedTypes(tx, workspaceId),
      tx.rows<{ code: number }>('history_error_codes', ERRORS, [workspaceId]),
      tx.rows<{ value: string }>('history_senders', SENDERS, [workspaceId]),
    ])
    return {
      event_types: distinct([...causes.map(({ type }) => type), ...posted]),
      triggers: await namesOf(tx, workspaceId, distinct(causes.map(({ trigger }) => trigger))),
      templates: distinct(causes.map(({ template }) => template.split('@')[0]!)),
      errors: errors.map(({ code }) => code),
      senders: senders.map(({ value }) => value),
    }
  })
}

/** One that was deleted has no name any more. */
function namesOf(tx: Tx, workspaceId: string, ids: string[]): Promise<{ id: string; name: string | null }[]> {
  return tx.rows(
    'history_trigger_names',
    `select i.id, t.name from unnest($2::text[]) as i(id)
     left join triggers t on t.workspace_id = $1 and t.id = i.id order by t.name, i.id`,
    [workspaceId, ids],
  )
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].sort().slice(0, MOST)
}

const ERRORS = `
with recursive error as (
  (select m.error_code as code from messages m where m.workspace_id = $1 and m.error_code is not null order by m.error_code limit 1)
  union all
  select n.code from error e cross join lateral (
    select m.error_code as code from messages m where m.workspace_id = $1 and m.error_code > e.code order by m.error_code limit 1) n
) select code from error limit ${MOST}`

const SENDERS = `
select distinct value from (
  select value from senders where workspace_id = $1
  union all
  select * from (select sent_from from messages where workspace_id = $1 and id > '' order by id desc limit ${LOOKED_AT}) m
) s where value is not null order by value limit ${MOST}`
