import type { Actor, Context } from '../kit/context.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { changeRoute } from './replies-change.ts'
import { lookAnew } from './replies-point.ts'
import { type ReplyFacts, readReplyFacts } from './replies-show.ts'
import { senderText } from './words.ts'

type Route = ReplyFacts['routes'][number]

/** Puts back what stood there before, where it still comes here; where it was put back before, that is all. */
export async function putRepliesBack(context: Context, actor: Actor, ids: string[]): Promise<void> {
  const { routes } = await lookAnew(context, actor.workspaceId)
  const wanted = ids.map((id, n) => {
    const route = routes.find(({ sid }) => sid === id)
    if (!route) throw invalid([{ pointer: `/senders/${n}/id`, detail: 'Not a sender that is known here.' }])
    return route
  })
  for (const route of new Set(wanted)) await putBack(context, actor, route)
}

/** All of them, before the credentials that it takes are erased. */
export async function putAllBack(context: Context, actor: Actor): Promise<void> {
  const { active, routes } = await readReplyFacts(context, actor.workspaceId)
  if (active?.inherited || routes.every(({ before }) => before === null)) return
  for (const route of (await lookAnew(context, actor.workspaceId)).routes)
    if (route.state === 'ours') await putBack(context, actor, route)
}

async function putBack(context: Context, actor: Actor, route: Route): Promise<void> {
  const { before, state } = route
  if (before === null) return
  if (state !== 'ours') {
    const detail = `Replies of ${senderText(route)} do not come here any more: somebody changed that at the provider. Nothing was changed.`
    throw new Problem(409, 'changed_meanwhile', detail)
  }
  await changeRoute(context, actor, { route, setting: before, action: 'sms_replies.put_back' })
}
