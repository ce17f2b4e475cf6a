import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { api, type InvitationShown } from '../api.ts'
import { problemIn } from '../problem.ts'
import gate from '../shell/Gate.module.css'
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx'
import { newPasswordFault } from '../sign-in/new-password.ts'
import { Banner } from '../ui/Banner.tsx'
import { type Faults, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { keepToken } from './invitation-token.ts'

interface NewcomerValues {
  name: string
  password: string
}

interface NewcomerFormProps {
  token: string
  invitation: InvitationShown
  onJoined: (joined: { workspace: { id: string; name: string } }) => void
}

/** Whether the address has an account already is not known here: whoever has one says so. */
export function NewcomerForm({ token, invitation, onJoined }: NewcomerFormProps) {
  const form = useForm<NewcomerValues>({ name: '', password: '' }, rules)
  const { sending: join, frame } = useSubmit(form, {
    send: ({ name, password }) => api.acceptInvitation({ token, name: name.trim(), password }),
    onSent: onJoined,
    faultsIn: (error) => {
      const errors = problemIn(error)?.body.errors ?? []
      return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.slice(1), { text: detail }]))
    },
  })
  const signIn = (
    <Link to="/sign-in" search={{ to: '/invitation' }} onClick={() => keepToken(token)}>
      Sign in
    </Link>
  )
  return (
    <form {...frame} className={gate.form}>
      {join.isError && (
        <Banner tone="red" title="You did not join." urgent>
          {join.error.message} {problemIn(join.error)?.is('sign_in_first') && signIn}
        </Banner>
      )}
      <p>
        New here? Choose a name and a password. You have an account for {invitation.email} already? {signIn} first.
      </p>
      <input type="email" name="email" autoComplete="username" value={invitation.email} readOnly hidden />
      <TextField form={form} name="name" label="Your name" autoComplete="name" maxLength={100} />
      <NewPasswordField form={form} name="password" label="Password" />
      <Button type="submit" loading={join.isPending} {...keepsFocus}>
        Join {invitation.workspace.name}
      </Button>
    </form>
  )
}

function rules({ name, password }: NewcomerValues): Faults<NewcomerValues> {
  return {
    name: name.trim() ? undefined : { text: 'Your name is missing.' },
    password: newPasswordFault(password),
  }
}
