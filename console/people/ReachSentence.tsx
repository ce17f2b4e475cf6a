import { useQuery } from '@tanstack/react-query'
import type { Person } from '../api.ts'
import { settingsQuery } from '../settings/queries.ts'
import { useCan } from '../shell/session.ts'
import { shownNumber } from '../texts/shown-number.ts'
import { Time } from '../ui/Time.tsx'
import { nameOf } from './words.ts'

/** Where texts go, or why none reaches the person and what changes that. */
export function ReachSentence({ person }: { person: Person }) {
  const name = nameOf(person)
  const { phone, opt_out } = person
  if (opt_out) return <Stopped optOut={opt_out} />
  if (person.reach === 'ok') return <>Texts go to {phone?.number}.</>
  if (person.reach === 'unverified') return <>{name} has not confirmed the number yet. Until then no text goes to it.</>
  if (person.reach === 'malformed') return <>What was given as the number is none. {phone?.problem}</>
  return <>{name} has no number.</>
}

const began: Record<string, string> = {
  keyword: 'This number answered STOP on',
  provider: 'The provider has blocked this number, because it answered STOP, since',
  person: 'They stopped texts to this number themselves on',
  import: 'This number was stopped before it came here, on',
  admin: 'An administrator stopped texts to this number on',
}

function Stopped({ optOut: { source, created_at } }: { optOut: NonNullable<Person['opt_out']> }) {
  const mayRead = useCan('sms.read')
  const settings = useQuery({ ...settingsQuery, enabled: mayRead }).data
  const sender = settings?.organization_number ?? settings?.sender?.phone_number ?? settings?.sender?.short_code
  const undo = ` from the phone${sender ? ` to ${shownNumber(sender)}` : ''} undoes it.`
  return (
    <>
      {began[source] ?? began.keyword} <Time at={created_at} as="day" />.{' '}
      {source === 'admin' ? `Taking the entry away or START${undo}` : `Only START${undo}`}
    </>
  )
}
