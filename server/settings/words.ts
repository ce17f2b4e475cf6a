import { formatPhone, maskPhone } from '../../shared/phone.ts'

/** How settings are spoken of: in sentences for people, and in the record of changes. */

const PROVIDERS: Record<string, string> = { twilio: 'Twilio', simulator: 'the simulator', webhook: 'the webhook' }

export function providerName(provider: string): string {
  return PROVIDERS[provider] ?? provider
}

export function atSentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `AC12…4f2a`, as ids are shown where they only need to be told apart. */
export function shortSid(sid: string): string {
  return sid.length > 12 ? `${sid.slice(0, 4)}…${sid.slice(-4)}` : sid
}

export function senderText(sender: { kind: string; value: string; name?: string | null }): string {
  if (sender.kind === 'phone_number') return formatPhone(sender.value)
  if (sender.kind === 'messaging_service') {
    return `Messaging Service ${sender.name ? `${sender.name} ` : ''}${shortSid(sender.value)}`
  }
  return sender.value
}

/** For the record of changes, which holds no whole phone number. */
export function maskedSender(sender: { kind: string; value: string }): string {
  return sender.kind === 'phone_number' ? maskPhone(sender.value) : sender.value
}

/** The number people answer to: a phone number or a short code. */
export function maskedNumber(number: string): string {
  return number.startsWith('+') ? maskPhone(number) : number
}

/** An address whose query may hold a secret: names stay, values do not, nor does a part that is value alone. */
export function maskUrl(url: string): string {
  const [address, ...query] = url.replace(/#.*$/s, '').split('?')
  if (query.length === 0) return address!
  const parts = query.join('?').split('&')
  return `${address}?${parts.map(maskPart).join('&')}`
}

/** `name=value` keeps its name; a value alone may end in the padding of base64. */
function maskPart(part: string): string {
  const name = /^([^=]*=)=*[^=]/.exec(part)?.[1] ?? ''
  return part && `${name}••••`
}

/** `14:02` today and `12 Mar 14:02` otherwise, on the workspace's clock. */
export function clockTime(at: Date, now: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const [then, today] = [at, now].map((date) => {
    const part = Object.fromEntries(parts.formatToParts(date).map(({ type, value }) => [type, value]))
    return { day: `${part.day} ${part.month}`, year: part.year, time: `${part.hour}:${part.minute}` }
  }) as [ClockParts, ClockParts]
  if (then.year !== today.year) return `${then.day} ${then.year} ${then.time}`
  return then.day === today.day ? then.time : `${then.day} ${then.time}`
}

interface ClockParts {
  day: string
  year: string | undefined
  time: string
}

export function dateText(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(at)
}
