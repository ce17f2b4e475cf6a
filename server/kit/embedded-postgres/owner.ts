import type { Client } from 'pg'
import type { Cluster } from './cluster.ts'
import { ownerConnection, supervisorConnection, withClient } from './connect.ts'

/** The role and the database that Handset works with. Whatever is already there stays as it is. */
export async function ensureOwner(cluster: Cluster, mayCreateDatabases: boolean): Promise<void> {
  await withClient(supervisorConnection(cluster), async (client) => {
    if (!(await exists(client, 'pg_roles where rolname', 'handset_owner'))) {
      const right = mayCreateDatabases ? 'createdb' : 'nocreatedb'
      // Not superuser; it makes the roles of lesser rights by itself. base64url needs no quoting.
      await client.query(`create role handset_owner login createrole ${right} password '${cluster.ownerPassword}'`)
    }
    if (!(await exists(client, 'pg_database where datname', 'handset'))) {
      await client.query('create database handset owner handset_owner')
    }
  })
}

const durable: Record<string, (value: string) => boolean> = {
  fsync: (value) => value === 'on',
  synchronous_commit: (value) => value !== 'off',
  full_page_writes: (value) => value === 'on',
  data_checksums: (value) => value === 'on',
}

/** Asked as the owner, for a setting may also hang on the role or the database. */
export async function verifyDurability(cluster: Cluster): Promise<void> {
  const rows = await withClient(ownerConnection(cluster), async (client) => {
    const query = 'select name, setting from pg_settings where name = any($1)'
    return (await client.query<{ name: string; setting: string }>(query, [Object.keys(durable)])).rows
  })
  const wrong = Object.keys(durable).flatMap((name) => {
    const setting = rows.find((row) => row.name === name)?.setting ?? 'missing'
    return durable[name]?.(setting) ? [] : [`${name}=${setting}`]
  })
  if (wrong.length > 0) {
    throw new Error(`PostgreSQL in ${cluster.dataDir} could lose what it confirmed (${wrong.join(', ')}): not started.`)
  }
}

async function exists(client: Client, place: string, name: string): Promise<boolean> {
  return (await client.query(`select from ${place} = $1`, [name])).rowCount === 1
}
