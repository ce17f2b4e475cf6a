import { formatPhone } from '../../shared/phone.ts'
import type { ReplyState } from './replies-state.ts'
import { atSentenceStart, providerName, shortSid } from './words.ts'

export interface ReplyTale {
  provider: string
  host: string | null
  application: string | null
  /** Of the service, where it is one. */
  name: string | null
  value: string
  numbers: string[]
  /** When the last text came in, in words. */
  last: string | null
}

/** Where texts to a sender go, in one or two sentences. */
export function replySentence(state: ReplyState, tale: ReplyTale): string {
  const { host, name, value, last } = tale
  const provider = providerName(tale.provider)
  const number = tale.numbers[0] ?? value
  switch (state) {
    case 'ours':
      return last === null
        ? `Set up. None received yet: text HELP to ${number.startsWith('+') ? formatPhone(number) : number} from your phone, it will show here.`
        : `Arrive. Last one ${last}.`
    case 'elsewhere':
      return `Go to ${host ?? 'another address'}, not to Handset. STOP blocks at ${provider} but is not recorded here.`
    case 'other_handset':
      return `Go to ${host}: another Handset installation uses this number.`
    case 'sample':
      return `Go to ${provider}'s sample app, which answers people with a sample text.`
    case 'nothing':
      return 'Go nowhere.'
    case 'service_incoming_off':
      return `Incoming texts of service ${name ?? shortSid(value)} are dropped, not even logged at ${provider}.`
    case 'application':
      return `${atSentenceStart(provider)} application ${shortSid(tale.application ?? '')} takes the replies; its setting beats the number's.`
    case 'unreadable':
      return `This API key may not read the number. Copy the address below and set it at ${provider}.`
    case 'sender_cannot_receive':
      return 'This sender cannot be answered. Texts carry an opt-out link instead of "Reply STOP".'
    case 'no_public_address':
      return `Handset has no public address, so it asks ${provider} every minute. Replies arrive up to a minute late.`
    case 'not_known':
      return `Not known yet: ${provider} has not said.`
  }
}

/** As one reads it whose workspace only inherits the sender: nothing of the operator's account. */
export function inheritedSentence(state: ReplyState, tale: ReplyTale): string {
  if (state === 'ours') return tale.last === null ? 'Set up. None received yet.' : replySentence(state, tale)
  if (state === 'sender_cannot_receive' || state === 'no_public_address') return replySentence(state, tale)
  if (state === 'unreadable' || state === 'not_known') return 'Where they go is known only to the operator.'
  return 'Do not reach Handset. The operator of this installation can change that.'
}

/** What it means that STOP does not come here (message 8). */
export function stopSentences(
  state: ReplyState,
  { provider: kind, host }: Pick<ReplyTale, 'provider' | 'host'>,
): string {
  const provider = atSentenceStart(providerName(kind))
  const meaning =
    `People who answer STOP are blocked at ${providerName(kind)} but stay textable here, and would be texted again after a ` +
    'change of provider.'
  const where: Partial<Record<ReplyState, string>> = {
    sample: `${provider} sends replies to its sample app.`,
    nothing: `${provider} sends replies nowhere.`,
    service_incoming_off: `${provider} drops replies.`,
    application: `An application at ${providerName(kind)} takes the replies.`,
  }
  return `STOP does not reach Handset. ${where[state] ?? `${provider} sends replies to ${host ?? 'another address'}.`} ${meaning}`
}
