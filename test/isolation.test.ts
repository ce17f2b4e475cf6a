import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { readConfig } from '../server/config.ts'
import { type Database, openDatabase } from '../server/kit/db.ts'
import { asSupervisor, makeTestFolder } from '../server/kit/embedded-postgres/test-folder.ts'
import { newId } from '../server/kit/id.ts'
import { start } from '../server/start.ts'
import { type ScratchDatabase, scratchDatabase } from './database.ts'

let scratch: ScratchDatabase
let db: Database
before(async () => {
  scratch = await scratchDatabase()
  db = openDatabase(scratch.connection, { max: 4 })
})
after(async () => {
  await db.close()
  await scratch.drop()
})

async function catalog<Row extends object>(text: string): Promise<Row[]> {
  return (await db.pool.query<Row>(text)).rows
}

/** Tables that are no tenant's, and what a tenant's transaction may do there. */
const NO_TENANTS = {
  migrations: '',
  audit_heads: '',
  installation: '',
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
  auth_rate_limits: '',
  auth_sessions: '',
  auth_users: '',
  auth_verifications: '',
}

/** Unique keys that are not led by the workspace, each with its reason. */
const UNIQUE_ACROSS_WORKSPACES = {
  workspaces_slug_key: 'stands in addresses that people share',
  api_keys_prefix_key: 'a key says by itself whose it is',
  invitations_token: 'whoever follows the link of one is nobody’s yet',
  sso_domains_confirmed: 'a domain belongs to one workspace, once the operator confirmed it',
  attempts_reference: 'workspaces may share an account, and a message of it belongs to one of them',
}

/** Foreign keys that do not lead to the workspace's own rows. */
const FOREIGN_ACROSS_WORKSPACES = { members_user_id_fkey: 'a person may belong to several workspaces' }

const TENANT_TABLES = `
select c.oid, c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`

describe('the catalog', () => {
  test('knows every table as a tenant’s or as one that is named here', async () => {
    const tables = await catalog<{ name: string; tenants: boolean; rights: string }>(
      `select c.relname as name, c.oid in (select oid from (${TENANT_TABLES}) t) as tenants, coalesce((
         select string_agg(privilege_type, ' ') from information_schema.role_table_grants
         where table_name = c.relname and grantee in ('handset_tenant', 'PUBLIC')), '') as rights
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f')`,
    )
    assert.ok(tables.filter((table) => table.tenants).length >= 15)
    const others = tables.filter((table) => !table.tenants).map(({ name, rights }) => [name, rights] as const)
    assert.deepEqual(Object.fromEntries(others.sort()), NO_TENANTS)
  })

  test('has nothing that would look past the policies: no view, no routine that runs as somebody else', async () => {
    const past = await catalog(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')
       union all select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
    )
    assert.deepEqual(past, [])
  })

  test('forces row-level security on every tenant table, and shows a tenant its own rows alone', async () => {
    const tables = await catalog<{ name: string; forced: boolean; required: boolean; policies: string[] }>(
      `select t.name, c.relrowsecurity and c.relforcerowsecurity as forced, a.attnotnull as required, array(
         select format('%s %s %s', p.cmd, p.qual, p.with_check) from pg_policies p
         where p.tablename = t.name and p.permissive = 'PERMISSIVE' and p.roles && '{handset_tenant,public}') as policies
       from (${TENANT_TABLES}) t join pg_class c on c.oid = t.oid
       join pg_attribute a on a.attrelid = t.oid and a.attname = 'workspace_id'`,
    )
    // Without a check of its own a policy checks new rows by the same condition.
    const policies = [`ALL (workspace_id = current_setting('handset.workspace'::text)) `]
    for (const table of tables) assert.deepEqual(table, { name: table.name, forced: true, required: true, policies })
  })

  test('leads every unique key by the workspace, but for those with a reason', async () => {
    const keys = await catalog<{ name: string }>(
      `select i.indexrelid::regclass::text as name from pg_index i join (${TENANT_TABLES}) t on t.oid = i.indrelid
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where i.indisunique and a.attname <> 'workspace_id'`,
    )
    assert.deepEqual(keys.map((key) => key.name).sort(), Object.keys(UNIQUE_ACROSS_WORKSPACES).sort())
  })

  test('ties rows to rows of the same workspace, but for those with a reason', async () => {
    const keys = await catalog<{ name: string }>(
      `select f.conname as name from pg_constraint f join (${TENANT_TABLES}) t on t.oid = f.conrelid
       where f.contype = 'f' and not exists (
         select from pg_attribute own, pg_attribute other
         where own.attrelid = f.conrelid and own.attnum = f.conkey[1] and own.attname = 'workspace_id'
           and other.attrelid = f.confrelid and other.attnum = f.confkey[1] and other.attname = 'workspace_id')`,
    )
    assert.deepEqual(keys.map((key) => key.name).sort(), Object.keys(FOREIGN_ACROSS_WORKSPACES).sort())
  })

  test('gives a tenant’s role no way to another one', async () => {
    const [role] = await catalog(
      `select rolsuper or rolbypassrls or rolcreaterole or rolcanlogin as strong,
         (select count(*)::int from pg_auth_members m where m.member = r.oid) as member_of,
         (select count(*)::int from pg_class c where c.relowner = r.oid) as owns
       from pg_roles r where rolname = 'handset_tenant'`,
    )
    assert.deepEqual(role, { strong: false, member_of: 0, owns: 0 })
  })
})

