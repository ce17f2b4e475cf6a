import { maskPhone } from '../../shared/phone.ts'
import type { Actor, Context } from '../kit/context.ts'
import { requestHash } from '../kit/idempotency.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { readWhole } from '../settings/above.ts'
import { activeOf, type Current, isRedirecting } from '../settings/current.ts'
import { openRedirect } from '../settings/secrets.ts'
import { pricesOf } from '../spend/prices.ts'
import type { openAcceptance } from './accept.ts'
import { readDetail } from './detail.ts'
import { prepare } from './prepare.ts'
import type { MessageDetail } from './schema.ts'

type Accept = ReturnType<typeof openAcceptance>

/** How long a test send waits for the provider's own answer. */
const WAIT_MS = 10_000
const TESTS_A_MINUTE = 10

/** The text of a test send: an alert as it will look, marked as a test. */
export async function makeSample(context: Context, actor: Actor) {
  const current = await readWhole(context, actor.workspaceId)
  const isRedirectedAbove = current.above?.redirecting === true
  const redirectedTo = isRedirectedAbove ? null : await testPhone(context, current)
  const notes = redirectedTo ? [`Redirect is on: this goes to ${redirectedTo}.`] : []
  if (isRedirectedAbove)
    notes.push('The operator redirects the texts of all workspaces: this goes to a test phone of theirs.')
  const isTrial = activeOf(current)?.connection.account_kind === 'trial'
  if (isTrial) notes.push('Trial account: a number that is not verified at the provider will be refused.')
  return { body: sampleText(current, isTrial, context.publicUrl()), to: null, redirected_to: redirectedTo, notes }
}

async function testPhone(context: Context, { workspace, settings }: Current): Promise<string | null> {
  if (!isRedirecting(settings, context.now())) return null
  const sealer = await context.keys.forWorkspace(workspace.workspace_id)
  return maskPhone(openRedirect(sealer, workspace.workspace_id, settings!.redirect_sealed)!)
}

/**
 * One segment even behind a trial account's sentence of 38 characters, where two would be refused (Twilio 30044): the
 * title goes first.
 */
function sampleText({ workspace, settings }: Current, isTrial: boolean, publicUrl: string | null): string {
  const item = isTrial ? 'Work item ENG-42' : 'Work item ENG-42 "Fix login redirect"'
  return `${settings?.name_in_texts ?? workspace.name} Alert: [Test] ${item}\npriority changed to Urgent.\nView: ${publicUrl ?? 'https://example.com'}/${workspace.slug}/issues/ENG-42`
}

/**
 * Sends the sample through everything that any text goes through, and waits for what the provider answers, up to ten
 * seconds. A number that was given wins; there is none to fall back on before people can register theirs.
 */
export async function sendTest(
  context: Context,
  accept: Accept,
  actor: Actor,
  input: { to?: string | undefined },
  key: string | undefined,
): Promise<{ message: MessageDetail; answered: boolean }> {
  if (!input.to) throw invalid([{ pointer: '/to', detail: 'Say which phone the test goes to.' }])
  const { body } = await makeSample(context, actor)
  const prices = await pricesOf(context)
  const texts = await prepare(context, actor.workspaceId, [{ to: input.to, body, class: 'test' }], prices)
  const idempotency = key === undefined ? null : { key, hash: requestHash(context.keys, { test: input }) }
  await takeTurn(context, actor.workspaceId)
  const [accepted] = await accept({ actor, texts, idempotency })
  return waitForAnswer(context, actor, accepted!.id)
}

/** Whoever comes while another one counts waits for the row, and then counts that one too. */
async function takeTurn(context: Context, workspaceId: string): Promise<void> {
  const turns = await context.db.tenant(workspaceId, (tx) => tx.rows('test_turn', TAKE_TURN, [workspaceId]))
  if (turns.length > 0) return
  const detail = `${TESTS_A_MINUTE} tests were sent in the last minute. Wait a little.`
  throw new Problem(429, 'too_many_tests', detail, { more: { retry_after_seconds: 60 } })
}

const TAKE_TURN = `
update workspaces set tests_at = array(select at from unnest(tests_at) as at where at > now() - interval '1 minute') || now()
where workspace_id = $1
  and (select count(*) from unnest(tests_at) as at where at > now() - interval '1 minute') < ${TESTS_A_MINUTE}
returning workspace_id`

async function waitForAnswer(
  context: Context,
  actor: Actor,
  id: string,
): Promise<{ message: MessageDetail; answered: boolean }> {
  const until = performance.now() + WAIT_MS
  for (;;) {
    const message = await readDetail(context, actor, id)
    const tried = message.attempts.at(-1)
    // Back in the queue: the provider refused the account, or it was not reached and there is nothing to wait for.
    if (message.status === 'queued' && tried) return { message, answered: tried.state === 'rejected' }
    if (message.status !== 'queued' && message.status !== 'sending') return { message, answered: true }
    if (performance.now() >= until) return { message, answered: false }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
