import assert from 'node:assert/strict'
import type pg from 'pg'
import { sealPurpose } from '../consent/opt-outs.ts'
import type { Context } from '../kit/context.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows of any table
type Row = Record<string, any>

/** Under what each sealed column is sealed; one that is not here fails the search when something is in it. */
const PURPOSES: Record<string, (row: Row) => string> = {
  'messages.to_sealed': ({ id }) => `messages.to|${id}`,
  'messages.redirected_sealed': ({ id }) => `messages.redirected|${id}`,
  'email_settings.redirect_sealed': ({ workspace_id }) => `email_settings.redirect|${workspace_id}`,
  'messages.body_sealed': ({ id }) => `messages.body|${id}`,
  'events.payload_sealed': ({ id }) => `events.payload|${id}`,
  'inbound_texts.from_sealed': ({ id }) => `inbound_texts.from|${id}`,
  'inbound_texts.body_sealed': ({ id }) => `inbound_texts.body|${id}`,
  'opt_outs.number_sealed': ({ number_hash }) => sealPurpose(number_hash),
  'codes.number_sealed': ({ purpose, subject }) => `codes.number|${purpose}|${subject}`,
  'phones.number_sealed': ({ person_id, source }) => `phones.number|${person_id}|${source}`,
  'scim_users.resource_sealed': ({ person_id }) => `scim_users.resource|${person_id}`,
  'import_chunks.sealed': ({ import_id, upload, n }) => `import_chunks.sealed|${import_id}|${upload}|${n}`,
  'erasures.sought_sealed': ({ person_id }) => `erasures.sought|${person_id}`,
}

/** Every place of the database where any of this is: in clear, sealed, or as the hash of a number. */
export async function placesOf(
  context: Context,
  owner: pg.Client,
  words: string[],
  hashes: Buffer[],
): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'installation'`,
  )
  const looked = [...words, ...hashes.map((hash) => hash.toString('latin1'))]
  const found = new Set<string>()
  for (const { name } of tables) {
    const { rows } = await owner.query<Row>(`select * from ${name}`)
    for (const row of rows)
      for (const [column, value] of Object.entries(row)) {
        const place = `${name}.${column}`
        const text = textOf(value) + (await opened(context, place, row))
        if (looked.some((one) => text.includes(one))) found.add(place)
      }
  }
  return [...found].sort()
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join()
  return Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value ?? null)
}

async function opened(context: Context, place: string, row: Row): Promise<string> {
  const value = row[place.split('.')[1]!]
  if (!place.endsWith('sealed') || !value?.length) return ''
  const purpose = PURPOSES[place]
  assert.ok(purpose, `nothing is known of ${place}`)
  return (await context.keys.forWorkspace(row.workspace_id)).open(purpose(row), value)
}
