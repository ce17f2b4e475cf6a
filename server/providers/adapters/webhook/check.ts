import type { CheckLine, CheckResult, Exchange, Http } from '../../adapter.ts'
import { refusal } from './refusal.ts'
import type { WebhookConnection } from './send.ts'

/**
 * Whether the endpoint can be reached from here. It is asked by GET: a POST would be a text. Whatever it answers shows
 * that it is there.
 */
export async function check(http: Http, connection: WebhookConnection): Promise<CheckResult> {
  const { host } = new URL(connection.url)
  const exchange = await http({ method: 'GET', url: connection.url, headers: {}, timeoutMs: 10_000 })
  if (exchange.kind === 'not_sent') return notReached(exchange, host)
  const lines: CheckLine[] = [line('address_allowed', 'ok', 'Address allowed')]
  if (exchange.kind === 'unknown') {
    lines.push(line('reached', 'warn', `${host} takes connections but did not answer a GET`, exchange.detail))
  } else if (exchange.status >= 500) {
    lines.push(line('reached', 'warn', `${host} answers, with a fault of its own`, `HTTP ${exchange.status}`))
  } else {
    lines.push(line('reached', 'ok', `${host} reached`))
  }
  return { ok: true, lines, account: null }
}

function notReached({ reason, detail }: Extract<Exchange, { kind: 'not_sent' }>, host: string): CheckResult {
  if (reason === 'forbidden') {
    const message = `This server may not make requests to ${host}: ${detail}. Nothing was saved.`
    const failed = line('address_allowed', 'fail', 'Address not allowed', detail)
    const refused = {
      ...refusal(null, 400),
      cause: `This server may not make requests to ${host}.`,
      title: 'Address not allowed',
    }
    return {
      ok: false,
      why: 'refused',
      field: 'webhook_url',
      refusal: refused,
      message,
      lines: [failed],
      account: null,
    }
  }
  const why = {
    dns: 'its name could not be resolved',
    refused: 'the connection was refused',
    tls: 'no secure connection came about (certificate?)',
    connect_timeout: 'no connection came about in time',
  }[reason]
  const message = `${host} could not be reached: ${why}. Nothing was saved. The address must be reachable from the server on which Handset runs.`
  const lines = [line('address_allowed', 'ok', 'Address allowed'), line('reached', 'fail', `${host} not reached`, why)]
  return { ok: false, why: 'unreachable', detail: why, message, lines, account: null }
}

function line(id: CheckLine['id'], status: CheckLine['status'], text: string, detail: string | null = null): CheckLine {
  return { id, status, text, detail }
}
