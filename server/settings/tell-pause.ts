import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { type Letter, post } from '../mail/post.ts'
import { CONNECTION_OWNER, IS_ENABLED } from '../workspaces/inherited.ts'
import { membersWho } from '../workspaces/members.ts'
import { type PauseStory, tellResumed, tellStopped } from './pause-letters.ts'

const AT_ONCE = 20

/**
 * Tells those who can mend it, once for each pause, that texts of their workspace wait because the provider refuses the
 * account; and once that they go again. The mails and the note that they were told are one transaction, under the lock of
 * the settings: however many workers look, and wherever one dies, there is one mail to each or none yet.
 */
export async function tellPauses(context: Context): Promise<boolean> {
  const due = await context.db.system((tx) => tx.rows<{ workspace_id: string }>('pauses_due', DUE, [AT_ONCE]))
  for (const { workspace_id } of due) {
    const people = await membersWho(context, workspace_id, 'sms.configure')
    await context.db.system((tx) => tell(context, tx, workspace_id, people))
  }
  return due.length === AT_ONCE
}

const DUE = `select workspace_id from sms_settings where waiting_told is distinct from waiting_since limit $1`

async function tell(context: Context, tx: Tx, workspaceId: string, people: string[]): Promise<void> {
  const [story] = await tx.rows<PauseStory>('pause_told', TOLD, [workspaceId])
  if (!story) return
  const letter = letterOf(context, story)
  if (!letter) return
  if (people.length === 0)
    context.log.warn({ workspace: workspaceId }, `nobody here may mend it, so nobody is told: ${letter.subject}`)
  await post(
    context,
    tx,
    people.map((to) => ({ to, ...letter })),
  )
}

/** What was switched off or disconnected meanwhile does not go on again; whoever did that knows. */
function letterOf(context: Context, story: PauseStory): Omit<Letter, 'to'> | null {
  const address = context.publicUrl()
  if (story.waiting) return tellStopped(story, address)
  return story.enabled && story.provider ? tellResumed(story, address) : null
}

const TOLD = `
with before as (
  select workspace_id, waiting_told from sms_settings
  where workspace_id = $1 and waiting_told is distinct from waiting_since for update
), told as (
  update sms_settings s set waiting_told = s.waiting_since from before b where s.workspace_id = b.workspace_id
  returning s.workspace_id, s.waiting, s.waiting_code, coalesce(s.waiting_since, b.waiting_told) as since
)
select t.waiting, t.waiting_code, t.since, ${IS_ENABLED} as enabled, o.workspace_id <> s.workspace_id as inherited, w.name, w.time_zone, c.provider, now() as now,
  (select count(*)::int from queue q where q.workspace_id = t.workspace_id) as texts,
  (select min(q.not_after) from queue q where q.workspace_id = t.workspace_id) as first_expires_at
from told t
join workspaces w on w.workspace_id = t.workspace_id
join sms_settings s on s.workspace_id = t.workspace_id
cross join inherited_channel i
join sms_settings o on o.workspace_id = ${CONNECTION_OWNER}
left join connections c on c.workspace_id = o.workspace_id and c.id = o.connection_id`
