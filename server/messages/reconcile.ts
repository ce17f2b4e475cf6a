import type { Context } from '../kit/context.ts'
import { isConnectionFailure, type Tx } from '../kit/db.ts'
import type { ListedMessage } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import {
  type InDoubt,
  keyOf,
  lockInDoubt,
  type Opened,
  openAttempts,
  ownedReferences,
  takeInDoubt,
} from './in-doubt.ts'
import { type Answered, askAll, type Search } from './look-up.ts'
import { type Claimant, type Listing, match, type Verdict } from './match.ts'
import { patienceWith } from './patience.ts'
import { closeRunOutCodes, LISTING, noteEmptyLook, noteMiss, resolveFound, resolveNotAccepted } from './resolve.ts'

/** Attempts taken in one turn. */
const AT_ONCE = 64
/** Of one account no more while others wait too. */
const AT_ONCE_PER_ACCOUNT = 16
/** Each holds a connection to the database for as long as it takes; sending needs them more. */
const CONCLUDED_AT_ONCE = 4
/** Clocks differ, the provider's and the database's, and the provider keeps whole seconds. */
const CLOCKS_DIFFER_MS = 120_000
/** That many complete looks without a text are proof, one settle time apart. */
const LOOKS = 2
/** A provider that cannot be reached a few times is no reason yet to ask a person. */
const PASSING_MISSES = 3

/**
 * Finds out what became of attempts whose end is not known, before anything is sent again: after the time in which the
 * provider would have called back by itself, its list is looked at, twice, and what even that leaves open is left to a
 * person (docs/decisions/0017).
 */
export function openReconciling(context: Context): () => Promise<boolean> {
  return async () => {
    const busy = await lookUpDue(context)
    // Only now: one that fails each time has not looked.
    context.metrics.lookedUp()
    await context.db.system(closeRunOutCodes)
    return busy
  }
}

async function lookUpDue(context: Context): Promise<boolean> {
  const due = await context.db.system((tx) =>
    takeInDoubt(context, tx, { limit: AT_ONCE, perAccount: AT_ONCE_PER_ACCOUNT }),
  )
  if (due.length === 0) return false
  const opened = await openDue(context, due)
  const searches = planSearches(opened, await readRivals(context, opened))
  // One account after the other, as they finish: each takes connections to the database.
  let concluding = Promise.resolve()
  await askAll(context, searches, (answers) => {
    concluding = concluding.then(() => concludeAll(context, answers))
    return concluding
  })
  return due.length === AT_ONCE
}

async function concludeAll(context: Context, answers: Answered[]): Promise<void> {
  const listed = answers.filter(({ kind }) => kind === 'listed').flatMap(({ search }) => search.due)
  // Read anew: others may have been begun while the provider was asked.
  const rivals = listed.length > 0 ? await readRivals(context, listed) : []
  for (let first = 0; first < answers.length; first += CONCLUDED_AT_ONCE) {
    const some = answers.slice(first, first + CONCLUDED_AT_ONCE)
    await Promise.all(some.map((answer) => concludeAlone(context, answer, rivals)))
  }
}

async function open(context: Context, attempt: InDoubt): Promise<Opened> {
  const sealer = await context.keys.forWorkspace(attempt.workspace_id)
  const { message_id: id, redirected_sealed, to_sealed, body_sealed } = attempt
  const to = redirected_sealed
    ? sealer.open(`messages.redirected|${id}`, redirected_sealed)
    : sealer.open(`messages.to|${id}`, to_sealed)
  return { ...attempt, to, body: body_sealed && sealer.open(`messages.body|${id}`, body_sealed) }
}

