import { Button, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Person } from '../api.ts'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { Section } from '../ui/Section.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import classes from './PersonScreen.module.css'
import { nameOf } from './words.ts'

/** The end of what is known of somebody, apart from everything else. */
export function EraseSection({ person }: { person: Person }) {
  const [opened, dialog] = useDisclosure(false)
  return (
    <div className={classes.danger}>
      <Section title="Erase person">
        <div className={classes.end}>
          <div>
            <p>Name, addresses, numbers, groups and fields go, for good.</p>
            <p>A number that said STOP stays silent. Texts to and from their numbers lose number and words.</p>
          </div>
          <Button variant="default" classNames={{ label: classes.red! }} onClick={dialog.open}>
            Erase person…
          </Button>
        </div>
      </Section>
      {opened && <EraseDialog person={person} onClose={dialog.close} />}
    </div>
  )
}

function EraseDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const name = nameOf(person)
  const [typed, setTyped] = useState('')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const erase = useMutation({
    mutationFn: () => api.erasePerson(person.id),
    onSuccess: async () => {
      // Nothing that was kept of the list may show them for a moment more.
      queries.removeQueries({ queryKey: ['people'] })
      await navigate({ to: '/people', replace: true })
      queries.removeQueries({ queryKey: ['person'] })
      void queries.invalidateQueries({ queryKey: ['groups'] })
      toast(`${name} is erased.`)
    },
  })
  const press = useOnce(erase)
  return (
    <ConfirmDialog
      title={`Erase ${name}?`}
      words={{ keep: 'Keep them', act: 'Erase person', failed: 'Nobody was erased.' }}
      request={erase}
      danger
      disabled={spaced(typed) !== spaced(name)}
      onAct={press()}
      onClose={onClose}
    >
      <p>
        Who they are and their numbers are deleted at once and do not come back. Whom they manage has no manager then.
      </p>
      <p>
        {person.opt_out && 'The number said STOP: that stays on record, and it is not texted whoever has it next. '}
        Texts to and from their numbers lose number and words within minutes; what they cost stays. A directory that
        still has them may send them again.
      </p>
      <TextInput
        label={
          <>
            Type <strong>{name}</strong> to confirm
          </>
        }
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
    </ConfirmDialog>
  )
}

/** As it is shown: of several spaces one. */
function spaced(name: string): string {
  return name.trim().replace(/\s+/g, ' ')
}
