import { Link } from '@tanstack/react-router'
import type { MessageDetail } from '../api.ts'
import { useCan } from '../shell/session.ts'

type Place = 'countries' | 'sender' | 'account' | 'redirect' | ''

/** Where in the SMS settings that is which stopped a text. */
const settings: Record<string, [place: Place, words: string]> = {
  country_not_allowed: ['countries', 'Countries'],
  geo_blocked: ['countries', 'Countries'],
  no_sender: ['sender', 'Choose a sender'],
  bad_sender: ['sender', 'Sender'],
  bad_credentials: ['account', 'Sign-in at the provider'],
  redirect_limit: ['redirect', 'Test redirect'],
  channel_off: ['', 'SMS settings'],
  not_ready: ['', 'SMS settings'],
  account: ['', 'SMS settings'],
}
const OF_PERSON = ['no_phone', 'unverified', 'preference_off', 'bad_recipient', 'mail']

/** Where whoever reads why it did not go does something about it; nothing where they may not. */
export function Remedy({ message }: { message: MessageDetail }) {
  const maySet = useCan('sms.read')
  const mayRead = useCan('people.read')
  const why = whyOf(message)
  if (why === null) return null
  const place = settings[why]
  if (place && maySet)
    return (
      <Link to="/settings/sms" {...(place[0] && { hash: place[0] })}>
        {place[1]}
      </Link>
    )
  if (why === 'opted_out') return <Link to="/opt-outs">Opt-outs</Link>
  if (OF_PERSON.includes(why) && message.person_id && mayRead)
    return (
      <Link to="/people/$id" params={{ id: message.person_id }}>
        Open person
      </Link>
    )
  return null
}

function whyOf({ status_group, skip_reason, error }: MessageDetail): string | null {
  if (status_group === 'skipped') return skip_reason
  return status_group === 'failed' ? (error?.class ?? null) : null
}
