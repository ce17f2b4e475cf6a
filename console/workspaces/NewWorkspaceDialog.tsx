import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { useSwitch } from './useSwitch.ts'
import { WorkspaceFields } from './WorkspaceFields.tsx'
import { pointers, rulesFor, toInput, valuesOfBrowser, type WorkspaceValues } from './workspace-values.ts'

/** Whoever makes it is in it at once. */
export function NewWorkspaceDialog({ onClose, onMade }: { onClose: () => void; onMade?: (() => void) | undefined }) {
  const element = useRef<HTMLFormElement>(null)
  const enter = useSwitch()
  const form = useForm<WorkspaceValues>(valuesOfBrowser(), rulesFor(true))
  const make = useMutation({
    mutationFn: () => api.makeWorkspace(toInput(form.values)),
    onSuccess: async (workspace) => {
      onClose()
      onMade?.()
      await enter(workspace)
      toast(`${workspace.name} is made. You are its owner.`)
    },
    onError: (error) => {
      form.refuse(faultsAt<WorkspaceValues>(problemIn(error), pointers))
      focusFirstFault(element.current)
    },
  })
  const press = useOnce(make)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) press()()
    else focusFirstFault(element.current)
  }
  return (
    <Dialog opened onClose={onClose} title="New workspace" width={560}>
      <form ref={element} onSubmit={submit} noValidate>
        <WorkspaceFields form={form} isNew />
        {make.isError && (
          <div style={{ marginTop: 16 }}>
            <Banner tone="red" title="No workspace was made." urgent>
              {make.error.message}
            </Banner>
          </div>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" {...keepsFocus} loading={make.isPending}>
            Make the workspace
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
