import { Button, Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { useMe } from '../shell/session.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { type Faults, focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { LinkWords } from './LinkDialog.tsx'
import classes from './Members.module.css'
import { rolesQuery, useRefresh } from './queries.ts'
import { roleOptions } from './RoleChoice.tsx'

interface InviteValues {
  email: string
  role: string
}

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const element = useRef<HTMLFormElement>(null)
  const refresh = useRefresh()
  const form = useForm<InviteValues>({ email: '', role: 'member' }, rules)
  const invite = useMutation({
    mutationFn: () => api.invite(form.values.email.trim(), form.values.role),
    onSuccess: async ({ link, email }) => {
      await refresh()
      if (link) return
      toast(`An invitation is mailed to ${email}.`)
      onClose()
    },
    onError: (error) => {
      form.refuse(faultsOf(error))
      focusFirstFault(element.current)
    },
  })
  const press = useOnce(invite)
  if (invite.data?.link)
    return (
      <Dialog
        opened
        onClose={onClose}
        title={`The link for ${invite.data.email}`}
        width={560}
        actions={<Button onClick={onClose}>I have copied it</Button>}
      >
        <LinkWords link={invite.data.link} email={invite.data.email} />
      </Dialog>
    )
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (form.check()) press()()
    else focusFirstFault(element.current)
  }
  const elsewhere = invite.isError && Object.keys(faultsOf(invite.error)).length === 0
  return (
    <Dialog opened onClose={onClose} title="Invite somebody">
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        <TextField
          form={form}
          name="email"
          label="Email"
          type="email"
          help="The invitation works for this address alone."
          autoFocus
          maxLength={200}
        />
        <RoleField value={form.values.role} onChange={(role) => form.set('role', role)} fault={form.fault('role')} />
        {elsewhere && (
          <Banner tone="red" title="Nobody was invited." urgent>
            {invite.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending} {...keepsFocus}>
            Invite
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

interface RoleFieldProps {
  value: string
  onChange: (role: string) => void
  fault: { text: string } | undefined
}

function RoleField({ value, onChange, fault }: RoleFieldProps) {
  const { permissions } = useMe()
  const roles = useQuery(rolesQuery)
  const items = roles.data?.items ?? []
  const chosen = items.find(({ id }) => id === value)
  return (
    <Select
      label="Role"
      description={chosen?.about}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      data={roleOptions(items, permissions)}
      value={value}
      onChange={(id) => id && onChange(id)}
      error={fault?.text}
      allowDeselect={false}
      comboboxProps={{ shadow: 'none' }}
    />
  )
}

function rules({ email }: InviteValues): Faults<InviteValues> {
  if (!email.trim()) return { email: { text: 'The email address is missing.' } }
  return { email: /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : { text: 'This is not an email address.' } }
}

/** What the server says about one of the two fields. */
function faultsOf(error: unknown): Faults<InviteValues> {
  const problem = problemIn(error)
  if (problem?.is('already_member', 'already_invited')) return { email: { text: problem.message } }
  const found = problem?.body.errors?.find(({ pointer }) => pointer === '/email' || pointer === '/role')
  return found ? { [found.pointer.slice(1)]: { text: found.detail } } : {}
}
