import type { SimAccount, SimSender } from '../accounts/account.ts'
import { SAMPLE_URL } from '../accounts/seed.ts'
import type { SimMessage } from '../messages/message.ts'
import type { InboundOutcome } from '../wire.ts'
import type { World } from '../world.ts'
import type { InboundRoute } from './inbound-route.ts'
import type { Answer } from './post.ts'
import { sendReply } from './reply.ts'
import { readTwiml, type Verb } from './twiml.ts'

/** The provider's debugger codes for what can go wrong here (twilio.com, error dictionary). */
const HTTP_FAILURE = 11200
const NO_CONNECTION = 11205
const TOO_LONG = 11750
const NOT_TWIML = 12100
const WRONG_CONTENT_TYPE = 12300
const TOO_MANY_REPLIES = 14109
const TOO_FAST = 14107
const BODY_TOO_LONG = 21617

const LONGEST_DOCUMENT = 64 * 1024
const LONGEST_BODY = 1600
const REPLIES_AT_MOST = 10
const REDIRECTS_AT_MOST = 5

type Asked = { message: SimMessage; sender: SimSender; params: Record<string, string> }
type Findings = Pick<InboundOutcome, 'result' | 'url' | 'http_status' | 'ms' | 'detail' | 'replies' | 'warnings'>

/** Hands an inbound text to the client, to its second address when the first fails, and does what the answer says. */
export async function askClient(
  world: World,
  account: SimAccount,
  route: Extract<InboundRoute, { kind: 'ask' }>,
  asked: Asked,
): Promise<Findings> {
  const findings: Findings = {
    result: 'not_received',
    url: null,
    http_status: null,
    ms: null,
    detail: null,
    replies: [],
    warnings: [],
  }
  const first = await ask(world, account, findings, { url: route.url, method: route.method }, asked.params)
  if (succeeded(first)) {
    await followAnswer(world, account, asked, findings, first)
    return findings
  }
  if (!route.fallbackUrl) return findings
  const params = { ...asked.params, ErrorCode: String(findings.warnings[0]), ErrorUrl: route.url }
  const second = await ask(world, account, findings, { url: route.fallbackUrl, method: route.fallbackMethod }, params)
  if (succeeded(second)) await followAnswer(world, account, { ...asked, params }, findings, second)
  return findings
}

type Answered = Extract<Answer, { kind: 'answered' }>

function succeeded(answer: Answer): answer is Answered {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300
}

async function ask(
  world: World,
  account: SimAccount,
  findings: Findings,
  address: { url: string; method: 'GET' | 'POST' },
  params: Record<string, string>,
): Promise<Answer> {
  const answer =
    address.url === SAMPLE_URL
      ? sampleAnswer()
      : await world.poster.call({ ...address, params, authToken: account.authToken })
  findings.url = address.url
  findings.ms = answer.ms
  findings.http_status = answer.kind === 'answered' ? answer.status : null
  findings.detail = answer.kind === 'answered' ? null : answer.why
  if (succeeded(answer)) findings.result = 'received'
  else findings.warnings.push(answer.kind === 'failed' && answer.couldNotConnect ? NO_CONNECTION : HTTP_FAILURE)
  return answer
}

/** The provider's sample application, played here: nothing of the simulator leaves for the internet by itself. */
function sampleAnswer(): Answered {
  const text = 'Thanks for the message. Configure your number&apos;s SMS URL to change this message.'
  const body = `<Response><Message>${text} Reply HELP for help. Reply STOP to unsubscribe.</Message></Response>`
  return { kind: 'answered', status: 200, ms: 0, contentType: 'text/xml', body }
}

async function followAnswer(
  world: World,
  account: SimAccount,
  asked: Asked,
  findings: Findings,
  first: Answered,
): Promise<void> {
  let answer: Answer = first
  for (let redirects = 0; redirects <= REDIRECTS_AT_MOST && succeeded(answer); redirects++) {
    const verbs = readAnswer(answer, findings)
    const redirect = verbs.find((verb) => verb.verb === 'redirect')
    const upTo = redirect ? verbs.indexOf(redirect) : verbs.length
    for (const verb of verbs.slice(0, upTo)) if (verb.verb === 'message') reply(world, account, asked, findings, verb)
    if (!redirect) return
    const url = resolved(redirect.url, findings)
    if (!url) break
    answer = await ask(world, account, findings, { url, method: redirect.method }, asked.params)
  }
}

function readAnswer(answer: Answered, findings: Findings): Verb[] {
  const { body, contentType } = answer
  if (body.trim() === '') return []
  if (Buffer.byteLength(body) > LONGEST_DOCUMENT) {
    findings.warnings.push(TOO_LONG)
    return []
  }
  if (contentType.startsWith('text/plain')) {
    return [{ verb: 'message', body: body.trim(), to: null, from: null, statusCallback: null }]
  }
  if (contentType.startsWith('application/json')) {
    findings.warnings.push(WRONG_CONTENT_TYPE)
    return []
  }
  const verbs = readTwiml(body)
  if (!verbs) findings.warnings.push(NOT_TWIML)
  return verbs ?? []
}

function reply(
  world: World,
  account: SimAccount,
  { message, sender }: Asked,
  findings: Findings,
  verb: Extract<Verb, { verb: 'message' }>,
): void {
  if (verb.body === '') return
  const obstacle = obstacleTo(world, verb.body, findings, sender, message)
  if (obstacle) {
    if (!findings.warnings.includes(obstacle)) findings.warnings.push(obstacle)
    return
  }
  findings.replies.push(verb.body)
  const statusCallback = verb.statusCallback && resolved(verb.statusCallback, findings)
  sendReply(world, account, sender, {
    to: verb.to ?? message.from!,
    body: verb.body,
    direction: 'outbound-reply',
    statusCallback,
    respectsBlock: true,
  })
}

function obstacleTo(
  world: World,
  body: string,
  findings: Findings,
  sender: SimSender,
  message: SimMessage,
): number | null {
  if (body.length > LONGEST_BODY) return BODY_TOO_LONG
  if (findings.replies.length >= REPLIES_AT_MOST) return TOO_MANY_REPLIES
  return world.replyPace.mayReply(sender.sid, message.from!, world.clock.now()) ? null : TOO_FAST
}

/** Addresses in an answer may be relative to the one that gave it. */
function resolved(url: string, findings: Findings): string | null {
  return URL.canParse(url, findings.url!) ? new URL(url, findings.url!).toString() : null
}
