import { sql } from 'kysely'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { CheckResult, Refusal, SenderKind } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { readAbove } from './above.ts'
import { followInstallation } from './follow.ts'
import { notConnected } from './secret-actions.ts'
import { openConnection, type SealedConnection } from './secrets.ts'
import { reopenLanes } from './write.ts'

/** What the provider had against stored settings when it was last asked. */
export interface CheckProblem {
  why: 'refused' | 'unreachable'
  /** Which part of the settings is at fault; null when nobody answered. */
  part: 'credentials' | 'sender' | null
  code: number | null
  message: string
  remedy: string | null
  since: string
}

const EVERY_MINUTES = 15
/** Texts wait for this, so it is looked at more often than what works. */
const LOOK_AGAIN_MINUTES = 1
const AT_ONCE = 10
const AT_MOST_EVERY_SECONDS = 10

/**
 * Asks providers again about connections that were not looked at for a quarter of an hour, or whose texts wait for
 * them. The look is booked before the question is put, so several workers never ask the same.
 */
export async function recheckDue(context: Context): Promise<boolean> {
  const due = await context.db.system((tx) => tx.rows<Due>('recheck_due', TAKE_DUE, [AT_ONCE]))
  await Promise.all(
    due.map(async (one) => {
      const result = await ask(context, one)
      const came = await context.db.system((tx) => store(tx, one, result, context.now()))
      tell(context, one, came)
    }),
  )
  await followInstallation(context)
  return due.length === AT_ONCE
}

/** Asks the provider now. @throws {Problem} 429 when it was asked a moment ago. */
export async function recheckNow(context: Context, workspaceId: string): Promise<void> {
  const [due] = await context.db.tenant(workspaceId, (tx) => tx.rows<Due>('recheck_now', TAKE_NOW, [workspaceId]))
  if (!due) throw await refuseNow(context, workspaceId)
  const result = await ask(context, due)
  const came = await context.db.tenant(workspaceId, (tx) => store(tx, due, result, context.now()))
  tell(context, due, came)
}

interface Due extends SealedConnection {
  workspace_id: string
  revision: number
  check_problem: CheckProblem | null
  sender_kind: SenderKind | null
  sender_value: string | null
}

const RETURNING = `
returning c.workspace_id, c.id, c.provider, c.account_sid, c.credentials_kind, c.api_key_sid, c.secrets_sealed,
  c.webhook_url_sealed, c.drops_repeats, c.check_problem, d.revision, d.sender_kind, d.sender_value`

const ACTIVE = `
select c.workspace_id, c.id, s.revision, e.kind as sender_kind, e.value as sender_value
from sms_settings s
join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
left join senders e on e.workspace_id = c.workspace_id and e.connection_id = c.id and e.is_default`

const TAKE_DUE = `
with due as (
  ${ACTIVE}
  where c.checked_at is null or c.checked_at < now() - interval '${EVERY_MINUTES} minutes' or s.waiting_next_look_at <= now()
  order by c.checked_at nulls first
  limit $1 for update of c, s skip locked
), booked as (
  update sms_settings s set waiting_next_look_at = now() + interval '${LOOK_AGAIN_MINUTES} minutes'
  from due d where s.workspace_id = d.workspace_id and s.waiting is not null
)
update connections c set checked_at = now() from due d where c.workspace_id = d.workspace_id and c.id = d.id
${RETURNING}`

const TAKE_NOW = `
with due as (
  ${ACTIVE}
  where s.workspace_id = $1 and (c.checked_at is null or c.checked_at <= now() - interval '${AT_MOST_EVERY_SECONDS} seconds')
  for update of c
)
update connections c set checked_at = now() from due d where c.workspace_id = d.workspace_id and c.id = d.id
${RETURNING}`

