import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { FilterBar } from './FilterBar.tsx'
import { PeopleList } from './PeopleList.tsx'
import { PersonDialog } from './PersonDialog.tsx'
import { useListPlace } from './useListPlace.ts'

/** Everybody who may be reached, and whether they are. */
export function PeopleScreen() {
  const mayRead = useCan('people.read')
  return mayRead ? <People /> : <NoPermission title="People" thing="people" permission="people.read" />
}

function People() {
  const mayWrite = useCan('people.write')
  const [adding, add] = useDisclosure(false)
  const leave = useListPlace()
  return (
    <Page
      title="People"
      sentence="Whom texts are for, at which number, and whether it may be texted."
      actions={
        <>
          <Button variant="default" component={Link} to="/people/phone-quality" state={{ fromList: true }}>
            Phone quality
          </Button>
          <Button variant="default" component={Link} to="/people/groups" state={{ fromList: true }}>
            Groups
          </Button>
          {mayWrite && (
            <Button variant="default" component={Link} to="/people/import" state={{ fromList: true }}>
              Import
            </Button>
          )}
          {mayWrite && <Button onClick={add.open}>Add a person</Button>}
        </>
      }
    >
      <FilterBar />
      <PeopleList onAdd={add.open} onLeave={leave} />
      {adding && <PersonDialog person={null} onClose={add.close} />}
    </Page>
  )
}
