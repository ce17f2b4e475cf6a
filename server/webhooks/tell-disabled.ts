import { DISABLED_AFTER_DAYS } from '../../shared/webhooks.ts'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { type Letter, post } from '../mail/post.ts'
import { membersWho } from '../workspaces/members.ts'

const AT_ONCE = 20
/** Whoever is away over a weekend still gets it. */
const OF_USE_MINUTES = 24 * 60

interface Disabled {
  workspace_id: string
  id: string
  url: string
  disabled_for: 'failing' | 'gone'
  name: string
}

/**
 * Tells those who may mend it, once, that a webhook was disabled. The mails, the entry in the audit log and the note that
 * they were told are one transaction: however many workers look, there is one mail to each or none yet.
 */
export async function tellDisabled(context: Context): Promise<boolean> {
  const due = await context.db.system((tx) => tx.rows<Disabled>('webhooks_untold', UNTOLD, [AT_ONCE]))
  for (const endpoint of due) {
    const people = await membersWho(context, endpoint.workspace_id, 'webhooks.manage')
    await context.db.system((tx) => tell(context, tx, endpoint, people))
  }
  return due.length === AT_ONCE
}

const UNTOLD = `
select e.workspace_id, e.id, e.url, e.disabled_for, w.name from webhook_endpoints e
join workspaces w on w.workspace_id = e.workspace_id
where not e.told order by e.workspace_id, e.id limit $1`

async function tell(context: Context, tx: Tx, endpoint: Disabled, people: string[]): Promise<void> {
  const { workspace_id, id, url, disabled_for } = endpoint
  const text = `update webhook_endpoints set told = true where workspace_id = $1 and id = $2 and not told returning id`
  const noted = await tx.rows('webhook_told', text, [workspace_id, id])
  if (noted.length === 0) return
  const letter = letterOf(endpoint, context.publicUrl())
  await post(
    context,
    tx,
    people.map((to) => ({ to, ...letter })),
  )
  const actor = { workspaceId: workspace_id, kind: 'system', id: 'handset', name: 'Handset' } as const
  const changes = { url: { from: url, to: url }, why: { from: null, to: disabled_for } }
  await recordChange(tx, actor, { action: 'webhook.disabled', target: id, changes })
}

function letterOf({ id, url, disabled_for, name }: Disabled, address: string | null): Omit<Letter, 'to'> {
  const why =
    disabled_for === 'gone'
      ? 'It answered HTTP 410, which says that nobody listens there any more.'
      : `For ${DISABLED_AFTER_DAYS} days every call of it failed.`
  return {
    subject: `A webhook of ${name} was disabled`,
    text: [
      `Handset no longer calls ${url}`,
      '',
      why,
      'What happens meanwhile is kept for 30 days. Once the endpoint answers again, switch the webhook on in Settings →',
      'Webhooks, and have sent again what failed.',
      ...(address ? ['', `${address}/settings/webhooks/${id}`] : []),
      '',
    ].join('\n'),
    validMinutes: OF_USE_MINUTES,
  }
}
