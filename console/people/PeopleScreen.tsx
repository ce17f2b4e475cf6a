import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { FilterBar } from './FilterBar.tsx'
import { PeopleList } from './PeopleList.tsx'
import { PersonDialog } from './PersonDialog.tsx'

/** Everybody who may be reached, and whether they are. */
export function PeopleScreen() {
  const mayRead = useCan('people.read')
  return mayRead ? <People /> : <NoPermission title="People" thing="people" permission="people.read" />
}

function People() {
  const mayWrite = useCan('people.write')
  const [adding, add] = useDisclosure(false)
  return (
    <Page
      title="People"
      sentence="Whom texts are for, at which number, and whether it may be texted."
      actions={mayWrite && <Button onClick={add.open}>Add a person</Button>}
    >
      <FilterBar />
      <PeopleList onAdd={add.open} />
      {adding && <PersonDialog person={null} onClose={add.close} />}
    </Page>
  )
}
