import type { Connection, ErrorClass } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'

export interface Cause {
  code: number | null
  title: string
  cause: string
  remedy: string
}

/** Why messages failed, as many of them together: by the provider's code, or by what kind of trouble it was. */
export function causeOf(failure: string): Cause {
  const [provider, code] = failure.split(':')
  if (code === undefined) return { code: null, ...(KINDS[failure as Kind] ?? KINDS.unknown) }
  const { title, cause, remedy } = adapterFor(provider as Connection['provider']).refusal(Number(code), null)
  return { code: Number(code), title, cause, remedy }
}

type Kind = ErrorClass | 'expired' | 'mail' | 'unknown'

const SETTINGS = 'Look at Settings → SMS: its checks say what to change.'
const EACH = 'Open one of them in History: its attempts say more.'

const KINDS: Record<Kind, Omit<Cause, 'code'>> = {
  expired: {
    title: 'Too late',
    cause: 'They waited until they were of no use any more.',
    remedy: 'See in Settings → SMS whether sending is paused and how fast the sender may go.',
  },
  mail: {
    title: 'Mail not taken',
    cause: 'The mail server did not take them.',
    remedy: 'Ask the operator to look at the mail server, or people for another address.',
  },
  bad_credentials: { title: 'Sign-in refused', cause: 'The provider refused our sign-in.', remedy: SETTINGS },
  bad_sender: { title: 'Sender refused', cause: 'The provider did not accept the sender.', remedy: SETTINGS },
  bad_recipient: {
    title: 'Number not reached',
    cause: 'The number is not one that takes texts.',
    remedy: 'Correct the numbers in People.',
  },
  opted_out: {
    title: 'Opted out',
    cause: 'The number stopped texts at the provider.',
    remedy: 'Only START from the phone undoes it.',
  },
  geo_blocked: {
    title: 'Country blocked',
    cause: 'The account may not send to this country.',
    remedy: 'Allow the country in the account with the provider.',
  },
  rate_limited: {
    title: 'Too fast',
    cause: 'The provider takes fewer at a time than were sent.',
    remedy: 'Set a slower pace for the sender in Settings → SMS.',
  },
  transient_carrier: {
    title: 'Carrier or gateway failed',
    cause: 'The carrier or the gateway had a fault of its own.',
    remedy: 'Send them once more later.',
  },
  content_filtered: {
    title: 'Filtered',
    cause: 'The carrier took them for spam.',
    remedy: 'Register the sender, and leave out public link shorteners.',
  },
  account: { title: 'Account', cause: 'The provider refused the account.', remedy: SETTINGS },
  config: { title: 'Refused', cause: 'They could not be handed over as they were.', remedy: EACH },
  unknown: { title: 'No cause given', cause: 'Nobody said why.', remedy: EACH },
}
