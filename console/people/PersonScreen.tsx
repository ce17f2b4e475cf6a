import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Person } from '../api.ts'
import { WhyNotLink } from '../diagnosis/WhyNotLink.tsx'
import { PersonPreferences } from '../preferences/PersonPreferences.tsx'
import { problemIn } from '../problem.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { Page } from '../ui/Page.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { BackToPeople } from './BackToPeople.tsx'
import { EraseSection } from './EraseSection.tsx'
import { FactsSection } from './FactsSection.tsx'
import { OptInsSection } from './OptInsSection.tsx'
import { PersonDialog } from './PersonDialog.tsx'
import classes from './PersonScreen.module.css'
import { PhonesSection } from './PhonesSection.tsx'
import { personQuery } from './queries.ts'
import { ReachChip } from './ReachChip.tsx'
import { ReachSentence } from './ReachSentence.tsx'
import { TextsSection } from './TextsSection.tsx'
import { nameOf } from './words.ts'

const route = getRouteApi('/signed-in/people/$id')

/** One person: who they are, and whether and why not texts reach them. */
export function PersonScreen() {
  const mayRead = useCan('people.read')
  const { id } = route.useParams()
  if (!mayRead) return <NoPermission title="Person" thing="people" permission="people.read" />
  return (
    <>
      <BackToPeople />
      <Asked key={id} id={id} />
    </>
  )
}

function Asked({ id }: { id: string }) {
  const person = useQuery(personQuery(id))
  if (person.data) return <Known person={person.data} />
  const status = problemIn(person.error)?.body.status
  if (status === 404 || status === 422)
    return (
      <Page title="No such person in this workspace">
        <p className="quiet">
          They may have been erased, or the link is incomplete. <Link to="/people">Go to all people</Link>
        </p>
      </Page>
    )
  return (
    <Page title="Person">
      {person.isError ? <LoadError thing="this person" retry={person.refetch} /> : <Waiting />}
    </Page>
  )
}

function Known({ person }: { person: Person }) {
  const mayWrite = useCan('people.write')
  const [editing, edit] = useDisclosure(false)
  return (
    <Page
      title={nameOf(person)}
      status={
        <>
          <ReachChip reach={person.reach} />
          {!person.active && <Chip tone="neutral">Not active</Chip>}
        </>
      }
      sentence={<ReachSentence person={person} />}
      actions={
        <>
          <WhyNotLink person={person.id}>Why not?</WhyNotLink>
          {mayWrite && (
            <Button variant="default" onClick={edit.open}>
              Edit
            </Button>
          )}
        </>
      }
    >
      <div className={classes.sections}>
        <PhonesSection person={person} />
        <OptInsSection person={person} />
        <FactsSection person={person} />
        <TextsSection person={person} />
        <PersonPreferences id={person.id} />
        {mayWrite && <EraseSection person={person} />}
      </div>
      {editing && <PersonDialog person={person} onClose={edit.close} />}
    </Page>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      {['40%', '62%', '55%', '48%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