async function refuseNow(context: Context, workspaceId: string): Promise<Problem> {
  const settings = await context.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('sms_settings').select('connection_id').where('workspace_id', '=', workspaceId).executeTakeFirst(),
  )
  if (!settings?.connection_id)
    return (await readAbove(context, workspaceId))?.active ? inheritedConnection() : notConnected()
  const detail = `The provider was asked less than ${AT_MOST_EVERY_SECONDS} seconds ago. What it said is shown; ask again in a moment.`
  return new Problem(429, 'too_soon', detail, { more: { retry_after_seconds: AT_MOST_EVERY_SECONDS } })
}

function inheritedConnection(): Problem {
  const detail =
    'The connection is the installation’s. It is looked at by itself; its operator can have it looked at now.'
  return new Problem(409, 'inherited', detail)
}

async function ask(context: Context, due: Due): Promise<CheckResult> {
  const connection = openConnection(await context.keys.forWorkspace(due.workspace_id), due, context)
  const sender = due.sender_kind && { kind: due.sender_kind, value: due.sender_value! }
  return adapterFor(connection.provider).check(context.egress.http, connection, sender)
}

type Came = 'stopped' | 'resumed' | 'unchanged'

/** Files what was answered, unless somebody saved meanwhile: then the answer is about settings that are gone. */
async function store(tx: Tx, due: Due, result: CheckResult, now: Date): Promise<Came> {
  const settings = await tx
    .selectFrom('sms_settings')
    .select('waiting')
    .where('workspace_id', '=', due.workspace_id)
    .where('connection_id', '=', due.id)
    .where('revision', '=', due.revision)
    .forUpdate()
    .executeTakeFirst()
  if (!settings) return 'unchanged'
  const problem = problemOf(due, result, now)
  await tx
    .updateTable('connections')
    .set({
      check_problem: problem && JSON.stringify(problem),
      ...(result.account && { account_name: result.account.name, account_kind: result.account.kind }),
    })
    .where('workspace_id', '=', due.workspace_id)
    .where('id', '=', due.id)
    .execute()
  if (result.ok || problem?.part === 'sender') return settings.waiting ? resume(tx, due) : 'unchanged'
  // A webhook knows no sign-in: what is refused there is the address, and each text finds that out for itself.
  const refusesAccount = result.why === 'refused' && due.provider !== 'webhook'
  return refusesAccount && !settings.waiting ? stop(tx, due, result.refusal) : 'unchanged'
}

function problemOf(due: Due, result: CheckResult, now: Date): CheckProblem | null {
  if (result.ok) return null
  const before = due.check_problem
  const refused = result.why === 'refused' ? result : null
  const part = refused ? (/^\/?sender/.test(refused.field) ? 'sender' : 'credentials') : null
  const isSame = before?.why === result.why && before.part === part
  return {
    why: result.why,
    part,
    code: refused?.refusal.code ?? null,
    message: refused ? refused.refusal.cause : result.message,
    remedy: refused?.refusal.remedy ?? null,
    since: isSame ? before.since : now.toISOString(),
  }
}

/** Sending is paused before a text has to find out. */
async function stop(tx: Tx, due: Due, refusal: Refusal): Promise<Came> {
  await tx
    .updateTable('sms_settings')
    .set({
      waiting: refusal.class === 'account' ? 'account' : 'bad_credentials',
      waiting_code: refusal.code,
      waiting_since: sql<Date>`now()`,
      waiting_next_look_at: sql<Date>`now() + make_interval(mins => ${LOOK_AGAIN_MINUTES})`,
    })
    .where('workspace_id', '=', due.workspace_id)
    .execute()
  return 'stopped'
}

async function resume(tx: Tx, due: Due): Promise<Came> {
  await tx
    .updateTable('sms_settings')
    .set({ waiting: null, waiting_code: null, waiting_since: null, waiting_next_look_at: null })
    .where('workspace_id', '=', due.workspace_id)
    .execute()
  await reopenLanes(tx, due.workspace_id)
  return 'resumed'
}

function tell(context: Context, { workspace_id }: Due, came: Came): void {
  if (came === 'unchanged') return
  if (came === 'resumed') context.wake.say('work')
  context.log.warn(
    { workspace: workspace_id },
    came === 'stopped' ? 'the provider refuses the account: its texts wait' : 'the provider accepts the account again',
  )
}
