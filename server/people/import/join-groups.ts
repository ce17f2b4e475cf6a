import { textArray } from '../../kit/arrays.ts'
import type { Tx } from '../../kit/db.ts'
import { newId } from '../../kit/id.ts'
import type { Merging } from './merge.ts'
import type { Planned } from './plan.ts'

/**
 * Puts people into the groups that their rows name, which are made where they are missing; nobody is taken out of one.
 * Answers with those who were not in one of theirs. A dry run only looks.
 */
export async function joinGroups(
  tx: Tx,
  { workspaceId, write }: Pick<Merging, 'workspaceId' | 'write'>,
  people: Planned[],
): Promise<string[]> {
  const names = [...new Set(people.flatMap(({ groups }) => groups))]
  if (names.length === 0) return []
  const making = write && tx.rows('import_groups', MAKE, [workspaceId, names.map(() => newId('grp')), names])
  const pairs = people.flatMap(({ id, groups }) => groups.map((name) => [id, name] as const))
  const values = [workspaceId, textArray(pairs.map(([id]) => id)), textArray(pairs.map(([, name]) => name))]
  const joining = tx.rows<{ id: string }>(write ? 'import_join' : 'import_would_join', write ? JOIN : WOULD, values)
  const [joined] = await Promise.all([joining, making])
  return joined.map(({ id }) => id)
}

const MAKE = `
insert into groups (workspace_id, id, name)
select distinct on (lower(i.name)) $1, i.id, i.name from unnest($2::text[], $3::text[]) as i(id, name)
order by lower(i.name) on conflict (workspace_id, lower(name)) do nothing`

const PAIRS = `
select distinct i.person_id, g.id as group_id from unnest($2::text[], $3::text[]) as i(person_id, name)
join groups g on g.workspace_id = $1 and lower(g.name) = lower(i.name)`

const JOIN = `
insert into group_people (workspace_id, person_id, group_id) select $1, p.* from (${PAIRS}) p
on conflict do nothing returning person_id as id`

const WOULD = `
select distinct i.person_id as id from unnest($2::text[], $3::text[]) as i(person_id, name)
where not exists (
  select from groups g join group_people m on m.workspace_id = $1 and m.group_id = g.id and m.person_id = i.person_id
  where g.workspace_id = $1 and lower(g.name) = lower(i.name))`
