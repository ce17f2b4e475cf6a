import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, type Group } from '../api.ts'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import classes from './PersonForm.module.css'
import { useRefresh } from './queries.ts'

/** Makes a group, or gives one another name. */
export function GroupDialog({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const element = useRef<HTMLFormElement>(null)
  const refresh = useRefresh()
  const form = useForm({ name: group?.name ?? '' }, ({ name }) => ({
    name: name.trim() ? undefined : { text: 'The group needs a name.' },
  }))
  const save = useMutation({
    mutationFn: (name: string) => (group ? api.renameGroup(group.id, name) : api.makeGroup(name)),
    onSuccess: async ({ name }) => {
      await refresh()
      toast(group ? `The group is called ${name} now.` : `The group ${name} is made.`)
      onClose()
    },
    onError: (error) => {
      form.refuse(faultsAt<{ name: string }>(problemIn(error), { '/name': 'name' }))
      focusFirstFault(element.current)
    },
  })
  const press = useOnce(save)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) press(form.values.name.trim())()
    else focusFirstFault(element.current)
  }
  return (
    <Dialog opened onClose={onClose} title={group ? `Rename ${group.name}` : 'Make a group'}>
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        <TextField form={form} name="name" label="Name" autoFocus maxLength={100} />
        {save.isError && (
          <Banner tone="red" title={group ? 'Nothing was saved.' : 'No group was made.'} urgent>
            {save.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} {...keepsFocus}>
            {group ? 'Rename' : 'Make the group'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
