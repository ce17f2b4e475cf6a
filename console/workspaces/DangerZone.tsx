import { Button, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Workspace } from '../api.ts'
import { useSendsMail } from '../shell/useSendsMail.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { Section } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { KeepButton } from './KeepButton.tsx'
import { workspaceQuery } from './queries.ts'
import classes from './WorkspaceScreen.module.css'

/** The end of a workspace, apart from everything else; and for a while the way back. */
export function DangerZone({ workspace }: { workspace: Workspace }) {
  const [opened, dialog] = useDisclosure(false)
  return (
    <div className={classes.danger}>
      <Section title="Delete workspace">
        {workspace.deletion ? (
          <div className={classes.end}>
            <div>
              <p>
                It is marked for deletion. After <Time at={workspace.deletion.after} as="day" /> everything in it is
                deleted.
              </p>
              <p>Until then it can be kept, as it is now.</p>
            </div>
            <KeepButton />
          </div>
        ) : (
          <div className={classes.end}>
            <div>
              <p>Sending stops at once. {days(workspace.grace_days)} later everything in it is deleted.</p>
              <p>Texts, opt-outs, settings, members, keys and the audit log. Until then you can change your mind.</p>
            </div>
            <Button variant="default" classNames={{ label: classes.red! }} onClick={dialog.open}>
              Delete workspace…
            </Button>
          </div>
        )}
      </Section>
      {opened && <DeleteDialog workspace={workspace} onClose={dialog.close} />}
    </div>
  )
}

function DeleteDialog({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  const { name, slug, grace_days } = workspace
  const [typed, setTyped] = useState('')
  const queries = useQueryClient()
  const mark = useMutation({
    mutationFn: () => api.deleteWorkspace(slug),
    onSuccess: (marked) => {
      queries.setQueryData(workspaceQuery.queryKey, marked)
      void queries.invalidateQueries()
      toast(`${name} is marked for deletion. Nothing of it is sent any more.`)
      onClose()
    },
  })
  const press = useOnce(mark)
  const sendsMail = useSendsMail()
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`Delete ${name}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" disabled={spaced(typed) !== spaced(name)} loading={mark.isPending} onClick={press()}>
            Delete workspace
          </Button>
        </>
      }
    >
      <DialogWords>
        <p>
          Nothing of it is sent from now on, one-time codes included. {days(grace_days)} later everything in it is
          deleted for good: texts and receipts, opt-outs, settings and credentials, members, keys and the audit log.
        </p>
        <p>{sendsMail && 'Its owners are told by mail. '}Each owner can undo it until then.</p>
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
        {mark.isError && (
          <Banner tone="red" title="Nothing was changed." urgent>
            {mark.error.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}

/** As it is shown: of several spaces one. */
function spaced(name: string): string {
  return name.trim().replace(/\s+/g, ' ')
}

function days(count: number): string {
  return count === 1 ? 'One day' : `${count} days`
}
