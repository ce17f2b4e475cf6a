import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import type { Retention } from './api.ts'
import { retentionQuery } from './queries.ts'
import { RetentionForm } from './RetentionForm.tsx'
import { countsOf } from './retention-words.ts'

/** How long the history is kept, and the proof that what is older is gone. */
export function RetentionSection() {
  const asked = useQuery(retentionQuery)
  const [editing, edit] = useDisclosure(false)
  const mayManage = useCan('workspace.manage')
  const { data } = asked
  return (
    <Section
      title="Retention"
      purpose="How long history, replies and events are kept."
      action={
        mayManage &&
        data &&
        !editing && (
          <LinkButton onClick={edit.open} aria-label="Edit Retention">
            Edit
          </LinkButton>
        )
      }
    >
      {asked.isPending && <Bar width="40%" />}
      {asked.isError && !data && <LoadError thing="the retention" retry={asked.refetch} />}
      {data && editing && <RetentionForm days={data.days} onDone={edit.close} />}
      {data && !editing && (
        <Row label="Kept">{data.days === null ? 'For ever' : `${data.days.toLocaleString('en')} days`}</Row>
      )}
      {data && <Proof retention={data} />}
    </Section>
  )
}

function Proof({ retention: { running, last, deleted_in_all } }: { retention: Retention }) {
  const inAll = countsOf(deleted_in_all)
  return (
    <>
      {running && (
        <Row label="Being deleted">
          <span role="status">
            What is from before <Time at={running.through} as="day" />: {countsOf(running.deleted) ?? 'nothing'} so far
          </span>
        </Row>
      )}
      {last && (
        <Row label="Deleted">
          Up to <Time at={last.through} as="day" />: {countsOf(last.deleted) ?? 'nothing'};{' '}
          {last.nothing_older ? 'nothing older is left' : <Stays last={last} />}, checked{' '}
          <Time at={last.checked_at} as="hour" />
        </Row>
      )}
      {inAll && <Row label="Deleted in all">{inAll}</Row>}
    </>
  )
}

/** What may not go yet, and why. */
function Stays({ last: { stays } }: { last: NonNullable<Retention['last']> }) {
  const why = [
    stays.messages > 0 && 'messages that are still undecided, or that a webhook has yet to tell',
    stays.replies > 0 && 'replies that nobody decided or that prove an opt-out',
    stays.events > 0 && 'events that a due date or a message needs',
  ].filter((one) => one !== false)
  return (
    <>
      {countsOf(stays, true)} of that age stay: {why.join('; ')}
    </>
  )
}