describe('one pool for all workspaces', () => {
  const WORKSPACES = 50
  const workspaces = Array.from({ length: WORKSPACES }, () => newId('ws'))
  before(() =>
    db.signIn(async (tx) => {
      for (const id of workspaces)
        await tx
          .insertInto('workspaces')
          .values({ workspace_id: id, name: `Named ${id}`, slug: id })
          .execute()
    }),
  )

  /** As different as requests are: built and prepared statements, writing, failing here and failing there. */
  const WORK: ((id: string) => Promise<string[]>)[] = [
    (id) =>
      db.tenant(id, async (tx) => (await tx.selectFrom('workspaces').select('name').execute()).map((row) => row.name)),
    (id) =>
      db.tenant(id, async (tx) => {
        const [first, second] = await Promise.all([
          tx.rows<{ name: string }>('mix_names', 'select name from workspaces', []),
          tx.rows<{ name: string }>('mix_slept', 'select name from workspaces, pg_sleep(0.0005)', []),
        ])
        return [...first, ...second].map((row) => row.name)
      }),
    (id) =>
      db.tenant(id, async (tx) => {
        const rows = await tx.rowsAndCommit<{ name: string }>(
          'mix_write',
          'update workspaces set time_zone = time_zone returning name',
          [],
        )
        return rows.map((row) => row.name)
      }),
    (id) =>
      db
        .tenant(id, async (tx) => {
          await tx.updateTable('workspaces').set({ name: 'Lost' }).execute()
          throw new Error('halfway')
        })
        .catch((error: Error) => [error.message]),
    (id) =>
      db
        .tenant(id, (tx) => tx.rows('mix_fails', 'select 1 / (length($1) - length($1))', [id]))
        .then(String, (error: Error) => [error.message]) as Promise<string[]>,
    (id) =>
      db
        .tenant(id, (tx) =>
          tx
            .updateTable('workspaces')
            .set({ workspace_id: newId('ws') })
            .execute(),
        )
        .then(String, () => ['refused']) as Promise<string[]>,
  ]
  const mayBeSeenBy = (id: string) => [`Named ${id}`, 'halfway', 'division by zero', 'refused']

  test('of 10,000 requests of 50 workspaces over 4 connections none sees a row of another', async () => {
    let seen = 0
    const mixed: string[] = []
    const one = async (i: number) => {
      const id = workspaces[i % WORKSPACES]!
      // Shifted with each round, so that every workspace does everything.
      const names = await WORK[((i % WORKSPACES) + Math.floor(i / WORKSPACES)) % WORK.length]!(id)
      seen += names.length
      for (const name of names) if (!mayBeSeenBy(id).includes(name)) mixed.push(`${id} saw ${name}`)
    }
    await Promise.all(Array.from({ length: 10_000 }, (_, i) => one(i)))
    assert.deepEqual(mixed, [])
    assert.ok(seen > 10_000, `only ${seen} rows were seen`)
    const names = await catalogAs('handset_sign_in', 'select name from workspaces')
    assert.equal(names.filter((row) => row.name === 'Lost').length, 0)
  })

  test('a connection that goes back remembers neither role nor workspace', async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => db.pool.connect()))
    const remembered = await Promise.all(
      clients.map((client) =>
        client
          .query(
            `select current_user = session_user as itself, coalesce(current_setting('handset.workspace', true), '') as workspace`,
          )
          .finally(() => client.release()),
      ),
    )
    for (const { rows } of remembered) assert.deepEqual(rows, [{ itself: true, workspace: '' }])
  })

  test('who says no workspace sees nothing', async () => {
    for (const workspace of ['', '*', '%']) {
      const rows = await catalogAs('handset_tenant', 'select name from workspaces', workspace)
      assert.deepEqual(rows, [])
    }
    for (const text of ['', 'ws_1', `ws_${'a'.repeat(26)}'; set role postgres; --`, 'WS_01'])
      await assert.rejects(async () => db.tenant(text, async () => 'in'), { message: 'not a workspace id' })
  })
})

