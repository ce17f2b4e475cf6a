import type { MessageDetail } from '../api.ts'

const KEY = '$HANDSET_API_KEY'

export function curlToSend(): string {
  return post({ to: '+14155550142', body: 'Hello from Handset', class: 'alert' })
}

/** The same text again; the number stays out, since it is shown to nobody here. */
export function curlLike(message: MessageDetail): string {
  return post({
    to: '+…',
    body: message.body ?? '…',
    class: message.class,
    event_type: message.event_type,
    ...(message.url && { url: message.url }),
  })
}

function post(body: object): string {
  const json = JSON.stringify(body).replaceAll("'", "'\\''")
  return [
    `curl ${window.location.origin}/v1/messages`,
    `-H "Authorization: Bearer ${KEY}"`,
    `-H 'Content-Type: application/json'`,
    `-d '${json}'`,
  ].join(' \\\n  ')
}
