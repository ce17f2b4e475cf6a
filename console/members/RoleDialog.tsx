import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Permission } from '../../shared/permissions.ts'
import { api, type Role } from '../api.ts'
import { problemIn } from '../problem.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import classes from './Members.module.css'
import { PermissionGrid } from './PermissionGrid.tsx'
import { useRefresh } from './queries.ts'

interface RoleValues {
  name: string
  permissions: Permission[]
}

/** Makes a role, or changes one for all who have it. */
export function RoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const element = useRef<HTMLFormElement>(null)
  const refresh = useRefresh()
  const form = useForm<RoleValues>(
    { name: role?.name ?? '', permissions: role?.permissions ?? [] },
    ({ name, permissions }) => ({
      name: name.trim() ? undefined : { text: 'The role needs a name.' },
      permissions: permissions.length > 0 ? undefined : { text: 'Choose at least one permission.' },
    }),
  )
  const save = useMutation({
    mutationFn: async ({ name, permissions }: RoleValues) => {
      const input = { name: name.trim(), permissions }
      await (role ? api.changeRole(role.id, input) : api.makeRole(input))
    },
    onSuccess: async () => {
      await refresh()
      toast(role ? `${form.values.name} is changed for all who have it.` : `The role ${form.values.name} is made.`)
      onClose()
    },
    onError: (error) => {
      const name = problemIn(error)?.body.errors?.find(({ pointer }) => pointer === '/name')
      if (name) form.refuse({ name: { text: name.detail } })
      focusFirstFault(element.current)
    },
  })
  const press = useOnce(save)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) press(form.values)()
    else focusFirstFault(element.current)
  }
  return (
    <Dialog opened onClose={onClose} title={role ? `Edit ${role.name}` : 'Make a role'} width={680}>
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        <TextField form={form} name="name" label="Name" autoFocus maxLength={60} />
        <PermissionGrid
          ofRole
          value={form.values.permissions}
          onChange={(permissions) => form.set('permissions', permissions)}
          fault={form.fault('permissions')?.text}
        />
        {save.isError && (
          <Banner tone="red" title={role ? 'Nothing was saved.' : 'No role was made.'} urgent>
            {save.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} {...keepsFocus}>
            {role ? 'Save' : 'Make the role'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
