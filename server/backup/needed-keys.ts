import type { Client } from 'pg'

/** The names of the installation's keys without which this database cannot be read; two while one is being replaced. */
export async function neededKeys(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ known: boolean }>(`select to_regclass('former_keys') is not null as known`)
  if (!rows[0]!.known) return []
  const needed = await client.query<{ name: string }>(
    `select left(encode(key_check, 'hex'), 8) as name from installation
     union all select left(encode(key_check, 'hex'), 8) from former_keys where done_at is null`,
  )
  return needed.rows.map(({ name }) => name)
}
