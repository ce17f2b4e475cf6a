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
const ROLES = ['handset_tenant', 'handset_system', 'handset_sign_in', 'handset_erase']

/** What would let one workspace see another's rows. Empty when it is safe to serve. */
export async function findIsolationGaps(db: Database): Promise<string[]> {
  const tables = await db.pool.query<{ name: string; forced: boolean; policies: number }>(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
       (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`,
  )
  const roles = await db.pool.query<{ name: string }>(
    'select rolname as name from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls)',
    [ROLES],
  )
  return [
    ...tables.rows
      .filter((table) => !GLOBAL_TABLES.includes(table.name) && (!table.forced || table.policies === 0))
      .map((table) => `Table ${table.name} does not force row-level security.`),
    ...roles.rows.map((role) => `Role ${role.name} bypasses row-level security.`),
  ]
}
