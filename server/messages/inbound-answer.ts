import { type Answer, type Answering, answerWords, spokenLanguage } from '../../shared/sms/answers.ts'
import type { Context } from '../kit/context.ts'
import { requestHash } from '../kit/idempotency.ts'
import { pricesOf } from '../spend/prices.ts'
import type { openAcceptance } from './accept.ts'
import type { Received } from './inbound.ts'
import { prepare } from './prepare.ts'

/** A confirmation that comes later than this is no answer any more, and no longer plainly allowed (47 CFR 64.1200(a)(12)). */
const ANSWER_WITHIN_SECONDS = 300

/**
 * Answers a word by a text of the workspace, through the line that all texts take. It goes to whoever asked for it, so the
 * opt-out does not hold it back; asked for twice for one text, it is sent once.
 */
export async function answerInbound(
  context: Context,
  accept: ReturnType<typeof openAcceptance>,
  { workspaceId, id }: Received,
  answer: Answer,
  to: string,
): Promise<void> {
  const { said, person, language, ...names } = await readNames(context, workspaceId, id)
  const body = answerWords(answer, names, spokenLanguage([said, person, language]))
  const input = { to, body, class: 'alert' as const, event_type: `${answer}_answered` }
  const texts = await prepare(context, workspaceId, [input], await pricesOf(context))
  const actor = { workspaceId, kind: 'system' as const, id, name: 'Answer to a text' }
  const answers = texts.map((text) => ({
    ...text,
    vouchedBy: 'reply' as const,
    validForSeconds: ANSWER_WITHIN_SECONDS,
  }))
  await accept({
    actor,
    texts: answers,
    idempotency: { key: `answer-${id}`, hash: requestHash(context.keys, { answer: id }) },
  })
}

interface Names extends Answering {
  /** Of the word that was texted; null for those that are understood everywhere. */
  said: string | null
  /** Of the person with the number, and of the workspace. */
  person: string | null
  language: string
}

async function readNames(context: Context, workspaceId: string, id: string): Promise<Names> {
  const [row] = await context.db.tenant(workspaceId, (tx) => tx.rows<Names>('inbound_names', NAMES, [workspaceId, id]))
  return row!
}

const NAMES = `
select coalesce(s.name_in_texts, w.name) as name, w.support_contact as contact, s.help_text as own, w.language,
  nullif(i.language, 'en') as said, p.language as person
from workspaces w
left join sms_settings s on s.workspace_id = w.workspace_id
left join inbound_texts i on i.workspace_id = w.workspace_id and i.id = $2
left join lateral (
  select n.language from phones f join persons n on n.workspace_id = f.workspace_id and n.id = f.person_id
  where f.workspace_id = w.workspace_id and f.number_hash = i.from_hash and n.language is not null order by n.id limit 1
) p on true
where w.workspace_id = $1`
