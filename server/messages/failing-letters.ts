import type { Letter } from '../mail/post.ts'
import type { Connection } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { atSentenceStart, providerName } from '../settings/words.ts'
import type { Failing } from './failing.ts'
import { withoutNumbers } from './trouble.ts'

type Words = Omit<Letter, 'to'>

export function tellFailing(
  { cause, example, failed, of }: Failing,
  name: string,
  minutes: number,
  address: string | null,
): Words {
  const provider = providerName(example.provider)
  const { title, why, remedy } = cause === 'unreachable' ? unreached(provider, example.detail) : refused(example)
  return {
    subject: `Texts of ${name} fail: ${title}`,
    text: paragraphs([
      `In the last ${minutes} minutes ${failed} of ${of} texts of ${name} failed, all for one cause.`,
      why,
      `What to do: ${remedy}`,
      address ? `What failed: ${address}/history?status=failed` : 'What failed stands in the console, in History.',
      `You get this mail because you may change the SMS settings. There is no other about this until texts go again.`,
    ]),
  }
}

export function tellGoing(name: string, address: string | null): Words {
  return {
    subject: `Texts of ${name} arrive again`,
    text: paragraphs([
      `The last texts of ${name} went out as they should.`,
      'What had failed by then is not sent by that; History shows it, and sends again what still matters.',
      address ? `History: ${address}/history?status=failed` : 'It stands in the console, in History.',
    ]),
  }
}

function unreached(provider: string, detail: string | null) {
  const said = detail ? ` It said: ${withoutNumbers(detail)}.` : ''
  const isWebhook = provider === providerName('webhook')
  return {
    title: isWebhook ? 'your endpoint does not take them' : `${provider} is not reached`,
    why: `${isWebhook ? 'Your endpoint' : atSentenceStart(provider)} cannot be reached, or fails.${said} What waits is tried again until it expires.`,
    remedy: isWebhook
      ? 'Look whether your endpoint is up and can be reached from this server, and read its logs.'
      : 'If it stays, ask the operator whether this server may reach the provider.',
  }
}

function refused({ provider, error_code, http_status }: Failing['example']) {
  const refusal = adapterFor(provider as Connection['provider']).refusal(error_code, http_status)
  const code = error_code === null ? '' : ` (${error_code})`
  const title = refusal.title.charAt(0).toLowerCase() + refusal.title.slice(1)
  return { title: `${title}${code}`, why: refusal.cause, remedy: refusal.remedy }
}

function paragraphs(all: string[]): string {
  return `${all.join('\n\n')}\n`
}
