import { useQuery } from '@tanstack/react-query'
import type { SettingsOut } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Row } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { useEditing } from './editing.tsx'
import { PaceForm } from './PaceForm.tsx'
import { paceWords, sharedWords } from './pace-values.ts'
import { paceQuery } from './queries.ts'
import { providerInSentence } from './words.ts'

interface PaceRowProps {
  provider: NonNullable<SettingsOut['provider']>
  sender: NonNullable<SettingsOut['sender']>
}

/** How fast texts go out from the sender. It is set by itself: it belongs to the sender, whoever sends from it. */
export function PaceRow({ provider, sender }: PaceRowProps) {
  const editing = useEditing()
  const asked = useQuery(paceQuery)
  const mayEdit = useCan('sms.configure') && asked.data?.inherited === false
  const name = providerInSentence[provider]
  if (asked.data && mayEdit && editing.edited === 'pace')
    return <PaceForm pace={asked.data} provider={name} shared={sharedWords(sender)} />
  return (
    <Row
      label="Pace"
      aside={
        asked.data &&
        mayEdit && (
          <LinkButton onClick={() => editing.edit('pace')} aria-label="Edit Pace">
            Edit
          </LinkButton>
        )
      }
    >
      {asked.isPending && <Bar width={180} />}
      {asked.isError && <LoadError thing="the pace" retry={asked.refetch} />}
      {asked.data && (
        <>
          {paceWords(asked.data, name)} <span className="quiet">{sharedWords(sender)}</span>
        </>
      )}
    </Row>
  )
}
