import { readPhone } from '../../shared/phone.ts'
import { spokenLanguage } from '../../shared/sms/answers.ts'
import { optOutLine, saysStop } from '../../shared/sms/opt-out-line.ts'
import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { type FieldError, invalid } from '../kit/problem.ts'
import { CLASS_RULES } from './classes.ts'
import { CODE_LENGTH, keepLinks, type Link, makeLink, OPT_OUT_PATH } from './opt-out-links.ts'
import type { Prepared } from './prepare.ts'
import type { MessageInput } from './schema.ts'
import type { Request } from './store.ts'

type WithClass = MessageInput & { class: NonNullable<MessageInput['class']> }

interface Lined {
  inputs: WithClass[]
  /** Keeps the links with the texts that carry them. */
  also: (texts: Prepared[]) => Pick<Request, 'also'>
}

const MOST_CHARACTERS = 1600

/**
 * Ends the texts that need it with how to end them: reminders always (K12), campaigns where nobody can answer, others where
 * the caller asks for it. STOP is only named where an answer comes in; else it is a link of the text's own. Done before
 * anything is counted, so that segments and price are of the whole.
 *
 * @throws {Problem} 422 where a text is too long with it.
 */
export async function addOptOutLines(
  context: Context,
  { workspaceId }: Actor,
  inputs: WithClass[],
  base: string,
): Promise<Lined> {
  const mayNeed = inputs.some((input) => input.opt_out_line ?? CLASS_RULES[input.class].optOutLine !== 'never')
  if (!mayNeed) return { inputs, also: () => ({}) }
  const answerable = await isAnswerable(context, workspaceId)
  const languages = await readLanguages(context, workspaceId, inputs)
  const links: (Link | null)[] = []
  const errors: FieldError[] = []
  const lined = inputs.map((input, i) => {
    const link = needsLine(input, answerable) && !answerable ? newLink(context) : null
    links.push(link)
    if (!needsLine(input, answerable) || (!answerable && !link)) return input
    const line = optOutLine(languages[i]!, link && `${context.publicUrl()}${OPT_OUT_PATH}/${link.code}`)
    const body = `${input.body}\n${line}`
    if (body.length > MOST_CHARACTERS) {
      const detail = `With how to end these texts it has ${body.length} characters; at most ${MOST_CHARACTERS} go.`
      errors.push({ pointer: `${base ? `${base}/${i}` : ''}/body`, detail })
    }
    return { ...input, body }
  })
  if (errors.length > 0) throw invalid(errors)
  return { inputs: lined, also: (texts) => keeping(workspaceId, texts, links) }
}

function needsLine({ opt_out_line, class: name, body }: Omit<Previewed, 'to'>, answerable: boolean): boolean {
  if (answerable && saysStop(body)) return false
  const rule = CLASS_RULES[name].optOutLine
  return opt_out_line ?? (rule === 'always' || (rule === 'unanswerable' && !answerable))
}

type Previewed = Pick<WithClass, 'body' | 'class' | 'opt_out_line'> & { to: string | null }

/** How the text would end, in the language of whoever has the number; its link leads nowhere, and is as long as one. */
export async function previewOptOutLine(
  context: Context,
  workspaceId: string,
  input: Previewed,
): Promise<string | null> {
  if ((input.opt_out_line ?? CLASS_RULES[input.class].optOutLine) === 'never') return null
  const answerable = await isAnswerable(context, workspaceId)
  const url = context.publicUrl()
  if (!needsLine(input, answerable) || (!answerable && url === null)) return null
  const [language] = await readLanguages(context, workspaceId, [{ to: input.to ?? '' }])
  return optOutLine(language!, answerable ? null : `${url}${OPT_OUT_PATH}/${'x'.repeat(CODE_LENGTH)}`)
}

/** Nobody could follow one without a public address. */
function newLink(context: Context): Link | null {
  return context.publicUrl() === null ? null : makeLink()
}

function keeping(workspaceId: string, texts: Prepared[], links: (Link | null)[]): Pick<Request, 'also'> {
  const kept = texts.flatMap(({ id, toHash }, i) => {
    const link = links[i]
    return link ? [{ codeHash: link.codeHash, numberHash: toHash, messageId: id }] : []
  })
  return kept.length > 0 ? { also: (tx) => keepLinks(tx, workspaceId, kept) } : {}
}

/**
 * Whether an answer to the sender can come to anything: not to a name, not where the provider drops what comes in or
 * leaves a short code to itself, and behind a gateway once one has come. Long codes and services Twilio stops by itself,
 * wherever it sends the rest.
 */
export async function isAnswerable(context: Context, workspaceId: string): Promise<boolean> {
  const [own] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<{ inherits: boolean; heard: boolean }>('opt_out_line_own', OWN, [workspaceId]),
  )
  // Without settings of its own it inherits, where there is something to inherit.
  const owner = (own?.inherits ?? true) ? INSTALLATION : workspaceId
  const [row] = await context.db.tenant(owner, (tx) =>
    tx.rows<{ provider: string; deaf: boolean }>('opt_out_line_sender', SENDER, [owner]),
  )
  if (!row) return true
  return row.provider === 'webhook' ? (own?.heard ?? false) : !row.deaf
}

const OWN = `
select s.connection_id is null as inherits,
  exists (select from inbound_texts i where i.workspace_id = $1 and i.provider = 'webhook') as heard
from sms_settings s where s.workspace_id = $1`

const SENDER = `
select c.provider, d.kind is not distinct from 'alphanumeric' or exists (
  select from reply_routes r where r.workspace_id = c.workspace_id and r.connection_id = c.id and r.in_use
    and (r.goes in ('cannot_receive', 'dropped') or (r.kind = 'short_code' and r.goes in ('nothing', 'sample')))) as deaf
from sms_settings s
join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
left join senders d on d.workspace_id = c.workspace_id and d.connection_id = c.id and d.is_default
where s.workspace_id = $1`

/** Of each text: the person's, else the workspace's, where there are words in it. */
async function readLanguages(context: Context, workspaceId: string, inputs: { to: string }[]): Promise<string[]> {
  const hashes = inputs.map(({ to }) => {
    const phone = readPhone(to)
    return phone.ok ? context.keys.hashNumber(phone.e164) : Buffer.alloc(0)
  })
  const rows = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<{ person: string | null; language: string }>('opt_out_line_languages', LANGUAGES, [workspaceId, hashes]),
  )
  return rows.map(({ person, language }) => spokenLanguage([person, language]))
}

const LANGUAGES = `
select p.language as person, w.language from workspaces w
cross join unnest($2::bytea[]) with ordinality as t(number_hash, place)
left join lateral (
  select n.language from phones f join persons n on n.workspace_id = f.workspace_id and n.id = f.person_id
  where f.workspace_id = w.workspace_id and f.number_hash = t.number_hash and n.language is not null order by n.id limit 1
) p on true
where w.workspace_id = $1 order by t.place`
