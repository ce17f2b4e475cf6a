import { type Change, recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Asked, ReplySetting } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { refusalMembers } from './ask.ts'
import { hostOf } from './replies-state.ts'
import { type KnownRoute, sealSetting } from './reply-rows.ts'
import { openConnection } from './secrets.ts'
import { atSentenceStart, maskedSender, providerName, senderText } from './words.ts'

interface Wanted {
  route: KnownRoute
  setting: ReplySetting
  action: Extract<Change['action'], 'sms_replies.pointed' | 'sms_replies.put_back'>
}

/**
 * Changes one route at the provider. What stood there is stored before it is asked, so that it is not lost with the process;
 * no transaction is open meanwhile.
 * @throws {Problem} `provider_refused` where nothing was changed, `provider_unreachable` where it may have been.
 */
export async function changeRoute(context: Context, actor: Actor, wanted: Wanted): Promise<void> {
  const { workspaceId } = actor
  const { route, setting, action } = wanted
  const sealer = await context.keys.forWorkspace(workspaceId)
  const row = await context.db.tenant(workspaceId, (tx) => findConnection(tx, workspaceId, route.connectionId))
  const pointing = action === 'sms_replies.pointed'
  const key = [workspaceId, route.connectionId, route.sid]
  if (pointing) {
    const before = sealSetting(sealer, 'before', route, route.setting ?? { url: null, method: 'POST' })
    await context.db.tenant(workspaceId, (tx) => tx.rows('replies_keep', KEEP, [...key, before, actor.name]))
  }
  const connection = openConnection(sealer, row, context)
  const asked = await adapterFor(connection.provider).routeReplies(context.egress.http, connection, route, setting)
  const isDone = asked.kind === 'found' && asked.value.url === setting.url && asked.value.method === setting.method
  await context.db.tenant(workspaceId, async (tx) => {
    // A look that began before is about what was there before; where it is not known what is, the next one is due.
    await tx.rows('replies_overtake', OVERTAKE, [workspaceId, route.connectionId, isDone])
    if (!isDone) {
      // Nothing happened: what was to be put back before still is.
      if (pointing && asked.kind === 'refused')
        await tx.rows('replies_unkeep', UNKEEP, [
          ...key,
          ...[sealSetting(sealer, 'before', route, route.before), route.pointedAt, route.pointedBy],
        ])
      return
    }
    const setting_sealed = sealSetting(sealer, 'setting', route, setting)
    await tx.rows('replies_changed', CHANGED, [...key, setting_sealed, goesTo(route, setting), pointing])
    await recordChange(tx, actor, {
      action,
      target: 'sms_settings',
      changes: {
        replies_of: { from: null, to: maskedSender(route) },
        go_to: { from: hostOf(route.setting), to: hostOf(setting) },
      },
    })
  })
  if (!isDone) throw failed(asked, row.provider, route)
}

function goesTo({ kind }: KnownRoute, { url }: ReplySetting): KnownRoute['goes'] {
  if (url !== null) return 'address'
  return kind === 'messaging_service' ? 'dropped' : 'nothing'
}

const WHICH = 'where workspace_id = $1 and connection_id = $2 and sid = $3'
const KEEP = `update reply_routes set before_sealed = $4, pointed_at = now(), pointed_by = $5 ${WHICH}`
const UNKEEP = `update reply_routes set before_sealed = $4, pointed_at = $5, pointed_by = $6 ${WHICH}`
const CHANGED = `
update reply_routes set setting_sealed = $4, goes = $5, shared = false,
  before_sealed = case when $6 then before_sealed end, pointed_at = case when $6 then pointed_at end,
  pointed_by = case when $6 then pointed_by end ${WHICH}`
const OVERTAKE = `
update connections set replies_looked_at = case when $3 then clock_timestamp() end where workspace_id = $1 and id = $2`

async function findConnection(tx: Tx, workspaceId: string, id: string) {
  return tx
    .selectFrom('connections')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

function failed(asked: Asked<ReplySetting>, providerKind: string, route: KnownRoute): Problem {
  const provider = atSentenceStart(providerName(providerKind))
  const whose = senderText(route)
  if (asked.kind === 'refused') {
    const detail = `${provider} refused to change where replies of ${whose} go: ${asked.refusal.cause} Copy the address and set it at ${providerName(providerKind)} yourself.`
    return new Problem(422, 'provider_refused', detail, { more: refusalMembers(asked.refusal) })
  }
  if (asked.kind === 'missing') return new Problem(409, 'sender_gone', `${whose} is not on the account any more.`)
  const why = asked.kind === 'unreachable' ? asked.detail : 'it answered with another address'
  const detail = `Whether replies of ${whose} were changed is not known: ${provider} did not confirm it (${why}). Look again in a moment.`
  return new Problem(503, 'provider_unreachable', detail)
}
