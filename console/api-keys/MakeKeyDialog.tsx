import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { PERMISSIONS, type Permission } from '../../shared/permissions.ts'
import { api } from '../api.ts'
import { useMe } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { Code } from '../ui/Copy.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import classes from './ApiKeysScreen.module.css'

interface KeyValues {
  name: string
  permissions: string[]
}

/** What a program that texts people needs, and no more. */
const USUAL: Permission[] = ['messages.send', 'messages.send_to_number']

export function MakeKeyDialog({ onClose }: { onClose: () => void }) {
  const { permissions } = useMe()
  const element = useRef<HTMLFormElement>(null)
  const queries = useQueryClient()
  const form = useForm<KeyValues>(
    { name: '', permissions: USUAL.filter((permission) => permissions.includes(permission)) },
    ({ name, permissions: chosen }) => ({
      name: name.trim() ? undefined : { text: 'A key needs a name, to be told apart.' },
      permissions: chosen.length ? undefined : { text: 'Without a permission a key can do nothing.' },
    }),
  )
  const make = useMutation({
    mutationFn: ({ name, permissions: chosen }: KeyValues) =>
      api.makeApiKey({ name: name.trim(), permissions: chosen as Permission[] }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['api-keys'] }),
  })
  if (make.data) {
    return (
      <Dialog
        opened
        onClose={onClose}
        title="Your new key"
        actions={<Button onClick={onClose}>I have copied it</Button>}
      >
        <p style={{ paddingBottom: 12 }}>Shown this once. Keep it where the program keeps its secrets.</p>
        <Code text={make.data.key} label="API key" wraps />
      </Dialog>
    )
  }
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) make.mutate(form.values)
    else focusFirstFault(element.current)
  }
  return (
    <Dialog opened onClose={onClose} title="Make an API key" width={560}>
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        <TextField
          form={form}
          name="name"
          label="Name"
          help="The program that will use it."
          autoFocus
          maxLength={100}
        />
        <Checkbox.Group
          label="Permissions"
          error={form.fault('permissions')?.text}
          value={form.values.permissions}
          onChange={(value) => form.set('permissions', value)}
        >
          <div className={classes.choices}>
            {PERMISSIONS.filter((permission) => permissions.includes(permission)).map((permission) => (
              <Checkbox
                key={permission}
                value={permission}
                label={<span className="mono">{permission}</span>}
                aria-invalid={form.fault('permissions') ? true : undefined}
              />
            ))}
          </div>
        </Checkbox.Group>
        {make.isError && (
          <Banner tone="red" title="No key was made." urgent>
            {make.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button type="submit" loading={make.isPending}>
            Make the key
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
