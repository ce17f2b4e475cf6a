import type { ClientBase, Pool } from 'pg'

/** Tables without a workspace of their own, and what a tenant's transaction may do there. */
export const GLOBAL_TABLES: Record<string, string> = {
  migrations: '',
  audit_heads: '',
  // Which key a workspace’s own is to be wrapped with.
  installation: 'SELECT (key_check)',
  prices: 'SELECT',
  health_minutes: '',
  // Only the installation’s own transaction passes the policy for writing.
  inherited_channel: 'SELECT UPDATE',
  mails: 'INSERT',
  former_keys: '',
  key_holders: '',
  paces: '',
  workers: '',
  auth_accounts: '',
  auth_ended_sessions: '',
  auth_rate_limits: '',
  auth_sessions: '',
  auth_users: '',
  auth_verifications: '',
}
/** Of these the rows differ by who asks, so they keep to policies all the same. */
const GUARDED = ['inherited_channel']
/** As PostgreSQL writes down the policy that make_tenant_table makes. */
export const OWN_ROWS = `(workspace_id = current_setting('handset.workspace'::text))`
const ROLES = ['handset_tenant', 'handset_system', 'handset_sign_in', 'handset_erase']

/**
 * What a tenant's transaction may do with a table `t`: rights on all of it, or on the columns that are named then.
 * Row-level security does not bind TRUNCATE.
 */
export const TENANT_RIGHTS = `array_to_string(array(
  select r || coalesce(' (' || (
    select string_agg(attname, ', ' order by attname) from pg_attribute a
    where a.attrelid = t.oid and attnum > 0 and not attisdropped and not has_table_privilege('handset_tenant', t.oid, r)
      and has_column_privilege('handset_tenant', t.oid, attnum, r)) || ')', '')
  from unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) r
  where has_table_privilege('handset_tenant', t.oid, r)
    or (r in ('SELECT', 'INSERT', 'UPDATE') and has_any_column_privilege('handset_tenant', t.oid, r))), ' ')`

/** The whole database, or one transaction of it. */
interface Checked {
  pool: Pool | ClientBase
}

/**
 * What would let one workspace see another's rows, a sentence each. Empty when it is safe to serve. The tests ask more
 * (test/isolation-catalog.ts); whatever an operator adds for themselves is let be as long as no workspace gets at it.
 */
export async function findIsolationGaps(db: Checked): Promise<string[]> {
  const rules = [weakTables, openPolicies, globalRights, waysPast, strongRoles]
  const gaps: string[] = []
  for (const rule of rules) gaps.push(...(await rule(db)))
  return gaps
}

type Rule = (db: Checked) => Promise<string[]>

const weakTables: Rule = async ({ pool }) => {
  const { rows } = await pool.query<{ name: string; forced: boolean; policies: number; truncates: boolean }>(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
       (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
       has_table_privilege('handset_tenant', c.oid, 'TRUNCATE') as truncates
     from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`,
  )
  const own = rows.filter(({ name }) => !(name in GLOBAL_TABLES) || GUARDED.includes(name))
  return [
    ...own
      .filter(({ forced, policies }) => !forced || policies === 0)
      .map(({ name }) => `Table ${name} does not force row-level security.`),
    ...own.filter((table) => table.truncates).map(({ name }) => `Table ${name} can be emptied by a workspace.`),
  ]
}

/** One more policy shows a tenant more: whichever of them lets a row pass, it passes. So does another check of new rows. */
const openPolicies: Rule = async ({ pool }) => {
  const { rows } = await pool.query<{ name: string }>(
    `select distinct p.tablename as name from pg_policies p join information_schema.columns c
       on c.table_schema = p.schemaname and c.table_name = p.tablename and c.column_name = 'workspace_id'
     where p.schemaname = 'public' and p.permissive = 'PERMISSIVE' and p.roles && '{handset_tenant,public}'
       and (p.qual is distinct from $1 or coalesce(p.with_check, $1) <> $1)`,
    [OWN_ROWS],
  )
  return rows.map(({ name }) => `Table ${name} shows a workspace the rows of others.`)
}

const globalRights: Rule = async ({ pool }) => {
  const { rows } = await pool.query<{ name: string; rights: string }>(
    `select t.relname as name, ${TENANT_RIGHTS} as rights
     from pg_class t where t.relnamespace = 'public'::regnamespace and t.relname = any($1)`,
    [Object.keys(GLOBAL_TABLES)],
  )
  return rows
    .filter(({ name, rights }) => GLOBAL_TABLES[name] !== rights)
    .map(({ name, rights }) => `Table ${name} gives a workspace ${rights || 'nothing'}.`)
}

/** Views and routines that act for somebody else, where a tenant may use them. Extensions bring some of their own. */
const waysPast: Rule = async ({ pool }) => {
  const { rows } = await pool.query<{ what: string }>(
    `select 'View ' || c.relname as what from pg_class c
     where c.relkind in ('v', 'm', 'f') and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
       and not coalesce(c.reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}'
       and has_schema_privilege('handset_tenant', c.relnamespace, 'USAGE')
       and (has_table_privilege('handset_tenant', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
         or has_any_column_privilege('handset_tenant', c.oid, 'SELECT, INSERT, UPDATE'))
       and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
     union all
     select 'Routine ' || p.proname from pg_proc p
     where p.prosecdef and p.pronamespace = 'public'::regnamespace and has_function_privilege('handset_tenant', p.oid, 'EXECUTE')
       and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
     order by 1`,
  )
  return rows.map(({ what }) => `${what} lets a workspace past the policies.`)
}

const strongRoles: Rule = async ({ pool }) => {
  const { rows } = await pool.query<{ name: string; what: string }>(
    `select r.rolname as name, w.what from pg_roles r cross join lateral (values
       ('bypasses row-level security', rolsuper or rolbypassrls),
       ('rules over other roles', rolcreaterole),
       ('is a member of another role', exists (select from pg_auth_members m where m.member = r.oid)),
       ('owns a table', exists (select from pg_class c where c.relowner = r.oid))) w (what, so)
     where r.rolname = any($1) and w.so order by 1, 2`,
    [ROLES],
  )
  return rows.map(({ name, what }) => `Role ${name} ${what}.`)
}
