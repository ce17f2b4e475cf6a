import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { isId } from '../kit/id.ts'
import { notFound, Problem } from '../kit/problem.ts'
import { CLASS_RULES } from './classes.ts'
import { resolveNotAccepted } from './resolve.ts'
import type { Decision, MessageClass } from './schema.ts'

interface Judged {
  n: number
  state: string
  undecided: string | null
  resolved_by: string | null
  resolved_by_name: string | null
  class: MessageClass
  over: boolean
}

const BECAME = { it_was_sent: 'accepted', send_again: 'not_accepted' } as const

/**
 * What a person makes of a text that no looking decided. Said twice, it is done once. It crosses workspaces by its role,
 * since attempts are nobody's to change, and joins on the caller's.
 *
 * @throws {Problem} 409 when it is being looked up, or was decided otherwise meanwhile.
 */
export async function decide(context: Context, actor: Actor, id: string, decision: Decision): Promise<void> {
  if (!isId('msg', id)) throw notFound('message')
  const decided = await context.db.system(async (tx) => {
    const attempts = await lockAttempts(tx, actor.workspaceId, id)
    const last = attempts.at(-1)
    if (!last) throw (await exists(tx, actor.workspaceId, id)) ? notInDoubt() : notFound('message')
    if (last.state !== 'unknown') {
      refuseOther(attempts, decision)
      return false
    }
    if (!last.undecided) throw stillLookedUp()
    if (decision === 'it_was_sent') await takeAsSent(tx, actor, id, last.n)
    else await sendOnceMore(tx, actor, id, last)
    const change = { decision: { from: 'unknown', to: decision }, attempt: { from: last.n, to: last.n } }
    await recordChange(tx, actor, { action: 'message.decided', target: id, changes: change })
    return true
  })
  if (!decided) return
  context.metrics.doubtResolved('person', BECAME[decision])
  context.wake.say('work')
}

async function lockAttempts(tx: Tx, workspaceId: string, id: string): Promise<Judged[]> {
  return tx.rows<Judged>(
    'decide_lock',
    `select a.n, a.state, a.undecided, a.resolved_by, a.resolved_by_name, m.class, m.not_after <= now() as over
     from attempts a join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
     where a.workspace_id = $1 and a.message_id = $2 order by a.n for update of a`,
    [workspaceId, id],
  )
}

async function exists(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const rows = await tx.rows('decide_exists', 'select from messages where workspace_id = $1 and id = $2', [
    workspaceId,
    id,
  ])
  return rows.length > 0
}

/** The same decision once more is no contradiction. */
function refuseOther(attempts: Judged[], decision: Decision): void {
  const settled = attempts.findLast((attempt) => attempt.resolved_by !== null)
  if (!settled) throw notInDoubt()
  if (settled.resolved_by === 'person' && settled.state === BECAME[decision]) return
  const who = {
    callback: 'the provider reported it',
    listing: "it was settled by the provider's list",
    person: `${settled.resolved_by_name} decided it`,
  }[settled.resolved_by as 'callback' | 'listing' | 'person']
  const became = settled.state === 'not_accepted' ? 'not sent' : 'sent'
  throw new Problem(409, 'decided_meanwhile', `It counts as ${became} meanwhile: ${who}.`)
}

function notInDoubt(): Problem {
  return new Problem(409, 'not_in_doubt', 'What became of this text is known: there is nothing to decide.')
}

function stillLookedUp(): Problem {
  return new Problem(409, 'still_looked_up', 'It is still being looked up at the provider. That may yet decide it.')
}

async function takeAsSent(tx: Tx, actor: Actor, id: string, n: number): Promise<void> {
  await tx.rows(
    'decide_sent',
    `with decided as (
       update attempts set state = 'accepted', resolved_by = 'person', resolved_by_name = $4, resolved_at = now(), undecided = null,
         ended_at = coalesce(ended_at, now())
       where workspace_id = $1 and message_id = $2 and n = $3 returning workspace_id, message_id, n, started_at
     )
     update messages m set status = 'sent', tries = greatest(m.tries, d.n), sent_at = coalesce(m.sent_at, d.started_at), error_code = null,
       error_class = null, error_text = null, body_sealed = case when m.class = 'otp' then null else m.body_sealed end
     from decided d where m.workspace_id = d.workspace_id and m.id = d.message_id and m.status in ('unknown', 'queued')`,
    [actor.workspaceId, id, n, actor.name],
  )
}

/** Whoever asks for it now wants it to be of use now; only a code that has run out helps nobody. */
async function sendOnceMore(tx: Tx, actor: Actor, id: string, last: Judged): Promise<void> {
  if (last.class === 'otp' && last.over)
    throw new Problem(409, 'cannot_send_again', 'This code has run out. Ask for a new one.')
  await tx.rows(
    'decide_again',
    `update messages set not_after = greatest(not_after, now() + make_interval(secs => $3))
     where workspace_id = $1 and id = $2 and status in ('unknown', 'queued')`,
    [actor.workspaceId, id, last.class === 'otp' ? 0 : CLASS_RULES[last.class].validForSeconds],
  )
  const key = { workspace_id: actor.workspaceId, message_id: id, n: last.n }
  await resolveNotAccepted(tx, [key], { by: 'person', name: actor.name })
}
