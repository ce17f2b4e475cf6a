import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt, INSTALLATION } from '../kit/id.ts'
import { post } from '../mail/post.ts'
import { membersWho } from '../workspaces/members.ts'
import { failingIn, goesAgain, type Tried } from './failing.ts'
import { tellFailing, tellGoing } from './failing-letters.ts'

const WORKSPACES_AT_ONCE = 200
const MINUTES = 15
/** A text that cannot be handed over is tried for hours: it is old, and its last attempt is not. */
const OLDEST_MS = 6 * 3600_000
const LOOKED_AT = 300

/**
 * Looks, from workspace to workspace, whether nearly all of their last texts failed for one cause, and tells those who can
 * mend it: once when it begins, and once when texts go again. That they were told and the mails are one transaction, so
 * however many workers look, there is one mail to each or none yet.
 */
export function openTellingOfFailures(context: Context): () => Promise<boolean> {
  let after = ''
  return async () => {
    const since = firstIdAt('msg', new Date(context.now().getTime() - OLDEST_MS))
    const seen = await context.db.system((tx) =>
      tx.rows<Seen>('failing_look', LOOK, [after, since, WORKSPACES_AT_ONCE]),
    )
    after = seen.length === WORKSPACES_AT_ONCE ? seen.at(-1)!.workspace_id : ''
    for (const one of seen) if (one.busy || one.told) await lookAt(context, one, since)
    return false
  }
}

interface Seen {
  workspace_id: string
  /** It tried to send something lately. */
  busy: boolean
  /** It was told that texts fail. */
  told: boolean
  /** By what it is told of otherwise, or by which nothing is sent. */
  quiet: boolean
}

async function lookAt(context: Context, { workspace_id: id, told, quiet }: Seen, since: string): Promise<void> {
  const tried = await context.db.system((tx) => tx.rows<Tried>('failing_tried', TRIED, [id, since, LOOKED_AT, MINUTES]))
  if (told) {
    if (quiet || goesAgain(tried)) await tellOver(context, id, quiet)
    return
  }
  const failing = quiet ? null : failingIn(tried)
  if (!failing) return
  const { inherited } = failing.example
  for (const whose of [id, ...(inherited ? [INSTALLATION] : [])]) {
    const people = await membersWho(context, whose, 'sms.configure')
    await context.db.system(async (tx) => {
      const [row] = await tx.rows<{ name: string }>('failing_told', TOLD, [whose, failing.cause, inherited])
      if (!row) return
      const letter = tellFailing(failing, nameOf(whose, row.name), MINUTES, context.publicUrl())
      await post(
        context,
        tx,
        people.map((to) => ({ to, ...letter })),
      )
    })
  }
}

/** What was switched off, disconnected or paused meanwhile does not go again, and is told of otherwise. */
async function tellOver(context: Context, id: string, quietly: boolean): Promise<void> {
  const people = await membersWho(context, id, 'sms.configure')
  const [gone] = await context.db.system((tx) => endOne(context, tx, id, quietly ? [] : people))
  if (!gone?.inherited) return
  const operators = await membersWho(context, INSTALLATION, 'sms.configure')
  await context.db.system(async (tx) => {
    const others = await tx.rows('failing_others', OTHERS, [INSTALLATION])
    if (others.length === 0) await endOne(context, tx, INSTALLATION, quietly ? [] : operators)
  })
}

async function endOne(context: Context, tx: Tx, id: string, people: string[]) {
  const gone = await tx.rows<{ name: string; inherited: boolean }>('failing_over', OVER, [id])
  const letter = gone[0] && tellGoing(nameOf(id, gone[0].name), context.publicUrl())
  if (letter)
    await post(
      context,
      tx,
      people.map((to) => ({ to, ...letter })),
    )
  return gone
}

function nameOf(id: string, name: string): string {
  return id === INSTALLATION ? 'workspaces that send through this installation' : name
}

/** In order of the key, each by one look at its newest attempt: those that send nothing cost no more than that. */
const LOOK = `
select s.workspace_id, f.workspace_id is not null as told,
  coalesce((select a.message_id from attempts a where a.workspace_id = s.workspace_id order by a.message_id desc limit 1) >= $2, false) as busy,
  s.waiting is not null or w.suspended_at is not null or w.delete_after is not null
    or (s.enabled_at is not null and not s.enabled) as quiet
from sms_settings s
join workspaces w on w.workspace_id = s.workspace_id
left join sms_failings f on f.workspace_id = s.workspace_id
where s.workspace_id > $1 order by s.workspace_id limit $3`

/** The last attempt of each text, newest first. */
const TRIED = `
select distinct on (a.message_id) a.message_id, a.state, m.status, coalesce(m.error_code, a.error_code) as error_code, m.error_class,
  a.http_status, a.detail, a.provider, a.inherited, encode(m.to_hash, 'hex') as number
from (select * from attempts where workspace_id = $1 and message_id >= $2 order by message_id desc, n desc limit $3) a
join messages m on m.workspace_id = $1 and m.id = a.message_id
where a.state <> 'started' and coalesce(a.ended_at, a.started_at) > now() - make_interval(mins => $4)
order by a.message_id desc, a.n desc`

const TOLD = `
with told as (
  insert into sms_failings (workspace_id, cause, inherited) values ($1, $2, $3) on conflict (workspace_id) do nothing
  returning workspace_id
)
select w.name from told t join workspaces w on w.workspace_id = t.workspace_id`

const OVER = `
with gone as (delete from sms_failings where workspace_id = $1 returning workspace_id, inherited)
select w.name, g.inherited from gone g join workspaces w on w.workspace_id = g.workspace_id`

const OTHERS = `select from sms_failings where inherited and workspace_id <> $1 limit 1`
