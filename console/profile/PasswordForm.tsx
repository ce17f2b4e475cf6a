import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api.ts'
import { problemIn } from '../problem.ts'
import { useSendsMail } from '../shell/useSendsMail.ts'
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx'
import { newPasswordFault } from '../sign-in/new-password.ts'
import { SaveActions } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { type Faults, useForm } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { useUnsaved } from '../ui/leaving.tsx'
import { Row } from '../ui/Section.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import classes from './Profile.module.css'
import { sessionsQuery } from './queries.ts'

interface Passwords {
  currentPassword: string
  newPassword: string
}

export function PasswordForm() {
  const [open, form] = useDisclosure(false)
  if (open) return <ChangeForm onDone={form.close} />
  return (
    <Row label="Password" aside={<LinkButton onClick={form.open}>Change</LinkButton>}>
      Set
    </Row>
  )
}

function ChangeForm({ onDone }: { onDone: () => void }) {
  const queries = useQueryClient()
  const sendsMail = useSendsMail()
  const form = useForm<Passwords>({ currentPassword: '', newPassword: '' }, (values) => ({
    currentPassword: values.currentPassword ? undefined : { text: 'Your present password is missing.' },
    newPassword: newPasswordFault(values.newPassword),
  }))
  useUnsaved(form.changed)
  const { sending: change, frame } = useSubmit(form, {
    send: api.changePassword,
    onSent: async () => {
      toast('Your password is changed. You are signed out everywhere else.')
      onDone()
      await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
    faultsIn: faultsOf,
  })
  return (
    <form {...frame} className={classes.form}>
      <TextField
        form={form}
        name="currentPassword"
        label="Present password"
        type="password"
        autoComplete="current-password"
        autoFocus
      />
      <NewPasswordField form={form} name="newPassword" />
      {change.isError && Object.keys(faultsOf(change.error)).length === 0 && (
        <Banner tone="red" title="Your password was not changed." urgent>
          {problemIn(change.error)?.body.detail ?? String(change.error)}
        </Banner>
      )}
      <p className="quiet">You are signed out everywhere else{sendsMail && ', and a mail says so'}.</p>
      <SaveActions label="Change the password" busy={change.isPending} onCancel={onDone} />
    </form>
  )
}

function faultsOf(error: Error): Faults<Passwords> {
  const errors = problemIn(error)?.body.errors ?? []
  return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.slice(1), { text: detail }]))
}
