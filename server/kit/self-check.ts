import type { Database } from './db.ts'

/** Tables without a workspace of their own: they belong to the installation or to signing in. */
const GLOBAL_TABLES = [
  'migrations',
  'installation',
  'prices',
  'paces',
  'workers',
  'former_keys',
  'key_holders',
  'health_minutes',
  'mails',
  'audit_heads',
  'auth_users',
  'auth_sessions',
  'auth_accounts',
  'auth_verifications',
  'auth_rate_limits',
]
/** As PostgreSQL writes down the policy that make_tenant_table makes. */
const OWN_ROWS = `(workspace_id = current_setting('handset.workspace'::text))`
const ROLES = ['handset_tenant', 'handset_system', 'handset_sign_in', 'handset_erase']

/** What would let one workspace see another's rows. Empty when it is safe to serve. */
export async function findIsolationGaps(db: Database): Promise<string[]> {
  const tables = await db.pool.query<{ name: string; forced: boolean; policies: number }>(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
       (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`,
  )
  // One more policy shows a tenant more: whichever of them lets a row pass, it passes.
  const open = await db.pool.query<{ name: string }>(
    `select distinct p.tablename as name from pg_policies p join information_schema.columns c
       on c.table_schema = p.schemaname and c.table_name = p.tablename and c.column_name = 'workspace_id'
     where p.schemaname = 'public' and p.permissive = 'PERMISSIVE' and p.roles && '{handset_tenant,public}'
       and p.qual is distinct from $1`,
    [OWN_ROWS],
  )
  const roles = await db.pool.query<{ name: string }>(
    'select rolname as name from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls)',
    [ROLES],
  )
  return [
    ...tables.rows
      .filter((table) => !GLOBAL_TABLES.includes(table.name) && (!table.forced || table.policies === 0))
      .map((table) => `Table ${table.name} does not force row-level security.`),
    ...open.rows.map((table) => `Table ${table.name} shows a workspace the rows of others.`),
    ...roles.rows.map((role) => `Role ${role.name} bypasses row-level security.`),
  ]
}
