import { Button, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, type Overseen, type OverseePatch } from '../api.ts'
import { useSendsMail } from '../shell/useSendsMail.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { keepsFocus } from '../ui/form.ts'
import { toast, toastFailure } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import classes from './OverseenDrawer.module.css'

/** Stops a workspace, with a reason that it reads; or lets it send again. */
export function SuspensionAction({ workspace }: { workspace: Overseen }) {
  const { name, suspended } = workspace
  const [opened, dialog] = useDisclosure(false)
  const reactivate = useOversee(workspace, `${name} may send again.`)
  const press = useOnce(reactivate, { stays: true })
  return (
    <section className={classes.act}>
      <h3>{suspended ? 'Reactivate' : 'Suspend'}</h3>
      <p>
        {suspended
          ? 'Texts are sent again. What was skipped meanwhile stays skipped.'
          : 'Nothing of it is sent, one-time codes included, until it is reactivated. Its members read why.'}
      </p>
      {suspended ? (
        <Button
          variant="default"
          loading={reactivate.isPending}
          onClick={press(
            { suspended: false },
            { onError: (error) => toastFailure(`${name} is still suspended.`, error) },
          )}
        >
          Reactivate
        </Button>
      ) : (
        <Button variant="default" classNames={{ label: classes.red! }} onClick={dialog.open}>
          Suspend…
        </Button>
      )}
      {opened && <SuspendDialog workspace={workspace} onClose={dialog.close} />}
    </section>
  )
}

function SuspendDialog({ workspace, onClose }: { workspace: Overseen; onClose: () => void }) {
  const [why, setWhy] = useState('')
  const [left, setLeft] = useState(false)
  const suspend = useOversee(workspace, `${workspace.name} is suspended.`)
  const press = useOnce(suspend)
  const sendsMail = useSendsMail()
  const field = useRef<HTMLTextAreaElement>(null)
  const isMissing = why.trim() === ''
  const submit = (event: React.MouseEvent) => {
    setLeft(true)
    if (isMissing) field.current?.focus()
    else press({ suspended: true, why: why.trim() }, { onSuccess: onClose })(event)
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`Suspend ${workspace.name}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" {...keepsFocus} loading={suspend.isPending} onClick={submit}>
            Suspend
          </Button>
        </>
      }
    >
      <DialogWords>
        <p>
          Texts that wait are skipped, and so are new ones, one-time codes included.
          {sendsMail && ' Its admins are told by mail.'}
        </p>
        <Textarea
          ref={field}
          label="Why"
          description="Its members read this."
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value.replace(/\n/g, ' '))}
          error={left && isMissing ? 'Say why: the workspace reads it.' : undefined}
          maxLength={500}
          rows={3}
          data-autofocus
        />
        {suspend.isError && (
          <Banner tone="red" title="Nothing was changed." urgent>
            {suspend.error.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}

/** Whether SMS is part of what it may use. */
export function EntitlementAction({ workspace }: { workspace: Overseen }) {
  const { name, sms_entitled } = workspace
  const [opened, dialog] = useDisclosure(false)
  const change = useOversee(workspace, `${name} may use SMS.`)
  const press = useOnce(change, { stays: true })
  const failed = (error: Error) => toastFailure('Nothing was changed.', error)
  return (
    <section className={classes.act}>
      <h3>Access to SMS</h3>
      <p>
        {sms_entitled
          ? 'SMS is part of what it may use.'
          : 'Settings can be made and nothing is sent. Whoever asks is told how to request access.'}
      </p>
      <Button
        variant="default"
        loading={change.isPending}
        onClick={sms_entitled ? dialog.open : press({ sms_entitled: true }, { onError: failed })}
      >
        {sms_entitled ? 'Take access away…' : 'Give access'}
      </Button>
      {opened && <TakeAwayDialog workspace={workspace} onClose={dialog.close} />}
    </section>
  )
}

function TakeAwayDialog({ workspace, onClose }: { workspace: Overseen; onClose: () => void }) {
  const { name } = workspace
  const change = useOversee(workspace, `${name} has no access to SMS any more.`)
  const press = useOnce(change)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`Take access to SMS away from ${name}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            color="red"
            loading={change.isPending}
            onClick={press(
              { sms_entitled: false },
              { onSuccess: onClose, onError: (error) => toastFailure('Nothing was changed.', error) },
            )}
          >
            Take access away
          </Button>
        </>
      }
    >
      Texts that wait are skipped, and so are new ones. Its settings stay as they are, and it says whom to ask.
    </Dialog>
  )
}

export function useOversee(workspace: Overseen, said: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (patch: OverseePatch) => api.overseeWorkspace(workspace.id, patch),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['overseen'] })
      // The operator may be a member of it too.
      void queries.invalidateQueries({ queryKey: ['me'] })
      toast(said)
    },
  })
}
