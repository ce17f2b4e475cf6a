import type { z } from '@hono/zod-openapi'
import type { Actor, Context } from '../kit/context.ts'
import { NO_CURSOR } from '../kit/page.ts'
import { invalid } from '../kit/problem.ts'
import { MEASURES, unpack } from './columns.ts'
import { measuresOf } from './measures.ts'
import { narrowed, type Range } from './range.ts'
import { maySeeMoney } from './read.ts'
import type { Line } from './read-lines.ts'
import type { peoplePage } from './schema.ts'

interface Place {
  messages: number
  personId: string
}

/** Who was told most, a page at a time. */
export async function listPeople(
  context: Context,
  actor: Actor,
  range: Range,
  { limit, after }: { limit: number; after: Place | null },
): Promise<z.infer<typeof peoplePage>> {
  const { workspaceId } = actor
  return context.db.tenant(workspaceId, async (tx) => {
    const { name, text } = peopleStatement(range)
    const people = await tx.rows<Line & { key: string; name: string | null }>(name, text, [
      workspaceId,
      'person',
      range.from,
      range.to,
      range.channel,
      range.class,
      range.eventType,
      after?.messages ?? null,
      after?.personId ?? null,
      limit + 1,
    ])
    const mayReadPeople = actor.permissions.has('people.read')
    const page = people.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map((line) => ({
        person_id: line.key,
        name: mayReadPeople ? line.name : null,
        ...measuresOf([line], maySeeMoney(actor)),
      })),
      next: people.length > limit ? `${last!.messages}.${last!.key}` : null,
    }
  })
}

/** @throws {Problem} 422 for what no page gave. */
export function readPlace(after: string | undefined): Place | null {
  if (after === undefined) return null
  const [messages, personId, ...more] = after.split('.')
  if (!/^\d{1,9}$/.test(messages!) || !personId || more.length > 0) throw invalid([NO_CURSOR])
  return { messages: Number(messages), personId }
}

/** A person's texts are of one currency, that of the installation; where it changed, of the last one by name. */
function peopleStatement(range: Range): { name: string; text: string } {
  const only = narrowed(range)
  const text = `
select top.*, nullif(concat_ws(' ', p.first_name, p.last_name), '') as name from (
  select line.value as key, max(line.currency) as currency,
    ${MEASURES.map((measure) => `sum(line.${measure})::bigint as ${measure}`).join(', ')}
  from statistics_days s cross join ${unpack('s', ['value', 'currency', ...MEASURES, ...only.columns])}
  where s.workspace_id = $1 and s.dimension = $2 and s.day between $3::date and $4::date and ${only.fits}
  group by 1
  having $8::bigint is null or (sum(line.messages), line.value) < ($8::bigint, $9::text)
  order by sum(line.messages) desc, line.value desc limit $10::integer
) top left join persons p on p.workspace_id = $1 and p.id = top.key
order by top.messages desc, top.key desc`
  return { name: `statistics_people_${only.name}`, text }
}
