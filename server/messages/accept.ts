import type { Context } from '../kit/context.ts'
import { isRefusedValue } from '../kit/db.ts'
import { type Group, startGroup } from '../kit/group.ts'
import { keyReused, storedAnswer } from '../kit/idempotency.ts'
import type { ChannelFacts } from './gate.ts'
import { type Accepted, ensureLanes, type Facts, judgeAll, type Request, readFacts, store } from './store.ts'

/** What is remembered between groups; nothing rests on it being true. */
interface Memory {
  channels: Map<string, ChannelFacts>
  lanes: Set<string>
}

/**
 * Takes texts into the queue. Requests of one workspace that arrive together share a transaction, so that each is
 * durable before it is answered without each paying for its own flush.
 */
export function openAcceptance(context: Context): (request: Request) => Promise<Accepted[]> {
  const groups = new Map<string, Group<Request, Accepted[]>>()
  const memory: Memory = { channels: new Map(), lanes: new Set() }
  const groupOf = (workspaceId: string) => {
    let group = groups.get(workspaceId)
    if (!group) {
      if (groups.size > 5000) groups.clear()
      group = startGroup({
        maxItems: 256,
        maxAtOnce: 1,
        isOfOne: isRefusedValue,
        work: (requests) => acceptTogether(context, workspaceId, requests, memory),
      })
      groups.set(workspaceId, group)
    }
    return group
  }
  return async (request) => {
    const accepted = await groupOf(request.actor.workspaceId).add(request)
    context.wake.say('work')
    return accepted
  }
}

async function acceptTogether(
  context: Context,
  workspaceId: string,
  requests: Request[],
  memory: Memory,
): Promise<(Accepted[] | Error)[]> {
  const { first, repeats } = separateRepeats(requests)
  await ensureLanes(context, workspaceId, first, memory.lanes)
  const { judged, fresh } = await judgeAndStore(context, workspaceId, first, memory.channels)
  const answers = new Map<Request, Accepted[] | Error>()
  for (const [i, request] of first.entries()) {
    answers.set(request, isFresh(request, fresh) ? judged[i]! : await earlierAnswer(context, workspaceId, request))
  }
  for (const [request, original] of repeats) {
    const same = request.idempotency!.hash.equals(original.idempotency!.hash)
    answers.set(request, same ? answers.get(original)! : keyReused())
  }
  return requests.map((request) => answers.get(request)!)
}

/**
 * Judges by what was true a moment ago and lets the database refuse where it no longer is: in the usual case nothing is
 * asked before the one statement that stores.
 */
async function judgeAndStore(context: Context, workspaceId: string, requests: Request[], channels: Memory['channels']) {
  const remembered = channels.get(workspaceId)
  let facts: Facts = remembered
    ? { channel: remembered, optedOut: new Set() }
    : await readFacts(context, workspaceId, requests)
  for (;;) {
    const judged = judgeAll(requests, facts)
    const fresh = await context.db.tenant(workspaceId, async (tx) => {
      const stored = await store(tx, workspaceId, requests, judged, facts)
      for (const request of requests) if (stored && isFresh(request, stored)) await request.also?.(tx)
      return stored
    })
    if (channels.size > 10_000) channels.clear()
    channels.set(workspaceId, facts.channel)
    if (fresh) return { judged, fresh }
    facts = await readFacts(context, workspaceId, requests)
  }
}

function isFresh({ idempotency }: Request, fresh: Set<string>): boolean {
  return !idempotency || fresh.has(idempotency.key)
}

/** Two requests with one key that arrived in the same group: the second gets the first one's answer. */
function separateRepeats(requests: Request[]) {
  const byKey = new Map<string, Request>()
  const first: Request[] = []
  const repeats: [Request, Request][] = []
  for (const request of requests) {
    const original = request.idempotency && byKey.get(request.idempotency.key)
    if (original) repeats.push([request, original])
    else {
      first.push(request)
      if (request.idempotency) byKey.set(request.idempotency.key, request)
    }
  }
  return { first, repeats }
}

async function earlierAnswer(context: Context, workspaceId: string, request: Request): Promise<Accepted[] | Error> {
  const { key, hash } = request.idempotency!
  try {
    const answer = await context.db.tenant(workspaceId, (tx) => storedAnswer(tx, workspaceId, key, hash))
    return answer.body as Accepted[]
  } catch (problem) {
    return problem as Error
  }
}
