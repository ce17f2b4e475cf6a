import type { ClientBase, Pool } from 'pg'
import { GLOBAL_TABLES, OWN_ROWS, TENANT_RIGHTS } from '../server/kit/self-check.ts'

type Reader = Pool | ClientBase

/** Unique keys that are not led by the workspace, each with its reason. */
const UNIQUE_ACROSS_WORKSPACES: Record<string, string> = {
  workspaces_slug_key: 'stands in addresses that people share',
  api_keys_prefix_key: 'a key says by itself whose it is',
  invitations_token: 'whoever follows the link of one is nobody’s yet',
  sso_domains_confirmed: 'a domain belongs to one workspace, once the operator confirmed it',
  links_code: 'whoever follows one knows the code and nothing else',
  attempts_reference: 'workspaces may share an account, and a message of it belongs to one of them',
  inbound_texts_reference: 'the same, and a text that came in is kept once',
}

/** Foreign keys that do not lead to the workspace's own rows. */
const FOREIGN_ACROSS_WORKSPACES: Record<string, string> = {
  members_user_id_fkey: 'a person may belong to several workspaces',
}

const TABLES = `
select c.oid, c.relname as name, exists (
  select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as tenants
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f')`

/**
 * Whatever in a database would let one workspace meet another, a sentence each. Empty when nothing does but what is
 * listed above, and nothing is listed that is gone.
 */
export async function catalogGaps(db: Reader): Promise<string[]> {
  const rules = [strangeTables, waysPast, weakTables, strongRole, keysAcross, foreignKeysAcross]
  const gaps: string[] = []
  for (const rule of rules) gaps.push(...(await rule(db)))
  return gaps
}

type Rule = (db: Reader) => Promise<string[]>

async function read<Row extends object>(db: Reader, text: string): Promise<Row[]> {
  return (await db.query<Row>(text)).rows
}

/** What was found and is not listed, and what is listed and was not found. */
function unlike(found: string[], listed: string[], strange: (name: string) => string): string[] {
  return [
    ...found.filter((name) => !listed.includes(name)).map(strange),
    ...listed.filter((name) => !found.includes(name)).map((name) => `${name} is on a list and not in the database.`),
  ]
}

const strangeTables: Rule = async (db) => {
  const tables = await read<{ name: string; rights: string }>(
    db,
    `select name, ${TENANT_RIGHTS} as rights from (${TABLES}) t where not tenants`,
  )
  const names = tables.map(({ name }) => name)
  return [
    ...unlike(names, Object.keys(GLOBAL_TABLES), (name) => `Table ${name} has no workspace_id.`),
    ...tables
      .filter(({ name, rights }) => name in GLOBAL_TABLES && GLOBAL_TABLES[name] !== rights)
      .map(({ name, rights }) => `Table ${name} gives a tenant ${rights || 'nothing'}.`),
  ]
}

/** What looks at rows past the policies: views, and routines that run as somebody else. */
const waysPast: Rule = async (db) => {
  const past = await read<{ what: string }>(
    db,
    `select 'View ' || relname as what from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
     union all select 'Foreign table ' || relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'f'
     union all select 'Routine ' || proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
  )
  return past.map(({ what }) => `${what} looks past the policies.`)
}

/** Without a check of its own a policy checks new rows by the same condition. */
const POLICY = `ALL ${OWN_ROWS} `

const weakTables: Rule = async (db) => {
  const tables = await read<{ name: string; forced: boolean; required: boolean; policies: string[] }>(
    db,
    `select t.name, c.relrowsecurity and c.relforcerowsecurity as forced, a.attnotnull as required, array(
       select format('%s %s %s', p.cmd, p.qual, p.with_check) from pg_policies p
       where p.schemaname = 'public' and p.tablename = t.name and p.permissive = 'PERMISSIVE'
         and p.roles && '{handset_tenant,public}' order by p.cmd, p.policyname) as policies
     from (${TABLES}) t join pg_class c on c.oid = t.oid
     join pg_attribute a on a.attrelid = t.oid and a.attname = 'workspace_id' where t.tenants`,
  )
  return tables.flatMap(({ name, forced, required, policies }) => [
    ...(forced ? [] : [`Table ${name} does not force row-level security.`]),
    ...(required ? [] : [`Table ${name} has rows of no workspace.`]),
    ...(policies.join() === POLICY ? [] : [`Table ${name} shows a tenant: ${policies.join() || 'nothing'}.`]),
  ])
}

const strongRole: Rule = async (db) => {
  const roles = await read<{ what: string }>(
    db,
    `select w.what from pg_roles r cross join lateral (values
       ('may log in or rules over others', rolsuper or rolbypassrls or rolcreaterole or rolcanlogin),
       ('is a member of another role', exists (select from pg_auth_members m where m.member = r.oid)),
       ('owns a table', exists (select from pg_class c where c.relowner = r.oid))) w (what, so)
     where r.rolname = 'handset_tenant' and w.so`,
  )
  return roles.map(({ what }) => `Role handset_tenant ${what}.`)
}

/** Primary keys, unique constraints and indexes, and what excludes rows by other rows. */
const keysAcross: Rule = async (db) => {
  const keys = await read<{ name: string; table: string }>(
    db,
    `select i.indexrelid::regclass::text as name, t.name as table from pg_index i join (${TABLES}) t on t.oid = i.indrelid
     left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
     where t.tenants and (i.indisunique or i.indisexclusion) and a.attname is distinct from 'workspace_id'`,
  )
  const tableOf = new Map(keys.map(({ name, table }) => [name, table]))
  return unlike([...tableOf.keys()], Object.keys(UNIQUE_ACROSS_WORKSPACES), (name) => {
    return `Key ${name} of ${tableOf.get(name)} is not led by workspace_id.`
  })
}

const foreignKeysAcross: Rule = async (db) => {
  const keys = await read<{ name: string; table: string }>(
    db,
    `select f.conname as name, t.name as table from pg_constraint f join (${TABLES}) t on t.oid = f.conrelid
     where t.tenants and f.contype = 'f' and not exists (
       select from pg_attribute own, pg_attribute other
       where own.attrelid = f.conrelid and own.attnum = f.conkey[1] and own.attname = 'workspace_id'
         and other.attrelid = f.confrelid and other.attnum = f.confkey[1] and other.attname = 'workspace_id')`,
  )
  const tableOf = new Map(keys.map(({ name, table }) => [name, table]))
  return unlike([...tableOf.keys()], Object.keys(FOREIGN_ACROSS_WORKSPACES), (name) => {
    return `Foreign key ${name} of ${tableOf.get(name)} is not led by workspace_id.`
  })
}
