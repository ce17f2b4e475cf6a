import type { Actor, Context } from '../kit/context.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { changeRoute } from './replies-change.ts'
import { lookAtReplies } from './replies-look.ts'
import type { PointInput } from './replies-schema.ts'
import { type ReplyFacts, readReplyFacts, versionOf } from './replies-show.ts'
import { canBePointed } from './replies-state.ts'
import { notConnected } from './secret-actions.ts'
import { atSentenceStart, providerName, senderText } from './words.ts'

/**
 * Points senders here: exactly those that somebody named, and only where they still are as that person saw them. What
 * points here already stays as it is.
 */
export async function pointReplies(context: Context, actor: Actor, wanted: PointInput['senders']): Promise<void> {
  const facts = await lookAnew(context, actor.workspaceId)
  const { address } = facts
  if (facts.state === null) throw keepsNone()
  if (address === null) throw noAddress()
  const routes = wanted.map((one, n) => find(context, facts, one, n)).filter(({ state }) => state !== 'ours')
  for (const route of new Set(routes)) {
    const setting = { url: address, method: 'POST' as const }
    await changeRoute(context, actor, { route, setting, action: 'sms_replies.pointed' })
  }
}

/** What is changed is changed at the provider, so it is looked at there first. */
export async function lookAnew(context: Context, workspaceId: string): Promise<ReplyFacts> {
  const before = await readReplyFacts(context, workspaceId)
  if (!before.active) throw notConnected()
  if (before.active.inherited) throw inherited()
  // A webhook keeps none itself; what was pointed at a provider before it is as it was.
  if (before.state === null) return before
  const trouble = await lookAtReplies(context, workspaceId)
  if (trouble !== null) {
    const provider = atSentenceStart(providerName(before.active.connection.provider))
    throw new Problem(503, 'provider_unreachable', `${provider} could not be asked: ${trouble}. Nothing was changed.`)
  }
  return readReplyFacts(context, workspaceId)
}

function find(context: Context, { routes }: ReplyFacts, { id, version }: PointInput['senders'][number], n: number) {
  const route = routes.find(({ sid, inUse }) => inUse && sid === id)
  if (!route) throw invalid([{ pointer: `/senders/${n}/id`, detail: 'Not a sender that is in use here.' }])
  if (route.state === 'ours') return route
  if (!canBePointed(route.state)) {
    const detail = `Where replies of ${senderText(route)} go cannot be changed from here. Nothing was changed.`
    throw new Problem(409, 'cannot_be_pointed', detail)
  }
  if (versionOf(context, route) !== version) {
    const detail = `Replies of ${senderText(route)} go elsewhere by now than you were shown. Nothing was changed: look again.`
    throw new Problem(409, 'changed_meanwhile', detail)
  }
  return route
}

function noAddress(): Problem {
  const detail =
    'Handset has no public address to which replies could be sent. The operator can set one; until then Handset asks for them.'
  return new Problem(409, 'no_public_address', detail)
}

function inherited(): Problem {
  const detail = 'The sender is the installation’s. Its operator says where its replies go.'
  return new Problem(409, 'inherited', detail)
}

function keepsNone(): Problem {
  return new Problem(
    409,
    'not_kept_there',
    'Your endpoint itself posts what people answer; there is nothing to change.',
  )
}
