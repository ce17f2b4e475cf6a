import { createHash } from 'node:crypto'
import type { Context } from '../kit/context.ts'
import { sendMail } from '../mail/send.ts'
import { sign } from '../providers/adapters/webhook/standard-webhooks.ts'
import { appendHeads } from './heads-file.ts'
import { type Head, writeHead } from './heads-text.ts'

export type Channel = 'file' | 'email' | 'webhook'

export interface Destination {
  channel: Channel
  /** A path, an address of mail, or a URL. */
  destination: string
  /** Of a webhook. */
  secret: string | null
}

/** Whether they are outside now; in words for people. */
export type Delivered = { ok: true; answer: string } | { ok: false; trouble: string }

/** Told twice they do no harm, so what is unclear counts as not delivered. */
export async function deliverHeads(
  context: Context,
  to: Destination,
  heads: Head[],
  options: { isTest?: boolean } = {},
): Promise<Delivered> {
  if (to.channel === 'file') {
    const trouble = await appendHeads(to.destination, heads)
    return trouble ? { ok: false, trouble } : { ok: true, answer: 'Written and flushed.' }
  }
  return to.channel === 'email' ? mail(context, to, heads, options) : call(context, to, heads, options)
}

async function mail(
  context: Context,
  { destination }: Destination,
  heads: Head[],
  { isTest }: { isTest?: boolean },
): Promise<Delivered> {
  const settings = context.installation.mail()
  if (!settings) return { ok: false, trouble: 'No mail server is set, so no mail goes out.' }
  const time = context.now().toISOString().slice(0, 16).replace('T', ' ')
  const subject = `${isTest ? 'Test: heads' : 'Heads'} of the audit log, ${time} UTC`
  const outcome = await sendMail(context, { settings, to: destination, subject, text: letter(heads) })
  return outcome.kind === 'accepted' ? { ok: true, answer: outcome.answer } : { ok: false, trouble: outcome.detail }
}

function letter(heads: Head[]): string {
  return [
    'Keep this mail. Each line is a workspace, the number of its last entry, its hash and when it was chained.',
    'With it saved as a file, this finds out whether the log was cut off or rewritten since:',
    'npm run handset -- audit verify --heads FILE',
    '',
    ...heads.map(writeHead),
    '',
  ].join('\n')
}

async function call(
  context: Context,
  { destination: url, secret }: Destination,
  heads: Head[],
  { isTest }: { isTest?: boolean },
): Promise<Delivered> {
  const body = JSON.stringify({
    type: isTest ? 'audit.heads.test' : 'audit.heads',
    timestamp: context.now().toISOString(),
    heads: heads.map(({ workspaceId, seq, hash, at }) => ({ workspace_id: workspaceId, seq, hash, at })),
  })
  // The same heads again are the same call to a receiver that drops repeats.
  const id = `heads_${createHash('sha256').update(heads.map(writeHead).join()).digest('hex').slice(0, 26)}`
  const seconds = Math.floor(context.now().getTime() / 1000)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': sign(secret ?? '', id, seconds, body),
  }
  const exchange = await context.egress.http({ method: 'POST', url, headers, body })
  const { host } = new URL(url)
  if (exchange.kind !== 'answered') return { ok: false, trouble: `${host} did not answer: ${exchange.detail}` }
  const { status } = exchange
  if (status >= 200 && status < 300) return { ok: true, answer: `HTTP ${status}` }
  return { ok: false, trouble: `${host} answered HTTP ${status} instead of 2xx.` }
}
