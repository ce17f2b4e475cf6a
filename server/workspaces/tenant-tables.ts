import type { Tx } from '../kit/db.ts'

export interface TenantTable {
  name: string
  /** The columns of its primary key, the workspace first. */
  key: string[]
  /** Tables whose rows its own point at. */
  points_at: string[]
}

/**
 * All tables that hold rows of workspaces, but for the one of the workspaces themselves: asked of the catalog, so that no
 * table can be forgotten. What points at others comes before them, as rows must go; the keys come last.
 */
export async function tenantTables(tx: Tx): Promise<TenantTable[]> {
  const tables = await tx.rows<TenantTable>(
    'tenant_tables',
    `select c.relname as name, array(
       select f.confrelid::regclass::text from pg_constraint f
       where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as points_at, array(
       select k.attname::text from pg_index i
       cross join unnest(i.indkey::smallint[]) with ordinality as part (number, n)
       join pg_attribute k on k.attrelid = c.oid and k.attnum = part.number
       where i.indrelid = c.oid and i.indisprimary order by part.n) as key
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'workspaces'
     order by c.relname = 'workspace_keys', c.relname`,
    [],
  )
  return inOrder(tables)
}

/** Those that lead into a workspace, with what hangs on them: without these nobody writes anything into it any more. */
export function doorsAmong(tables: TenantTable[]): TenantTable[] {
  const doors = new Set(['members', 'api_keys', 'scim_tokens'])
  // From the end, since what points at a table comes before it.
  for (const { name, points_at } of [...tables].reverse()) if (points_at.some((one) => doors.has(one))) doors.add(name)
  return tables.filter(({ name }) => doors.has(name))
}

/** @throws {Error} when tables point at each other in a ring: then nobody can say what goes first. */
function inOrder(tables: TenantTable[]): TenantTable[] {
  const left = [...tables]
  const ordered: TenantTable[] = []
  while (left.length > 0) {
    const at = left.findIndex(({ name }) => !left.some((other) => other.points_at.includes(name)))
    if (at < 0) throw new Error(`these tables point at each other: ${left.map(({ name }) => name).join(', ')}`)
    ordered.push(...left.splice(at, 1))
  }
  return ordered
}