/** Without those that the installation's key does not open: one of them must not keep the others from being looked up. */
async function openEach(context: Context, attempts: InDoubt[]): Promise<Opened[]> {
  const opened = await Promise.allSettled(attempts.map((attempt) => open(context, attempt)))
  const failed = opened.find((one) => one.status === 'rejected')
  // A database that is away says nothing about the text: the next look is booked already.
  if (failed && isConnectionFailure(failed.reason)) throw failed.reason
  if (failed) context.log.error({ err: failed.reason }, 'a text in doubt could not be opened')
  return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

async function openDue(context: Context, due: InDoubt[]): Promise<Opened[]> {
  const opened = await openEach(context, due)
  const closed = due.filter((one) => !opened.some((other) => keyOf(other) === keyOf(one)))
  if (closed.length > 0) await context.db.system((tx) => noteMiss(tx, closed, 'no_text', null))
  return opened
}

/** One search for each number of an account, reaching back as far as the oldest attempt that may own what is found. */
function planSearches(opened: Opened[], rivals: Opened[]): Search[] {
  const groups = Map.groupBy(opened, (one) => `${one.workspace_id}|${one.provider_account}|${one.to}`)
  return [...groups.values()].map((group) => {
    const { provider_account: account, to } = group[0]!
    const starts = [...group, ...rivalsOf(rivals, account, to)].map((one) => one.started_at.getTime())
    return { account, to, since: new Date(Math.min(...starts) - CLOCKS_DIFFER_MS).toISOString(), due: group }
  })
}

async function readRivals(context: Context, opened: Opened[]): Promise<Opened[]> {
  const accounts = [...new Set(opened.map((one) => one.provider_account))]
  const numbers = [...new Set(opened.map((one) => one.to))].map((to) => context.keys.hashNumber(to))
  return openEach(context, await context.db.system((tx) => openAttempts(context, tx, accounts, numbers)))
}

function rivalsOf(rivals: Opened[], account: string, to: string): Opened[] {
  return rivals.filter((one) => one.provider_account === account && one.to === to)
}

/** What fails is looked at again when its booked time has come; the rest of the turn goes on. */
async function concludeAlone(context: Context, answer: Answered, rivals: Opened[]): Promise<void> {
  try {
    await conclude(context, answer, rivals)
  } catch (error) {
    context.log.error({ err: error }, 'a look for a text in doubt could not be concluded')
  }
}

async function conclude(context: Context, answer: Answered, rivals: Opened[]): Promise<void> {
  const { search } = answer
  if (answer.kind === 'busy') {
    await context.db.system((tx) => noteMiss(tx, search.due, null, answer.afterMs / 1000))
  } else if (answer.kind === 'undecided') {
    const { misses } = search.due[0]!
    const seconds = answer.againBySelf ? againInSeconds(context, search.due[0]!) : null
    const why = answer.why === 'unreachable' && misses < PASSING_MISSES ? null : answer.why
    await context.db.system((tx) => noteMiss(tx, search.due, why, seconds))
  } else {
    await concludeListed(context, search, answer.listed.messages, rivalsOf(rivals, search.account, search.to))
  }
}

/** Ever more rarely: what is broken may be mended at any time, and then decides itself. */
function againInSeconds(context: Context, { provider, misses }: InDoubt): number {
  const { lookAgainSeconds, seldomSeconds } = patienceWith(context, provider)
  return Math.min(lookAgainSeconds * 2 ** Math.min(misses, 20), seldomSeconds)
}

async function concludeListed(
  context: Context,
  search: Search,
  messages: ListedMessage[],
  rivals: Opened[],
): Promise<void> {
  const resolved: ('accepted' | 'not_accepted')[] = []
  try {
    await context.db.system(async (tx) => {
      const here = new Map([...rivals, ...search.due].map((one) => [keyOf(one), one]))
      const doubted = [...here.values()].filter((one) => one.state === 'unknown' && !one.pending)
      const held = await lockInDoubt(tx, doubted)
      const owned = await ownedReferences(
        tx,
        search.account,
        messages.map(({ reference }) => reference),
      )
      const unowned = messages.filter(({ reference }) => !owned.has(reference))
      const claimants = [...here.values()].filter((one) => one.pending || held.has(keyOf(one)))
      const verdicts = match(claimants.map((one) => claimantOf(one, unowned)))
      for (const one of claimants.filter((claimant) => held.has(keyOf(claimant)))) {
        const isDue = search.due.some((due) => keyOf(due) === keyOf(one))
        const became = await apply(context, tx, one, verdicts.get(keyOf(one))!, unowned, isDue)
        if (became) resolved.push(became)
      }
    })
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'attempts_reference') throw error
    // Another attempt has just been answered with one of these: look again, soon.
    resolved.length = 0
    await context.db.system((tx) => noteMiss(tx, search.due, null, lookAgainSeconds(context, search)))
  }
  for (const became of resolved) context.metrics.doubtResolved('listing', became)
}

function lookAgainSeconds(context: Context, { due }: Search): number {
  return patienceWith(context, due[0]!.provider).lookAgainSeconds
}

function claimantOf(one: Opened, messages: ListedMessage[]): Claimant {
  const { likeness } = adapterFor(one.provider)
  const text = { to: one.to, body: one.body ?? '', sender: one.sender }
  const like = (wanted: string): Listing[] =>
    messages
      .filter((message) => one.body !== null && likeness(message, text) === wanted)
      .map(({ reference, createdAt }) => ({ reference, createdMs: Date.parse(createdAt) }))
  return {
    key: keyOf(one),
    fromMs: one.started_at.getTime() - CLOCKS_DIFFER_MS,
    untilMs: one.deadline_at.getTime() + CLOCKS_DIFFER_MS,
    pending: one.pending,
    same: like('same'),
    perhaps: like('perhaps'),
  }
}

/** What was found settles anybody it belongs to; what was not found counts only for those whose look this was. */
async function apply(
  context: Context,
  tx: Tx,
  one: Opened,
  verdict: Verdict,
  messages: ListedMessage[],
  isDue: boolean,
): Promise<'accepted' | 'not_accepted' | null> {
  if (verdict.kind === 'found') {
    const listed = messages.find(({ reference }) => reference === verdict.reference)!
    await resolveFound(context, tx, one, listed)
    return 'accepted'
  }
  if (!isDue) return null
  const { settleSeconds, lookAgainSeconds: soon } = patienceWith(context, one.provider)
  if (one.body === null) await noteMiss(tx, [one], 'no_text', null)
  else if (verdict.kind === 'unclear') await noteMiss(tx, [one], 'unclear', againInSeconds(context, one))
  else if (verdict.kind === 'later') await noteMiss(tx, [one], null, soon)
  else if (one.looks + 1 < LOOKS) await noteEmptyLook(tx, one, settleSeconds)
  else {
    await resolveNotAccepted(tx, [one], LISTING)
    return 'not_accepted'
  }
  return null
}
