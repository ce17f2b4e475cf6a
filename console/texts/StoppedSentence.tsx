import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '../settings/queries.ts'
import { useCan } from '../shell/session.ts'
import { Time } from '../ui/Time.tsx'
import { shownNumber } from './shown-number.ts'

const began: Record<string, string> = {
  keyword: 'This number answered STOP on',
  provider: 'The provider has blocked this number, because it answered STOP, since',
  person: 'They stopped texts to this number themselves on',
  import: 'This number was stopped before it came here, on',
  admin: 'An administrator stopped texts to this number on',
}

interface StoppedSentenceProps {
  optOut: { source: string; created_at: string }
  /** The sender that was answered, where that is known better than from the settings. */
  sender?: string | undefined
}

/** Since when a number gets no texts, by whose word, and the only way back. */
export function StoppedSentence({ optOut: { source, created_at }, sender }: StoppedSentenceProps) {
  const usual = useAnswerTo()
  const to = sender ?? usual
  return (
    <>
      {began[source] ?? began.keyword} <Time at={created_at} as="day" />. {wayBack(source, to)}
    </>
  )
}

function wayBack(source: string, to: string | undefined): string {
  if (source === 'admin') return 'Only an administrator undoes it, in Opt-outs; START from the phone does not.'
  const start = `START from the phone${to ? ` to ${shownNumber(to)}` : ''}`
  if (source !== 'person') return `Only ${start} undoes it.`
  return `Only they undo it: by the link of a text, in their profile, or by ${start} where texts can be answered.`
}

/** The number that people answer to, for those who may read the settings. */
export function useAnswerTo(): string | undefined {
  const mayRead = useCan('sms.read')
  const settings = useQuery({ ...settingsQuery, enabled: mayRead }).data
  return settings?.organization_number ?? settings?.sender?.phone_number ?? settings?.sender?.short_code
}
