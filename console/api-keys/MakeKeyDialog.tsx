import { Button, Select } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Permission } from '../../shared/permissions.ts'
import { api } from '../api.ts'
import { PermissionGrid } from '../members/PermissionGrid.tsx'
import { problemIn } from '../problem.ts'
import { useMe } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useOnce } from '../ui/useOnce.ts'
import classes from './ApiKeysScreen.module.css'
import { dateFault, type Expiry, expiresAt, expiryChoices } from './expiry.ts'
import { NewKey } from './NewKey.tsx'

interface KeyValues {
  name: string
  permissions: Permission[]
  expiry: Expiry
  date: string
}

/** What a program that texts people needs, and no more. */
const USUAL: Permission[] = ['messages.send', 'messages.send_to_number']

export function MakeKeyDialog({ onClose }: { onClose: () => void }) {
  const { permissions: held } = useMe()
  const element = useRef<HTMLFormElement>(null)
  const queries = useQueryClient()
  const form = useForm<KeyValues>(
    { name: '', permissions: USUAL.filter((permission) => held.includes(permission)), expiry: '365', date: '' },
    faultsOf,
  )
  const make = useMutation({
    mutationFn: ({ name, permissions, expiry, date }: KeyValues) =>
      api.makeApiKey({ name: name.trim(), permissions, expires_at: expiresAt(expiry, date, new Date()) }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['api-keys'] }),
    onError: (error) => {
      const fault = problemIn(error)?.body.errors?.find(({ pointer }) => pointer === '/name')
      if (fault) form.refuse({ name: { text: fault.detail } })
      focusFirstFault(element.current)
    },
  })
  const press = useOnce(make)
  if (make.data) return <NewKey apiKey={make.data.key} onClose={onClose} />
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) press(form.values)()
    else focusFirstFault(element.current)
  }
  const { permissions, expiry } = form.values
  return (
    <Dialog opened onClose={onClose} title="Make an API key" width={640}>
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        <TextField
          form={form}
          name="name"
          label="Name"
          help="The program that will use it."
          autoFocus
          maxLength={100}
        />
        <div className={classes.expiry}>
          <Select
            label="Expires"
            data={expiryChoices}
            value={expiry}
            onChange={(value) => value && form.set('expiry', value as Expiry)}
            allowDeselect={false}
            comboboxProps={{ shadow: 'none' }}
          />
          {expiry === 'date' && <TextField form={form} name="date" label="Last day" type="date" />}
        </div>
        <PermissionGrid
          value={permissions}
          onChange={(value) => form.set('permissions', value)}
          fault={form.fault('permissions')?.text}
        />
        {make.isError && (
          <Banner tone="red" title="No key was made." urgent>
            {make.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose} disabled={make.isPending}>
            Cancel
          </Button>
          <Button type="submit" {...keepsFocus} loading={make.isPending}>
            Make the key
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function faultsOf({ name, permissions, expiry, date }: KeyValues) {
  const wrongDate = expiry === 'date' ? dateFault(date, new Date()) : undefined
  return {
    name: name.trim() ? undefined : { text: 'A key needs a name, to be told apart.' },
    permissions: permissions.length ? undefined : { text: 'Without a permission a key can do nothing.' },
    date: wrongDate ? { text: wrongDate } : undefined,
  }
}
