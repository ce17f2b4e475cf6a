import { createHash, randomInt } from 'node:crypto'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'

/** Where the links of texts lead. */
export const OPT_OUT_PATH = '/o'

/** Without letters and digits that are taken for one another: 57 bits, of which nobody guesses one. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'
export const CODE_LENGTH = 10
/** Texts are looked up long after they came; whoever follows an older one is told whom to ask. */
const GOOD_FOR = '180 days'

export interface Link {
  code: string
  codeHash: Buffer
}

/** A code that stands for nothing but itself; only its hash is kept. */
export function makeLink(): Link {
  const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return { code, codeHash: hashOf(code) }
}

/** In the transaction that stores the texts. */
export async function keepLinks(
  tx: Tx,
  workspaceId: string,
  links: { codeHash: Buffer; numberHash: Buffer; messageId: string }[],
): Promise<void> {
  await tx.rows(
    'opt_out_links_keep',
    `insert into opt_out_links (workspace_id, code_hash, number_hash, message_id, expires_at)
     select $1, l.*, now() + interval '${GOOD_FOR}' from unnest($2::bytea[], $3::bytea[], $4::text[]) as l`,
    [
      workspaceId,
      links.map((link) => link.codeHash),
      links.map((link) => link.numberHash),
      links.map((link) => link.messageId),
    ],
  )
}

export interface Followed {
  workspaceId: string
  numberHash: Buffer
  messageId: string
  /** Sealed as the text's; empty once the person was erased. Null without the text. */
  toSealed: Buffer | null
  name: string
  contact: string | null
  /** Of the person with the number, and of the workspace. */
  person: string | null
  language: string
  stopped: boolean
}

/** What a link is about, from whatever workspace; null for one that there never was or that has run out. */
export async function findLink(context: Context, code: string): Promise<Followed | null> {
  if (code.length !== CODE_LENGTH) return null
  const rows = await context.db.system((tx) => tx.rows<Followed>('opt_out_link', FIND, [hashOf(code)]))
  return rows[0] ?? null
}

const FIND = `
select l.workspace_id as "workspaceId", l.number_hash as "numberHash", l.message_id as "messageId", m.to_sealed as "toSealed",
  coalesce(s.name_in_texts, w.name) as name, w.support_contact as contact, p.language as person, w.language,
  exists (select from opt_outs o where o.workspace_id = l.workspace_id and o.number_hash = l.number_hash) as stopped
from opt_out_links l
join workspaces w on w.workspace_id = l.workspace_id
left join sms_settings s on s.workspace_id = l.workspace_id
left join messages m on m.workspace_id = l.workspace_id and m.id = l.message_id
left join lateral (
  select n.language from phones f join persons n on n.workspace_id = f.workspace_id and n.id = f.person_id
  where f.workspace_id = l.workspace_id and f.number_hash = l.number_hash and n.language is not null order by n.id limit 1
) p on true
where l.code_hash = $1 and l.expires_at > now()`

/** Those that have run out. Answers with how many went. */
export async function sweepLinks(tx: Tx, atOnce: number): Promise<number> {
  const rows = await tx.rows(
    'sweep_opt_out_links',
    `delete from opt_out_links l using (
       select workspace_id, code_hash from opt_out_links where expires_at < now() order by expires_at limit $1
     ) old where l.workspace_id = old.workspace_id and l.code_hash = old.code_hash returning 1`,
    [atOnce],
  )
  return rows.length
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(`opt-out-link|${code}`).digest()
}
