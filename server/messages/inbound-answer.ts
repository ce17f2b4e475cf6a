import type { Context } from '../kit/context.ts'
import { requestHash } from '../kit/idempotency.ts'
import { pricesOf } from '../spend/prices.ts'
import type { openAcceptance } from './accept.ts'
import type { Received } from './inbound.ts'
import { prepare } from './prepare.ts'

/** Which word is answered. */
export type Answer = 'stop' | 'start' | 'help'

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
  const body = wordsOf(answer, await readNames(context, workspaceId))
  const input = { to, body, class: 'alert' as const, event_type: `${answer}_answered` }
  const texts = await prepare(context, workspaceId, [input], await pricesOf(context))
  const actor = { workspaceId, kind: 'system' as const, id, name: 'Answer to a text' }
  const answers = texts.map((text) => ({
    ...text,
    vouchedBy: 'reply' as const,
    validForSeconds: ANSWER_WITHIN_SECONDS,
  }))
  await accept({ actor, texts: answers, idempotency: { key: `answer-${id}`, hash: requestHash({ answer: id }) } })
}

interface Names {
  name: string
  contact: string | null
}

/** What carriers ask of such texts: who writes, what happened, and the way on from there (CTIA Messaging Principles, 5.1). */
function wordsOf(answer: Answer, { name, contact }: Names): string {
  if (answer === 'stop') return `${name}: You get no more texts from us. Reply START to get them again.`
  if (answer === 'start') return `${name}: You get our texts again. Reply HELP for help, STOP to end them.`
  return `${name}: ${contact ? `For help: ${contact}. ` : ''}Msg & data rates may apply. Reply STOP to end our texts.`
}

async function readNames(context: Context, workspaceId: string): Promise<Names> {
  const [row] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Names>(
      'inbound_names',
      `select coalesce(s.name_in_texts, w.name) as name, w.support_contact as contact
       from workspaces w left join sms_settings s on s.workspace_id = w.workspace_id where w.workspace_id = $1`,
      [workspaceId],
    ),
  )
  return row!
}
