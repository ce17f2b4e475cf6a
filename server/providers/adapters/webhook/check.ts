import type { CheckLine, CheckResult, Http } from '../../adapter.ts'
import { refusal } from './refusal.ts'
import type { WebhookConnection } from './send.ts'

/**
 * Whether texts may be sent there at all. The endpoint itself is not asked: it expects texts, and anything else it gets
 * may be counted as one. A name that does not resolve yet is no reason to refuse the settings.
 */
export async function check(http: Http, connection: WebhookConnection): Promise<CheckResult> {
  const { host } = new URL(connection.url)
  const exchange = await http({ method: 'POST', url: connection.url, headers: {}, probe: true })
  if (exchange.kind === 'not_sent' && exchange.reason === 'forbidden') return notAllowed(exchange.detail, host)
  const allowed = line('address_allowed', 'ok', 'Address allowed')
  if (exchange.kind === 'answered') return { ok: true, lines: [allowed], account: null }
  const unresolved = line('reached', 'warn', `${host} could not be found just now`, exchange.detail)
  return { ok: true, lines: [allowed, unresolved], account: null }
}

function notAllowed(detail: string, host: string): CheckResult {
  const cause = `This server may not make requests to ${host}.`
  return {
    ok: false,
    why: 'refused',
    field: 'webhook_url',
    refusal: { ...refusal(null, 400), cause, title: 'Address not allowed' },
    message: `This server may not make requests to ${host}: ${detail}. Nothing was saved.`,
    lines: [line('address_allowed', 'fail', 'Address not allowed', detail)],
    account: null,
  }
}

function line(id: CheckLine['id'], status: CheckLine['status'], text: string, detail: string | null = null): CheckLine {
  return { id, status, text, detail }
}
