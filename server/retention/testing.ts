import pg from 'pg'
import { insertAttempt, insertMessage, insertReceipt } from '../../test/rows.ts'
import type { Slice } from '../../test/slice.ts'
import { sealPurpose } from '../consent/opt-outs.ts'
import { newId } from '../kit/id.ts'
import { countAll } from '../statistics/testing.ts'
import { retentionTurn } from './turn.ts'

export const DAY_MS = 86_400_000
export const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)

/** Sees all rows of all tables. */
export async function openOwner(slice: Slice): Promise<pg.Client> {
  const owner = new pg.Client(slice.db.connection)
  await owner.connect()
  for (const name of await tables(owner)) await owner.query(`alter table ${name} no force row level security`)
  return owner
}

async function tables(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity
     union select table_name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'`,
  )
  return rows.map(({ name }) => name)
}

/** The tables in which any of these words stands anywhere. */
export async function tablesWith(owner: pg.Client, words: string[]): Promise<string[]> {
  const found: string[] = []
  for (const name of await tables(owner)) {
    const { rows } = await owner.query(
      `select 1 from ${name} t where exists (select from unnest($1::text[]) w where strpos(t::text, w) > 0) limit 1`,
      [words],
    )
    if (rows.length > 0) found.push(name)
  }
  return found.sort()
}

export interface Planted {
  message: string
  reply: string
  event: string
  group: string
}

/** A message with all that can hang on one, a reply and the event behind it, each with the word in it. */
export async function plant(slice: Slice, workspaceId: string, at: Date, word: string): Promise<Planted> {
  const event = newId('evt', at.getTime())
  const reply = newId('inb', at.getTime())
  const group = newId('grp', at.getTime())
  const person = await addPerson(slice, workspaceId)
  const { id: message } = await insertMessage(slice, workspaceId, {
    created_at: at,
    status: 'delivered',
    provider: 'twilio',
    sent_at: at,
    finished_at: at,
    made_by_name: word,
    error_text: word,
    person_id: person,
    event_id: event,
    group_id: group,
    dedupe_key: `${event}|${person}|sms`,
  })
  await insertAttempt(slice, workspaceId, message, { started_at: at, detail: word, state: 'accepted' })
  await insertReceipt(slice, workspaceId, message, { status: 'delivered', received_at: at })
  await addEvent(slice, workspaceId, event, at, word)
  await addReply(slice, workspaceId, reply, at, word)
  const values = [workspaceId, message, person, group, word.toLowerCase(), reply]
  await slice.db.tenant(workspaceId, async (tx) => {
    await tx.rows('', INBOX, [workspaceId, person, message])
    await tx.rows('', LINK, [workspaceId, values[4], group, person])
    for (const subject of [message, reply]) await tx.rows('', CALL, [workspaceId, newId('whd'), subject, word])
  })
  return { message, reply, event, group }
}

async function addPerson(slice: Slice, workspaceId: string): Promise<string> {
  const id = newId('per')
  await slice.db.tenant(workspaceId, (tx) =>
    tx.rows('', `insert into persons (workspace_id, id, last_name) values ($1, $2, 'Alder')`, [workspaceId, id]),
  )
  return id
}

export async function addEvent(slice: Slice, workspaceId: string, id: string, at: Date, entity: string): Promise<void> {
  await slice.db.tenant(workspaceId, (tx) =>
    tx.rows(
      '',
      `insert into events (workspace_id, id, type, entity_type, entity_id, payload_sealed, made_by_kind, made_by_id, made_by_name,
         occurred_at, received_at, outcome) values ($1, $2, 'mentioned', 'issue', $4, 'x', 'api_key', 'key_x', 'x', $3, $3, 'reached')`,
      [workspaceId, id, at, entity],
    ),
  )
}

export async function addReply(
  slice: Slice,
  workspaceId: string,
  id: string,
  at: Date,
  word: string,
  reading = 'other',
) {
  const from = slice.context.keys.hashNumber('+14155550177')
  await slice.db.system((tx) =>
    tx.rows(
      '',
      `insert into inbound_texts (workspace_id, id, provider, provider_account, provider_sid, from_hash, from_sealed, sent_to,
         body_sealed, reading, proof, received_at) values ($1, $2, 'twilio', 'AC1', $2, $4, 'x', $5, 'x', $6, 'signature', $3)`,
      [workspaceId, id, at, from, word, reading],
    ),
  )
}

const INBOX = 'insert into inbox_items (workspace_id, person_id, message_id) values ($1, $2, $3)'
const LINK = `
insert into links (workspace_id, code, target, group_id, person_id, expires_at)
values ($1, substr(md5($2), 1, 10), 'https://acme.example/' || $2, $3, $4, now() + interval '90 days')`
const CALL = `
insert into webhook_deliveries (workspace_id, endpoint_id, id, type, subject, sequence, trouble, state)
values ($1, 'whe_1', $2, 'message.delivered', $3, 1, $4, 'succeeded')`

/** The registry as a provider's word writes it: a number that only a text shows. */
export async function optOut(slice: Slice, workspaceId: string, number: string, inboundId: string | null = null) {
  const hash = slice.context.keys.hashNumber(number)
  await slice.db.tenant(workspaceId, (tx) =>
    tx.rows(
      '',
      `insert into opt_outs (workspace_id, number_hash, source, inbound_id) values ($1, $2, 'provider', $3)`,
      [workspaceId, hash, inboundId],
    ),
  )
  return async () => {
    const [row] = await slice.db.tenant(workspaceId, (tx) =>
      tx.rows<{ sealed: Buffer | null }>(
        '',
        'select number_sealed as sealed from opt_outs where workspace_id = $1 and number_hash = $2',
        [workspaceId, hash],
      ),
    )
    const sealer = await slice.context.keys.forWorkspace(workspaceId)
    return row!.sealed && sealer.open(sealPurpose(hash), row!.sealed)
  }
}

export async function keepFor(slice: Slice, workspaceId: string, days: number | null): Promise<void> {
  await slice.db.tenant(workspaceId, (tx) =>
    tx.rows(
      '',
      `insert into retention (workspace_id, days) values ($1, $2)
       on conflict (workspace_id) do update set days = excluded.days, next_at = now()`,
      [workspaceId, days],
    ),
  )
}

/** Until nothing is left to do. */
export async function runOut(slice: Slice, workspaceId: string): Promise<void> {
  await countAll(slice.context, workspaceId)
  while (await retentionTurn(slice.context));
}

export async function idsOf(slice: Slice, workspaceId: string, table: string): Promise<string[]> {
  const rows = await slice.db.tenant(workspaceId, (tx) =>
    tx.rows<{ id: string }>('', `select id from ${table} where workspace_id = $1 order by id`, [workspaceId]),
  )
  return rows.map(({ id }) => id)
}