async function catalogAs(role: string, text: string, workspace = ''): Promise<{ name: string }[]> {
  const client = await db.pool.connect()
  try {
    await client.query(`begin; set local role ${role}; set local handset.workspace = '${workspace}'`)
    return (await client.query<{ name: string }>(text)).rows
  } finally {
    await client.query('rollback')
    client.release()
  }
}

describe('start-up', () => {
  const GAPS = [
    {
      what: 'a table without row-level security',
      make: 'create table leaky (workspace_id text primary key, secret text)',
      mend: 'drop table leaky',
      says: 'Table leaky does not force row-level security.',
    },
    {
      what: 'a table whose owner is let past its policies',
      make: 'alter table messages no force row level security',
      mend: 'alter table messages force row level security',
      says: 'Table messages does not force row-level security.',
    },
    {
      what: 'a role that is let past all policies',
      make: 'alter role handset_tenant bypassrls',
      mend: 'alter role handset_tenant nobypassrls',
      says: 'Role handset_tenant bypasses row-level security.',
    },
  ]

  test('refuses to serve while anything lets one workspace see another', async (t) => {
    // A server of its own: roles belong to all databases of one.
    const folder = await makeTestFolder(t)
    const { connection } = await folder.start()
    const keyFile = join(folder.dataDir, 'key')
    await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
    const { user, password, host, database } = connection
    const config = readConfig({
      HANDSET_PORT: '0',
      HANDSET_LOG_LEVEL: 'silent',
      HANDSET_KEY_FILE: keyFile,
      DATABASE_URL: `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(host)}`,
    })
    const startOnce = async () => (await start(config, { consoleDir: null })).stop()
    await startOnce()
    const supervisor = await asSupervisor(connection, folder.dataDir)
    const client = new pg.Client({ ...supervisor, database })
    await client.connect()
    for (const { what, make, mend, says } of GAPS) {
      await client.query(make)
      await assert.rejects(
        startOnce,
        {
          message: `Not started, because workspaces would not be kept apart: ${says}`,
        },
        what,
      )
      await client.query(mend)
      await startOnce()
    }
    await client.end()
  })
})
