import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { readAbove } from './above.ts'
import { type Active, activeOf, type ConnectionRow, readCurrent } from './current.ts'
import { lastReplies } from './replies-last.ts'
import { lookAtRepliesIfDue } from './replies-look.ts'
import type { RepliesOut } from './replies-schema.ts'
import { canBePointed, hostOf, type ReplyState, replyState, worstOf } from './replies-state.ts'
import { inheritedSentence, type ReplyTale, replySentence } from './replies-words.ts'
import { repliesAddress, shownAddress } from './reply-address.ts'
import { type KnownRoute, readRoutes } from './reply-rows.ts'
import { clockTime } from './words.ts'

/** Where replies go, as the provider said when it was last asked, with what is needed to tell it. */
export interface ReplyFacts {
  active: Active | null
  address: string | null
  routes: (KnownRoute & { state: ReplyState; lastAt: Date | null })[]
  /** Null where the provider keeps no such setting. */
  state: ReplyState | null
  lastAt: Date | null
  trouble: string | null
  lookedAt: Date | null
  timeZone: string
}

/** What the page shows; asks the provider first where it was not asked since the settings were saved. */
export async function showReplies(context: Context, actor: Actor): Promise<RepliesOut> {
  await lookAtRepliesIfDue(context, actor.workspaceId)
  const facts = await readReplyFacts(context, actor.workspaceId)
  const { active, state } = facts
  const inherited = active?.inherited === true
  return {
    state,
    sentence: sentenceOf(context, facts),
    address: !inherited && actor.permissions.has('sms.configure') ? facts.address : null,
    why_not: whyNot(facts),
    senders: inherited ? [] : facts.routes.map((route) => showRoute(context, facts, route)),
    last_at: facts.lastAt?.toISOString() ?? null,
    trouble: inherited ? null : facts.trouble,
    looked_at: facts.lookedAt?.toISOString() ?? null,
  }
}

export async function readReplyFacts(context: Context, workspaceId: string): Promise<ReplyFacts> {
  const [current, above] = await Promise.all([
    context.db.tenant(workspaceId, (tx) => readCurrent(tx, workspaceId)),
    readAbove(context, workspaceId),
  ])
  const active = activeOf({ ...current, above })
  const owner = active?.inherited ? INSTALLATION : workspaceId
  const sealer = await context.keys.forWorkspace(owner)
  const known = active ? await context.db.tenant(owner, (tx) => readRoutes(tx, sealer, owner)) : []
  const last = await context.db.tenant(workspaceId, (tx) => lastReplies(tx, workspaceId, known))
  const address = active && repliesAddress(context, placeOf(owner, active.connection))
  const routes = known.map((route) => ({
    ...route,
    inUse: route.inUse && route.connectionId === active?.connection.id,
    state: replyState(context.keys, route, ownAddress(context, owner, route, active!.connection)),
    lastAt: last.of.get(route) ?? null,
  }))
  const used = routes.filter(({ inUse }) => inUse)
  const hasSetting = active !== null && active.connection.provider !== 'webhook'
  return {
    ...{ active, address, routes, lastAt: last.any },
    state: hasSetting ? worstOf(used.map(({ state }) => state)) : null,
    trouble: active?.connection.replies_trouble ?? null,
    lookedAt: active?.connection.replies_looked_at ?? null,
    timeZone: current.workspace.time_zone,
  }
}

export function placeOf(workspaceId: string, { id, provider }: Pick<ConnectionRow, 'id' | 'provider'>) {
  return { workspaceId, connectionId: id, provider }
}

/** Each connection has an address of its own; a provider that was left behind has it still. */
function ownAddress(context: Context, owner: string, { connectionId }: KnownRoute, { id, provider }: ConnectionRow) {
  const isLeft = connectionId !== id
  return repliesAddress(context, { workspaceId: owner, connectionId, provider: isLeft ? 'simulator' : provider })
}

function whyNot({ active, address }: ReplyFacts): RepliesOut['why_not'] {
  if (!active) return 'not_connected'
  if (active.inherited) return 'inherited'
  return address === null ? 'no_public_address' : null
}

/** The sentence of the sender that is worst off. */
function sentenceOf(context: Context, facts: ReplyFacts): string | null {
  if (!facts.active || facts.state === null) return null
  const tale = taleOf(context.now(), facts)
  return facts.active.inherited ? inheritedSentence(facts.state, tale) : replySentence(facts.state, tale)
}

/** Of one sender, or of the one that is worst off. */
export function taleOf(now: Date, facts: ReplyFacts, one?: Shown): ReplyTale {
  const route = one ?? facts.routes.find(({ inUse, state }) => inUse && state === facts.state)
  const at = route ? route.lastAt : facts.lastAt
  return {
    provider: facts.active!.connection.provider,
    host: hostOf(route?.setting ?? null),
    application: route?.application ?? null,
    name: route?.name ?? null,
    value: route?.value ?? '',
    numbers: route?.numbers ?? [],
    last: at && clockTime(at, now, facts.timeZone),
  }
}

type Shown = ReplyFacts['routes'][number]

function showRoute(context: Context, facts: ReplyFacts, route: Shown): RepliesOut['senders'][number] {
  const { before, state, setting } = route
  return {
    ...{ id: route.sid, kind: route.kind, value: route.value, name: route.name, numbers: route.numbers, state },
    sentence: replySentence(state, taleOf(context.now(), facts, route)),
    host: hostOf(setting),
    application: route.application,
    now: setting?.url ? shownAddress(setting.url) : null,
    version: versionOf(context, route),
    can_point: route.inUse && canBePointed(state),
    before: before && {
      address: before.url && shownAddress(before.url),
      at: route.pointedAt!.toISOString(),
      by: route.pointedBy ?? '',
    },
    can_put_back: before !== null && state === 'ours',
    in_use: route.inUse,
    last_at: route.lastAt?.toISOString() ?? null,
  }
}

/** Numbers begin with a plus, so this text can never be one; and nothing of the address can be told from its hash. */
export function versionOf({ keys }: Context, { sid, goes, setting }: KnownRoute): string {
  return keys
    .hashNumber(`reply route|${sid}|${goes}|${JSON.stringify(setting)}`)
    .toString('base64url')
    .slice(0, 22)
}
